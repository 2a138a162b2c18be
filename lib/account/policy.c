#include "account/policy.h"

#include "base/mem.h"
#include "io/db.h"

int
policy_get(struct db *db, int64_t company_id, struct policy *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT session_idle_days, session_max_days, "
	    "token_max_days FROM company WHERE id = ?",
	    DB_ARGS(db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	out->session_idle_days = db_col_int(rows, 0);
	out->session_max_days = db_col_int(rows, 1);
	out->token_max_days = db_col_int(rows, 2);
	return 0;
}

struct setting {
	int64_t			 company_id;
	const struct policy	*policy;
};

static int
set(struct db *db, void *arg, struct err *err)
{
	const struct setting	*s = arg;
	const struct policy	*p = s->policy;

	if (db_exec(db, "UPDATE company SET session_idle_days = ?, "
	    "session_max_days = ?, token_max_days = ? WHERE id = ?",
	    DB_ARGS(db_int(p->session_idle_days), db_int(p->session_max_days),
	    db_int(p->token_max_days), db_int(s->company_id)), NULL,
	    err) == -1 ||
	    db_exec(db, "UPDATE session s JOIN user u ON u.id = s.user_id "
	    "SET s.expires_at = LEAST(s.expires_at, s.seen_at + INTERVAL ? "
	    "DAY, s.created_at + INTERVAL ? DAY) WHERE u.company_id = ?",
	    DB_ARGS(db_int(p->session_idle_days), db_int(p->session_max_days),
	    db_int(s->company_id)), NULL, err) == -1)
		return -1;
	return p->token_max_days == 0 ? 0 : db_exec(db, "UPDATE api_token t "
	    "JOIN user u ON u.id = t.user_id SET t.expires_at = LEAST("
	    "COALESCE(t.expires_at, NOW(3) + INTERVAL ? DAY), "
	    "NOW(3) + INTERVAL ? DAY) WHERE u.company_id = ?",
	    DB_ARGS(db_int(p->token_max_days), db_int(p->token_max_days),
	    db_int(s->company_id)), NULL, err);
}

int
policy_set(struct db *db, int64_t company_id, const struct policy *policy,
    struct err *err)
{
	struct setting	s = { company_id, policy };

	return db_tx_run(db, set, &s, err);
}
