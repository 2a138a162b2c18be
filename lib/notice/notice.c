#include "notice/notice.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "live/audience.h"
#include "live/post.h"

#define ABOUT_MAX	200	/* characters, as the columns have them */
#define TEXT_MAX	500
#define HREF_MAX	300

static void
put_cut(struct buf *out, const char *name, const char *text, size_t most)
{
	own_str char	*head = text == NULL ? mem_dup("") :
			    mem_ndup(text, utf8_head(text, most));

	emit_str(out, name, head);
}

static void
put_row(struct buf *out, const struct notice_row *row)
{
	const struct notice_new	*new = &row->new;

	emit_open(out, NULL, '{');
	emit_int(out, "c", new->company_id);
	emit_int(out, "u", row->user_id);
	emit_int(out, "by", new->by_id);
	emit_str(out, "k", notice_kind_name(new->kind));
	put_cut(out, "a", new->about, ABOUT_MAX);
	put_cut(out, "t", new->text, TEXT_MAX);
	put_cut(out, "h", new->href, HREF_MAX);
	if (new->moment != 0)
		emit_int(out, "m", new->moment);
	emit_str(out, "s", new->subject != NULL ? new->subject : "");
	emit_int(out, "i", new->subject_id);
	emit_int(out, "n", new->many);
	if (new->dedupe_key != NULL)
		emit_str(out, "d", new->dedupe_key);
	emit_bool(out, "b", notice_kind_wanted(new->kind, NOTICE_BELL));
	emit_close(out, '}');
}

#define ROWS "JSON_TABLE(?, '$[*]' COLUMNS (c BIGINT PATH '$.c', "	\
	"u BIGINT PATH '$.u', by_id BIGINT PATH '$.by', "		\
	"k VARCHAR(20) PATH '$.k', a VARCHAR(200) PATH '$.a', "		\
	"t VARCHAR(500) PATH '$.t', h VARCHAR(300) PATH '$.h', "	\
	"m BIGINT PATH '$.m', s VARCHAR(20) PATH '$.s', "		\
	"i BIGINT PATH '$.i', n INT PATH '$.n', d VARCHAR(100) PATH '$.d', "		\
	"b TINYINT PATH '$.b'))"

static int
store(struct db *db, const struct notice_row *rows, size_t n, int64_t *told,
    struct err *err)
{
	own_buf struct buf	json = { 0 };

	emit_open(&json, NULL, '[');
	for (size_t i = 0; i < n; i++)
		put_row(&json, &rows[i]);
	emit_close(&json, ']');
	return db_exec(db, "INSERT INTO notice (company_id, user_id, kind, "
	    "about, text, href, moment, subject, subject_id, many, "
	    "dedupe_key, bell) "
	    "SELECT DISTINCT u.company_id, u.id, j.k, j.a, j.t, j.h, "
	    "'1970-01-01' + INTERVAL j.m * 1000 MICROSECOND, j.s, j.i, j.n, j.d, "
	    "COALESCE(c.wanted, j.b) FROM " ROWS " j JOIN user u ON u.id = j.u "
	    "AND u.active AND u.company_id = j.c AND u.id <> j.by_id "
	    "LEFT JOIN notice_choice c ON c.user_id = u.id AND c.kind = j.k "
	    "AND c.channel = 'bell' "
	    "ON DUPLICATE KEY UPDATE notice.id = notice.id",
	    DB_ARGS(db_str(buf_str(&json))), told, err);
}

/* Pages ask for the list anew: the event says no more. */
static int
ring(struct db *db, const struct live_people *people, int64_t company_id,
    struct err *err)
{
	return live_post_add(db, &(struct live_post){
	    .company_id = company_id, .users = people->v, .n = people->n,
	    .type = "notification" }, err);
}

static int
ring_rows(struct db *db, const struct notice_row *rows, size_t n,
    int64_t company_id, struct err *err)
{
	own_people struct live_people	people = { 0 };

	for (size_t i = 0; i < n; i++)
		if (rows[i].new.company_id == company_id)
			live_people_add(&people, rows[i].user_id);
	return ring(db, &people, company_id, err);
}

static bool
is_first_of_company(const struct notice_row *rows, size_t i)
{
	for (size_t j = 0; j < i; j++)
		if (rows[j].new.company_id == rows[i].new.company_id)
			return false;
	return true;
}

int
notice_add_rows(struct db *db, const struct notice_row *rows, size_t n,
    struct err *err)
{
	int64_t	told = 0;

	if (n > 0 && store(db, rows, n, &told, err) == -1)
		return -1;
	for (size_t i = 0; told > 0 && i < n; i++)
		if (is_first_of_company(rows, i) &&
		    ring_rows(db, rows, n, rows[i].new.company_id,
		    err) == -1)
			return -1;
	return 0;
}

int
notice_add(struct db *db, const struct notice_new *new, const int64_t *users,
    size_t n, struct err *err)
{
	own_str char		*memory = mem_zero((n + 1) *
				    sizeof(struct notice_row));
	struct notice_row	*rows = (void *)memory;

	for (size_t i = 0; i < n; i++)
		rows[i] = (struct notice_row){ *new, users[i] };
	return notice_add_rows(db, rows, n, err);
}

/* Those to whom it was said, and a JSON array of what was. */
static int
find_said(struct db *db, int64_t company_id, const char *key,
    struct live_people *people, struct buf *ids, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT n.id, n.user_id FROM user u JOIN notice n ON "
	    "n.user_id = u.id AND n.dedupe_key = ? WHERE u.company_id = ?",
	    DB_ARGS(db_str(key), db_int(company_id)), &rows, err) == -1)
		return -1;
	emit_open(ids, NULL, '[');
	while (db_rows_next(rows)) {
		emit_int(ids, NULL, db_col_int(rows, 0));
		live_people_add(people, db_col_int(rows, 1));
	}
	emit_close(ids, ']');
	return 0;
}

int
notice_reword(struct db *db, int64_t company_id, const char *dedupe_key,
    const char *text, struct err *err)
{
	own_people struct live_people	 people = { 0 };
	own_buf struct buf		 ids = { 0 };
	own_str char			*head = mem_ndup(text, utf8_head(text,
					    TEXT_MAX));

	if (find_said(db, company_id, dedupe_key, &people, &ids, err) == -1)
		return -1;
	return people.n == 0 ? 0 : db_exec(db, "UPDATE notice n JOIN "
	    "JSON_TABLE(?, '$[*]' COLUMNS (id BIGINT PATH '$')) j ON "
	    "j.id = n.id SET n.text = ?", DB_ARGS(db_str(buf_str(&ids)),
	    db_str(head)), NULL, err) == -1 ? -1 : ring(db, &people,
	    company_id, err);
}
