#include "inbox/decide.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "document/document.h"
#include "inbox/item.h"
#include "inbox/tell.h"
#include "io/db.h"
#include "io/rota.h"
#include "live/post.h"

#define EXPIRE_PART	200
#define BATCH_MAX	200

struct deed {
	const struct inbox_who	*who;
	int64_t			 id;	/* of the item, of the batch */
	enum inbox_choice	 choice;
};

static const char *const states[] = { "kept", "rejected", "new" };
static const char *const whats[] = { "keep", "reject", "restore" };

static int
check(const struct inbox_item *it, enum inbox_choice choice, struct err *err)
{
	const bool	failed = strcmp(it->state, "failed") == 0;

	if (failed && inbox_item_final(it->error_code) &&
	    choice != INBOX_REJECT)
		return err_code(err, ERR_CONFLICT, it->error_code, "%s", "");
	if (failed && choice == INBOX_KEEP)
		return err_code(err, ERR_CONFLICT, "inbox.not_here", "%s",
		    "");
	return 0;
}

static int
fetch_again(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE inbox_item SET arrival = 'waiting', "
	    "tries = 0, due_at = NOW(3), error_code = '', error_text = '' "
	    "WHERE id = ? AND arrival = 'failed' AND error_code NOT IN ("
	    INBOX_FINAL ")", DB_ARGS(db_int(id)), NULL, err);
}

/* An item that is seen and may be so. */
static int
put(struct db *db, const struct inbox_who *who, int64_t id,
    enum inbox_choice choice, struct err *err)
{
	const bool	open = choice == INBOX_RESTORE;

	return db_exec(db, "UPDATE inbox_item SET state = ?, "
	    "decided_by = IF(?, NULL, ?), decided_at = IF(?, NULL, NOW(3)) "
	    "WHERE id = ? AND state <> ?", DB_ARGS(db_str(states[choice]),
	    db_int(open), db_int(who->user_id), db_int(open), db_int(id),
	    db_str(states[choice])), NULL, err) == -1 ||
	    (open && fetch_again(db, id, err) == -1) ||
	    inbox_tell(db, who->company_id, id, whats[choice], err) == -1 ?
	    -1 : 0;
}

static int
work_one(struct db *db, void *arg, struct err *err)
{
	const struct deed	*d = arg;
	own_rows struct db_rows	*rows = NULL;
	struct inbox_item	 it;

	return inbox_item_get(db, d->who, d->id, &rows, &it, err) == -1 ||
	    check(&it, d->choice, err) == -1 ? -1 :
	    put(db, d->who, d->id, d->choice, err);
}

static int
work_batch(struct db *db, void *arg, struct err *err)
{
	const struct deed	*d = arg;
	own_rows struct db_rows	*rows = NULL;
	struct deed		 one = { d->who, 0, d->choice };
	struct err		 why;
	int			 n = 0;

	if (db_query(db, "SELECT DISTINCT item_id FROM inbox_sending "
	    "WHERE batch = ? AND company_id = ? ORDER BY item_id LIMIT ?",
	    DB_ARGS(db_int(d->id), db_int(d->who->company_id),
	    db_int(BATCH_MAX)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		one.id = db_col_int(rows, 0);
		why = (struct err){ 0 };
		if (work_one(db, &one, &why) == -1 &&
		    why.kind != ERR_ABSENT && why.kind != ERR_CONFLICT) {
			*err = why;
			return -1;
		}
		n += why.kind != ERR_ABSENT;
	}
	return n > 0 ? 0 : err_set(err, ERR_ABSENT, "batch %lld",
	    (long long)d->id);
}

static int
run(struct db *db, const struct deed *d,
    int (*work)(struct db *, void *, struct err *), struct err *err)
{
	struct deed	own = *d;

	if (db_tx_run_committed(db, work, &own, err) == -1)
		return -1;
	live_post_wake(db, d->who->conf);
	return 0;
}

int
inbox_decide(struct db *db, const struct inbox_who *who, int64_t id,
    enum inbox_choice choice, struct err *err)
{
	return run(db, &(struct deed){ who, id, choice }, work_one, err);
}

int
inbox_decide_batch(struct db *db, const struct inbox_who *who, int64_t batch,
    enum inbox_choice choice, struct err *err)
{
	return run(db, &(struct deed){ who, batch, choice }, work_batch, err);
}

/* Its file goes with it, unless a candidate has that. */
static int
drop(struct db *db, int64_t id, int64_t document_id, struct err *err)
{
	return db_exec(db, "DELETE FROM inbox_item WHERE id = ?",
	    DB_ARGS(db_int(id)), NULL, err) == -1 ? -1 :
	    document_release(db, document_id, err);
}

static int
work_drop(struct db *db, void *arg, struct err *err)
{
	const struct deed	*d = arg;
	own_rows struct db_rows	*rows = NULL;
	struct inbox_item	 it;

	return inbox_item_get(db, d->who, d->id, &rows, &it, err) == -1 ||
	    inbox_tell(db, it.company_id, it.id, "gone", err) == -1 ? -1 :
	    drop(db, it.id, it.document_id, err);
}

int
inbox_drop(struct db *db, const struct inbox_who *who, int64_t id,
    struct err *err)
{
	return run(db, &(struct deed){ .who = who, .id = id }, work_drop, err);
}

static const struct rota	old_items = { "old inbox", ROTA_OLD(
	ROTA_COMPANIES, "(SELECT i.decided_at FROM inbox_item i "
	"FORCE INDEX (rejected_of) WHERE i.company_id = o.id AND "
	"i.state = 'rejected' ORDER BY i.decided_at LIMIT 1)") };

struct expiry {
	int64_t	company_id, days, removed;
};

static int
work_expire(struct db *db, void *arg, struct err *err)
{
	struct expiry		*e = arg;
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, document_id FROM inbox_item "
	    "FORCE INDEX (rejected_of) WHERE company_id = ? AND "
	    "state = 'rejected' AND decided_at < NOW(3) - INTERVAL ? DAY "
	    "ORDER BY decided_at LIMIT ? FOR UPDATE",
	    DB_ARGS(db_int(e->company_id), db_int(e->days),
	    db_int(EXPIRE_PART)), &rows, err) == -1)
		return -1;
	for (e->removed = 0; db_rows_next(rows); e->removed++)
		if (drop(db, db_col_int(rows, 0), db_col_int(rows, 1),
		    err) == -1)
			return -1;
	return 0;
}

static int
expire_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	struct expiry	*e = arg;

	e->company_id = company_id;
	return db_tx_run_committed(db, work_expire, e, err) == -1 ? -1 :
	    e->removed > 0;
}

int
inbox_expire(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	struct expiry	e = { .days = days };

	if (rota_take_old(db, &old_items, days, expire_of, &e, err) == -1)
		return -1;
	*removed = e.removed;
	return 0;
}
