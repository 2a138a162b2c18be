#include "origin/origin.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/secret.h"

static const char *const state_names[] = { "new", "intent", "created", "done" };

void
origin_clear(struct origin *t)
{
	mem_free_str(&t->task_id);
	mem_free_str(&t->task_name);
	mem_free_str(&t->marker);
	mem_free_str(&t->url);
	mem_free_str(&t->error_code);
	json_decref(t->fields);
	json_decref(t->doubles);
	*t = (struct origin){ 0 };
}

void
origin_lease_name(char out[ORIGIN_LEASE_SIZE])
{
	static const char	 letters[] = "abcdefghijklmnopqrstuvwxyz234567";

	for (int i = 0; i < ORIGIN_LEASE_SIZE - 1; i++)
		out[i] = letters[secret_random(sizeof(letters) - 1)];
	out[ORIGIN_LEASE_SIZE - 1] = '\0';
}

#define TRANSFER_COLS "id, company_id, user_id, connection_id, account_id, " \
	"task_id, task_name, state, marker, intent_at, steps | 0, file_id, " \
	"applicant_id, vacancy_id, status_id, fields, doubles, url, error_code"

static json_t *
json_of(const char *text)
{
	return text == NULL ? NULL : json_loads(text, JSON_DECODE_ANY, NULL);
}

static void
transfer_read(const struct db_rows *rows, struct origin *t)
{
	const char	*state = db_col_str(rows, 7);

	t->id = db_col_int(rows, 0);
	t->company_id = db_col_int(rows, 1);
	t->user_id = db_col_int(rows, 2);
	t->connection_id = db_col_int(rows, 3);
	t->account_id = db_col_int(rows, 4);
	t->task_id = db_col_dup(rows, 5);
	t->task_name = db_col_dup(rows, 6);
	for (size_t i = 0; i < nitems(state_names); i++)
		if (strcmp(state, state_names[i]) == 0)
			t->state = (enum origin_state)i;
	t->marker = db_col_dup(rows, 8);
	t->intent_at = db_col_time(rows, 9);
	t->steps = (unsigned)db_col_int(rows, 10);
	t->file_id = db_col_int(rows, 11);
	t->applicant_id = db_col_int(rows, 12);
	t->vacancy_id = db_col_int(rows, 13);
	t->status_id = db_col_int(rows, 14);
	t->fields = json_of(db_col_str(rows, 15));
	t->doubles = json_of(db_col_str(rows, 16));
	t->url = db_col_dup(rows, 17);
	t->error_code = db_col_dup(rows, 18);
}

int
origin_find(struct db *db, int64_t connection_id, int64_t account_id,
    const char *task_id, struct origin *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " TRANSFER_COLS " FROM transfer WHERE "
	    "connection_id = ? AND account_id = ? AND task_id = ?",
	    DB_ARGS(db_int(connection_id), db_int(account_id),
	    db_str(task_id)), &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	transfer_read(rows, out);
	return 0;
}

/* The first 500 characters; the column takes no more. */
static struct db_arg
name_arg(const char *name)
{
	return db_strn(name, utf8_head(name, 500));
}

static int
lost(struct err *err)
{
	return err_code(err, ERR_CONFLICT, "service.lease_lost",
	    "the transfer was taken over");
}

/* Take a row that is there already, when nobody holds it. */
static int
take_again(struct db *db, const struct origin *in, const char *lease,
    int lease_s, struct err *err)
{
	int64_t	 changed = 0;

	if (db_exec(db, "UPDATE transfer SET lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND WHERE "
	    "connection_id = ? AND account_id = ? AND task_id = ? AND "
	    "(lease IS NULL OR lease_until < NOW(3))",
	    DB_ARGS(db_str(lease), db_int(lease_s), db_int(in->connection_id),
	    db_int(in->account_id), db_str(in->task_id)), &changed, err) == -1)
		return -1;
	return changed == 1 ? 0 : err_code(err, ERR_CONFLICT, "origin.busy",
	    "another process transfers this task now");
}

/* What origin_take asks for. */
struct wish {
	const struct origin	*in;
	origin_listener *const	*listeners;
	const char		*lease;
	int			 lease_s;
	int64_t			 made;
};

static int
tell(struct db *db, const struct wish *wish, int64_t id, struct err *err)
{
	struct origin	 row = *wish->in;

	row.id = id;
	for (size_t i = 0; wish->listeners != NULL &&
	    wish->listeners[i] != NULL; i++)
		if (wish->listeners[i](db, &row, err) == -1)
			return -1;
	return 0;
}

/* A new row, and all who listen know of it; made 0: there is one already. */
static int
make_row(struct db *db, void *arg, struct err *err)
{
	struct wish		*wish = arg;
	const struct origin	*in = wish->in;
	char			 word[ORIGIN_LEASE_SIZE];

	origin_lease_name(word);
	if (db_exec(db, "INSERT INTO transfer (company_id, user_id, "
	    "connection_id, account_id, task_id, task_name, marker, lease, "
	    "lease_until) VALUES (?, ?, ?, ?, ?, ?, CONCAT('hw', ?), ?, "
	    "NOW(3) + INTERVAL ? SECOND) ON DUPLICATE KEY UPDATE id = id",
	    DB_ARGS(db_int(in->company_id), db_int(in->user_id),
	    db_int(in->connection_id), db_int(in->account_id),
	    db_str(in->task_id), name_arg(in->task_name), db_str(word),
	    db_str(wish->lease), db_int(wish->lease_s)), &wish->made,
	    err) == -1)
		return -1;
	return wish->made != 1 ? 0 : tell(db, wish, db_last_id(db), err);
}

