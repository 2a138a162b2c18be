#include "candidate/pair.h"

#include "base/buf.h"
#include "base/mem.h"
#include "candidate/candidate.h"
#include "candidate/contact.h"
#include "io/db.h"

static int64_t
low(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
high(int64_t a, int64_t b)
{
	return a < b ? b : a;
}

int
candidate_pair_apart(struct db *db, int64_t id, int64_t other_id, bool *out,
    struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM " CANDIDATE_GROUP " JOIN "
	    "(SELECT ? AS id UNION ALL SELECT id FROM candidate WHERE "
	    "joined_to = ?) o JOIN candidate_pair p ON p.low_id = "
	    "LEAST(g.id, o.id) AND p.high_id = GREATEST(g.id, o.id) "
	    "WHERE p.state = 'apart'", DB_ARGS(db_int(id), db_int(id),
	    db_int(other_id), db_int(other_id)), &n, err) == -1)
		return -1;
	*out = n > 0;
	return 0;
}

void
candidate_pair_reasons(struct buf *out, const char *name, const char *kinds)
{
	emit_open(out, name, '[');
	for (; *kinds != '\0'; kinds++)
		emit_str(out, NULL, candidate_contact_word(*kinds));
	emit_close(out, ']');
}

int
candidate_pair_suggest(struct db *db, int64_t company_id, int64_t id,
    int64_t other_id, const char *kinds, int weight, struct err *err)
{
	own_buf struct buf	reasons = { 0 };

	candidate_pair_reasons(&reasons, NULL, kinds);
	return db_exec(db, "INSERT INTO candidate_pair (company_id, low_id, "
	    "high_id, reasons, weight) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE reasons = IF(state = 'open', "
	    "VALUES(reasons), reasons), weight = IF(state = 'open', "
	    "VALUES(weight), weight)", DB_ARGS(db_int(company_id),
	    db_int(low(id, other_id)), db_int(high(id, other_id)),
	    db_str(buf_str(&reasons)), db_int(weight)), NULL, err);
}

int
candidate_pair_judge(struct db *db, int64_t company_id, int64_t id,
    int64_t other_id, const char *state, int64_t user_id, struct err *err)
{
	return db_exec(db, "INSERT INTO candidate_pair (company_id, low_id, "
	    "high_id, state, user_id) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE state = VALUES(state), "
	    "user_id = VALUES(user_id)", DB_ARGS(db_int(company_id),
	    db_int(low(id, other_id)), db_int(high(id, other_id)),
	    db_str(state), db_id(user_id)), NULL, err);
}

/* All pairs of somebody of the one and somebody of the other group. */
#define BETWEEN "JOIN (SELECT LEAST(g.id, o.id) AS low, "			\
	"GREATEST(g.id, o.id) AS high FROM " CANDIDATE_GROUP " JOIN "		\
	"(SELECT ? AS id UNION ALL SELECT id FROM candidate WHERE "		\
	"joined_to = ?) o) x ON low_id = x.low AND high_id = x.high "

/* What nothing but the judgement had made would be a suggestion without a reason. */
static int
judge_again(struct db *db, int64_t id, int64_t other_id, int64_t user_id,
    struct err *err)
{
	return db_exec(db, "DELETE candidate_pair FROM candidate_pair "
	    BETWEEN "WHERE state = 'apart' AND user_id <=> ? AND "
	    "reasons = '[]'", DB_ARGS(db_int(id), db_int(id),
	    db_int(other_id), db_int(other_id), db_id(user_id)), NULL,
	    err) == -1 ? -1 : db_exec(db, "UPDATE candidate_pair "
	    BETWEEN "SET state = 'open', user_id = NULL WHERE state = 'apart' "
	    "AND user_id <=> ?", DB_ARGS(db_int(id), db_int(id),
	    db_int(other_id), db_int(other_id), db_id(user_id)), NULL, err);
}

int
candidate_pair_part(struct db *db, int64_t company_id, int64_t id,
    int64_t other_id, int64_t user_id, bool again, struct err *err)
{
	if (again)
		return judge_again(db, id, other_id, user_id, err);
	return db_exec(db, "UPDATE candidate_pair " BETWEEN
	    "SET state = 'apart', user_id = ? WHERE state = 'open'", DB_ARGS(db_int(id),
	    db_int(id), db_int(other_id), db_int(other_id), db_id(user_id)),
	    NULL, err) == -1 ? -1 : candidate_pair_judge(db, company_id, id,
	    other_id, "apart", user_id, err);
}