int
origin_take(struct db *db, const struct origin *in,
    origin_listener *const *listeners, const char *lease, int lease_s,
    struct origin *out, struct err *err)
{
	own_origin struct origin	 got = { 0 };
	struct wish			 wish = { in, listeners, lease,
					    lease_s, 0 };

	if (db_tx_run(db, make_row, &wish, err) == -1)
		return -1;
	if (wish.made != 1 && take_again(db, in, lease, lease_s, err) == -1)
		return -1;
	if (origin_find(db, in->connection_id, in->account_id, in->task_id,
	    &got, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

static int
guarded(int rc, const int64_t *changed, struct err *err)
{
	return rc == -1 ? -1 : *changed == 1 ? 0 : lost(err);
}

int
origin_beat(struct db *db, int64_t id, const char *lease, int lease_s,
    struct err *err)
{
	int64_t	 changed = 0;

	/* One ms more than before at least: a row that changes is told from none. */
	return guarded(db_exec(db, "UPDATE transfer SET lease_until = "
	    "GREATEST(lease_until + INTERVAL 1000 MICROSECOND, "
	    "NOW(3) + INTERVAL ? SECOND) WHERE id = ? AND lease = ?",
	    DB_ARGS(db_int(lease_s), db_int(id), db_str(lease)), &changed,
	    err), &changed, err);
}

int
origin_save(struct db *db, const struct origin *t, const char *lease,
    int lease_s, struct err *err)
{
	own_str char	*fields = NULL, *doubles = NULL;
	int64_t		 changed = 0;

	if (t->fields != NULL)
		fields = json_dumps(t->fields, JSON_COMPACT);
	if (t->doubles != NULL)
		doubles = json_dumps(t->doubles, JSON_COMPACT);
	return guarded(db_exec(db, "UPDATE transfer SET state = ?, steps = ?, "
	    "file_id = ?, fields = ?, applicant_id = ?, doubles = ?, "
	    "vacancy_id = ?, status_id = ?, url = ?, lease_until = "
	    "GREATEST(lease_until + INTERVAL 1000 MICROSECOND, "
	    "NOW(3) + INTERVAL ? SECOND) WHERE id = ? AND lease = ?",
	    DB_ARGS(db_str(state_names[t->state]), db_int(t->steps),
	    db_id(t->file_id), db_str(fields), db_id(t->applicant_id),
	    db_str(doubles), db_id(t->vacancy_id), db_id(t->status_id),
	    db_str(t->url != NULL ? t->url : ""), db_int(lease_s),
	    db_int(t->id), db_str(lease)), &changed, err), &changed, err);
}

int
origin_intend(struct db *db, struct origin *t, const char *lease,
    int lease_s, struct err *err)
{
	own_str char	*fields = NULL;
	int64_t		 changed = 0;

	if (t->fields != NULL)
		fields = json_dumps(t->fields, JSON_COMPACT);
	t->state = ORIGIN_INTENT;
	return guarded(db_exec(db, "UPDATE transfer SET state = 'intent', "
	    "intent_at = NOW(3), import_id = ?, steps = ?, file_id = ?, fields = ?, "
	    "lease_until = GREATEST(lease_until + INTERVAL 1000 MICROSECOND, "
	    "NOW(3) + INTERVAL ? SECOND) WHERE id = ? AND lease = ?",
	    DB_ARGS(db_id(t->import_id), db_int(t->steps),
	    db_id(t->file_id), db_str(fields), db_int(lease_s),
	    db_int(t->id), db_str(lease)), &changed, err), &changed, err);
}

int
origin_release(struct db *db, int64_t id, const char *lease,
    const char *error_code, struct err *err)
{
	return db_exec(db, "UPDATE transfer SET lease = NULL, "
	    "lease_until = NULL, error_code = ? WHERE id = ? AND lease = ?",
	    DB_ARGS(db_str(error_code), db_int(id), db_str(lease)), NULL, err);
}

int
origin_forget(struct db *db, int64_t id, int64_t applicant_id,
    struct err *err)
{
	return db_exec(db, "UPDATE transfer SET state = 'new', "
	    "applicant_id = NULL, steps = '', file_id = NULL, fields = NULL, "
	    "doubles = NULL, url = '', import_id = NULL, intent_at = NULL, "
	    "error_code = 'removed' WHERE id = ? AND applicant_id = ?",
	    DB_ARGS(db_int(id), db_int(applicant_id)), NULL, err);
}

int
origin_tasks(struct db *db, int64_t connection_id, int64_t account_id,
    int64_t applicant_id, struct db_rows **out, struct err *err)
{
	return db_query(db, "SELECT task_id, task_name FROM transfer "
	    "WHERE connection_id = ? AND applicant_id = ? AND account_id = ? "
	    "ORDER BY id DESC LIMIT 50", DB_ARGS(db_int(connection_id),
	    db_int(applicant_id), db_int(account_id)), out, err);
}

bool
origin_task_next(struct db_rows *rows, struct origin_task *out)
{
	if (!db_rows_next(rows))
		return false;
	out->task_id = db_col_str(rows, 0);
	out->name = db_col_str(rows, 1);
	return true;
}

const struct db_deadline origin_deadlines[] = {
	{ "transfer", "lease_until" },
	{ "transfer", "intent_at" },
	{ 0 }
};
