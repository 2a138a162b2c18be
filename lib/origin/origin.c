#include "origin/origin.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/rota.h"
#include "origin/slot.h"
#include "service/lease.h"

static const char *const state_names[] = { "new", "intent", "created", "done",
	"unsure", "removed" };

void
origin_clear(struct origin *t)
{
	char	**const texts[] = { &t->task_id, &t->task_name, &t->marker,
		    &t->url, &t->error_code, &t->by };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	json_decref(t->fields);
	json_decref(t->doubles);
	json_decref(t->ask);
	json_decref(t->files);
	json_decref(t->likely);
	*t = (struct origin){ 0 };
}

/* --- reading --- */

/* MICROSECOND: the smallest that does not cut; DIV gives whole ms. */
#define ORIGIN_COLS "x.id, x.company_id, x.user_id, x.connection_id, " \
	"x.account_id, x.environment, x.task_id, x.task_name, x.state, " \
	"x.marker, x.intent_at, " \
	"TIMESTAMPDIFF(MICROSECOND, x.intent_at, NOW(3)) DIV 1000, " \
	"x.import_id, x.steps | 0, x.file_id, x.applicant_id, x.vacancy_id, " \
	"x.status_id, x.fields, x.doubles, x.ask, x.files, x.likely, x.lost, " \
	"x.looks, IF(x.look_at IS NULL, -1, GREATEST(0, " \
	"TIMESTAMPDIFF(MICROSECOND, NOW(3), x.look_at) DIV 1000)), " \
	"x.second_id, x.url, x.error_code, " \
	"COALESCE((SELECT u.name FROM user u WHERE u.id = x.user_id), ''), " \
	"x.created_at, x.kind"

static json_t *
json_of(const char *text)
{
	return text == NULL ? NULL : json_loads(text, JSON_DECODE_ANY, NULL);
}

static char *
text_of(const json_t *doc)
{
	return doc == NULL ? NULL : json_dumps(doc, JSON_COMPACT);
}

static void
origin_read(const struct db_rows *rows, struct origin *t)
{
	const char	*state = db_col_str(rows, 8);

	t->id = db_col_int(rows, 0);
	t->company_id = db_col_int(rows, 1);
	t->user_id = db_col_int(rows, 2);
	t->connection_id = db_col_int(rows, 3);
	t->account_id = db_col_int(rows, 4);
	snprintf(t->environment, sizeof(t->environment), "%s",
	    db_col_str(rows, 5));
	t->task_id = db_col_dup(rows, 6);
	t->task_name = db_col_dup(rows, 7);
	for (size_t i = 0; i < nitems(state_names); i++)
		if (strcmp(state, state_names[i]) == 0)
			t->state = (enum origin_state)i;
	t->marker = db_col_dup(rows, 9);
	t->intent_at = db_col_time(rows, 10);
	t->intent_age_ms = db_col_int(rows, 11);
	t->import_id = db_col_int(rows, 12);
	t->steps = (unsigned)db_col_int(rows, 13);
	t->file_id = db_col_int(rows, 14);
	t->applicant_id = db_col_int(rows, 15);
	t->vacancy_id = db_col_int(rows, 16);
	t->status_id = db_col_int(rows, 17);
	t->fields = json_of(db_col_str(rows, 18));
	t->doubles = json_of(db_col_str(rows, 19));
	t->ask = json_of(db_col_str(rows, 20));
	t->files = json_of(db_col_str(rows, 21));
	t->likely = json_of(db_col_str(rows, 22));
	t->lost = db_col_int(rows, 23);
	t->looks = db_col_int(rows, 24);
	t->look_in_ms = db_col_int(rows, 25);
	t->second_id = db_col_int(rows, 26);
	t->url = db_col_dup(rows, 27);
	t->error_code = db_col_dup(rows, 28);
	t->by = db_col_dup(rows, 29);
	t->created_at = db_col_time(rows, 30);
	snprintf(t->kind, sizeof(t->kind), "%s", db_col_str(rows, 31));
}

static int
read_one(struct db_rows *rows, struct origin *out, struct err *err)
{
	if (db_one(rows, err) == -1)
		return -1;
	origin_read(rows, out);
	return 0;
}

#define KEY_WHERE "WHERE x.company_id = ? AND x.environment = ? AND " \
	"x.account_id = ? AND x.task_id = ? AND x.kind = ? AND x.overruled = 0"
#define KEY_OF(t) db_int((t)->company_id), db_str((t)->environment), \
	db_int((t)->account_id), db_str((t)->task_id), db_str((t)->kind)

int
origin_find(struct db *db, const struct origin *in, struct origin *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " ORIGIN_COLS " FROM transfer x " KEY_WHERE,
	    DB_ARGS(KEY_OF(in)), &rows, err) == -1)
		return -1;
	return read_one(rows, out, err);
}

int
origin_get(struct db *db, int64_t id, struct origin *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT " ORIGIN_COLS " FROM transfer x "
	    "WHERE x.id = ?", DB_ARGS(db_int(id)), &rows, err) == -1)
		return -1;
	return read_one(rows, out, err);
}

static const struct rota	rota = { "transfers", ROTA_OF("SELECT "
	"company_id id, MIN(look_at) at FROM transfer FORCE INDEX (looked_of) "
	"WHERE look_at <= NOW(3) GROUP BY company_id") };

static int
looked_of(struct db *db, int64_t company_id, void *arg, struct err *err)
{
	return rota_first(db, "SELECT id FROM transfer FORCE INDEX "
	    "(looked_of) WHERE company_id = ? AND " ORIGIN_LOOKED, company_id,
	    arg, err);
}

int
origin_due(struct db *db, int64_t *id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int			 rc;

	*id = 0;
	if ((rc = rota_take(db, &rota, looked_of, id, err)) != 0)
		return rc == -1 ? -1 : 0;
	/* Whose holder died: there are few of them. */
	if (db_query(db, "SELECT id FROM transfer WHERE " ORIGIN_LEFT,
	    DB_NONE, &rows, err) == -1)
		return -1;
	*id = db_rows_next(rows) ? db_col_int(rows, 0) : 0;
	return 0;
}

/* --- taking --- */

/* The first 500 characters; the column takes no more. */
static struct db_arg
name_arg(const char *name)
{
	return db_strn(name, utf8_head(name, 500));
}

/* What origin_take asks for. */
struct taking {
	const struct origin		*in;
	const struct origin_listener	*listeners;
	const char			*lease;
	int				 lease_s;
	struct origin			 got;	/* as the row was */
};

enum heard { BEGUN, REMOVED, RELEASED };

static int
notify(struct db *db, const struct origin_listener *l, const struct origin *row,
    enum heard what, struct err *err)
{
	for (; l != NULL && l->released != NULL; l++) {
		origin_hears *const	hears[] = { l->begun, l->removed,
			l->released };

		if (hears[what] != NULL && hears[what](db, row, err) == -1)
			return -1;
	}
	return 0;
}

/* made: there was none. */
static int
make_row(struct db *db, const struct taking *t, int64_t *made,
    struct err *err)
{
	const struct origin	*in = t->in;
	own_str char		*ask = text_of(in->ask);
	char			 word[LEASE_SIZE];

	lease_name(word);
	return db_exec(db, "INSERT INTO transfer (company_id, user_id, "
	    "connection_id, environment, account_id, kind, task_id, task_name, "
	    "ask, marker, lease, lease_until) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, "
	    "CONCAT('hw', ?), ?, NOW(3) + INTERVAL ? SECOND) "
	    "ON DUPLICATE KEY UPDATE id = id",
	    DB_ARGS(db_int(in->company_id), db_int(in->user_id),
	    db_int(in->connection_id), db_str(in->environment),
	    db_int(in->account_id), db_str(in->kind), db_str(in->task_id),
	    name_arg(in->task_name), db_str(ask), db_str(word),
	    db_str(t->lease),
	    db_int(t->lease_s)), made, err);
}

/*
 * Take a row that is there already, when nobody holds it and it is still as it was read. Whoever
 * takes it up does the work until the applicant is there.
 */
static int
take_again(struct db *db, const struct taking *t, struct err *err)
{
	const struct origin	*row = &t->got;
	const bool		 mine = row->state == ORIGIN_NEW ||
				    row->state == ORIGIN_REMOVED;
	own_str char		*ask = text_of(t->in->ask);
	int64_t			 changed = 0;

	if (db_exec(db, "UPDATE transfer SET lease = ?, "
	    "lease_until = NOW(3) + INTERVAL ? SECOND, user_id = ?, "
	    "connection_id = ?, ask = COALESCE(?, ask), lost = lost + (state = 'intent'), "
	    "looks = IF(state = 'intent', 0, looks), "
	    "state = CASE state WHEN 'intent' THEN 'unsure' "
	    "WHEN 'removed' THEN 'new' ELSE state END WHERE id = ? AND "
	    "state = ? AND (lease IS NULL OR lease_until < NOW(3))",
	    DB_ARGS(db_str(t->lease), db_int(t->lease_s),
	    db_int(mine ? t->in->user_id : row->user_id),
	    db_int(mine ? t->in->connection_id : row->connection_id),
	    db_str(ask),
	    db_int(row->id), db_str(state_names[row->state])), &changed,
	    err) == -1)
		return -1;
	return changed == 1 ? 0 : err_code(err, ERR_CONFLICT, "origin.busy",
	    "another process transfers this now");
}

static int
take(struct db *db, void *arg, struct err *err)
{
	struct taking	*t = arg;
	int64_t		 made = 0;
	bool		 fresh;

	origin_clear(&t->got);
	if (make_row(db, t, &made, err) == -1 ||
	    origin_find(db, t->in, &t->got, err) == -1)
		return -1;
	fresh = made == 1 || t->got.state == ORIGIN_REMOVED;
	if (made != 1 && take_again(db, t, err) == -1)
		return -1;
	return fresh ? notify(db, t->listeners, &t->got, BEGUN, err) : 0;
}

int
origin_take(struct db *db, const struct origin *in,
    const struct origin_listener *listeners, const char *lease, int lease_s,
    struct origin *out, struct err *err)
{
	own_origin struct origin	 got = { 0 };
	struct taking			 t = { .in = in,
	    .listeners = listeners, .lease = lease, .lease_s = lease_s };
	int64_t				 id;
	int				 rc = db_tx_run(db, take, &t, err);

	id = t.got.id;
	origin_clear(&t.got);
	if (rc == -1 || origin_get(db, id, &got, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

/* --- while it is held --- */

/* One ms more than before at least: a row that changes differs from none. */
#define PROLONG "lease_until = GREATEST(lease_until + " \
	"INTERVAL 1000 MICROSECOND, NOW(3) + INTERVAL ? SECOND)"

int
origin_beat(struct db *db, int64_t id, const char *lease, int lease_s,
    struct err *err)
{
	int64_t	 changed = 0;

	return lease_held(db_exec(db, "UPDATE transfer SET " PROLONG
	    " WHERE id = ? AND lease = ?", DB_ARGS(db_int(lease_s),
	    db_int(id), db_str(lease)), &changed,
	    err), &changed, "the transfer", err);
}

struct saving {
	const struct origin	*row;
	const char		*lease;
	int			 lease_s;
};

static int
save(struct db *db, void *arg, struct err *err)
{
	const struct saving	*s = arg;
	const struct origin	*t = s->row;
	own_str char		*fields = text_of(t->fields),
				*doubles = text_of(t->doubles),
				*ask = text_of(t->ask),
				*files = text_of(t->files),
				*likely = text_of(t->likely);
	int64_t			 changed = 0;

	if (lease_held(db_exec(db, "UPDATE transfer SET state = ?, steps = ?, "
	    "contact_due = 1, "
	    "file_id = ?, fields = ?, applicant_id = ?, doubles = ?, "
	    "vacancy_id = ?, status_id = ?, url = ?, ask = ?, files = ?, "
	    "likely = ?, lost = ?, looks = ?, look_at = IF(? < 0, NULL, "
	    "NOW(3) + INTERVAL ? MICROSECOND), second_id = ?, " PROLONG
	    " WHERE id = ? AND lease = ?",
	    DB_ARGS(db_str(state_names[t->state]), db_int(t->steps),
	    db_id(t->file_id), db_str(fields), db_id(t->applicant_id),
	    db_str(doubles), db_id(t->vacancy_id), db_id(t->status_id),
	    db_str(t->url != NULL ? t->url : ""), db_str(ask), db_str(files),
	    db_str(likely), db_int(t->lost), db_int(t->looks),
	    db_int(t->look_in_ms), db_int(t->look_in_ms * 1000),
	    db_id(t->second_id), db_int(s->lease_s), db_int(t->id),
	    db_str(s->lease)), &changed,
	    err), &changed, "the transfer", err) == -1)
		return -1;
	return t->state == ORIGIN_DONE ? origin_slot_add(db, t->id, err) : 0;
}

/* One that is done is counted in the same transaction. */
int
origin_save(struct db *db, const struct origin *t, const char *lease,
    int lease_s, struct err *err)
{
	struct saving	 s = { t, lease, lease_s };

	return t->state == ORIGIN_DONE ? db_tx_run(db, save, &s, err) :
	    save(db, &s, err);
}

int
origin_intend(struct db *db, struct origin *t, const char *lease,
    int lease_s, struct err *err)
{
	own_str char	*fields = text_of(t->fields);
	int64_t		 changed = 0;

	if (lease_held(db_exec(db, "UPDATE transfer SET state = 'intent', "
	    "contact_due = 1, intent_at = NOW(3), import_id = ?, fields = ?, " PROLONG
	    " WHERE id = ? AND lease = ? AND state IN ('new', 'intent')",
	    DB_ARGS(db_id(t->import_id), db_str(fields), db_int(lease_s),
	    db_int(t->id), db_str(lease)), &changed, err), &changed,
	    "the transfer", err) == -1)
		return -1;
	t->state = ORIGIN_INTENT;
	return 0;
}

/* --- let go --- */

/* Which row: id, its lease or what else it must be; what becomes of it. */
struct release {
	const struct origin_listener	*listeners;
	int64_t				 id, number;
	const char			*lease, *error_code;
	int				(*change)(struct db *,
					    const struct release *, int64_t *changed,
					    struct err *);
};

static int
release(struct db *db, void *arg, struct err *err)
{
	const struct release		*r = arg;
	own_origin struct origin	 row = { 0 };
	int64_t				 changed = 0;

	if (r->change(db, r, &changed, err) == -1)
		return -1;
	if (changed == 0)
		return 0;
	return origin_get(db, r->id, &row, err) == -1 ? -1 :
	    notify(db, r->listeners, &row, RELEASED, err);
}

/* number: POSTs that were lost. */
static int
change_unsent(struct db *db, const struct release *r, int64_t *changed,
    struct err *err)
{
	return db_exec(db, "UPDATE transfer SET state = 'new', "
	    "lease = NULL, lease_until = NULL, look_at = NULL, "
	    "lost = lost - 1 WHERE id = ? AND state = 'unsure' AND "
	    "lost = ? + 1", DB_ARGS(db_int(r->id), db_int(r->number)), changed,
	    err);
}

int
origin_unsend(struct db *db, const struct origin_listener *listeners,
    const struct origin *t, struct err *err)
{
	struct release	r = { .listeners = listeners, .id = t->id,
		.number = t->lost, .change = change_unsent };

	return db_tx_run(db, release, &r, err);
}

static int
change_released(struct db *db, const struct release *r, int64_t *changed,
    struct err *err)
{
	return db_exec(db, "UPDATE transfer SET lease = NULL, "
	    "lease_until = NULL, error_code = ?, "
	    "look_at = IF(state = 'intent', NOW(3), look_at) "
	    "WHERE id = ? AND lease = ?", DB_ARGS(db_str(r->error_code),
	    db_int(r->id), db_str(r->lease)), changed, err);
}

int
origin_release(struct db *db, const struct origin_listener *listeners,
    int64_t id, const char *lease, const char *error_code, struct err *err)
{
	struct release	r = { .listeners = listeners, .id = id,
		.lease = lease, .error_code = error_code,
		.change = change_released };

	return db_tx_run(db, release, &r, err);
}

/* number: for so many microseconds. */
static int
change_put_off(struct db *db, const struct release *r, int64_t *changed,
    struct err *err)
{
	return db_exec(db, "UPDATE transfer SET lease = NULL, "
	    "lease_until = NULL, look_at = NOW(3) + INTERVAL ? MICROSECOND "
	    "WHERE id = ? AND (lease IS NULL OR lease_until < NOW(3))",
	    DB_ARGS(db_int(r->number), db_int(r->id)), changed, err);
}

int
origin_put_off(struct db *db, const struct origin_listener *listeners,
    int64_t id, int64_t for_ms, struct err *err)
{
	struct release	r = { .listeners = listeners, .id = id,
		.number = for_ms * 1000, .change = change_put_off };

	return db_tx_run(db, release, &r, err);
}

/* --- as if never sent --- */

struct dropping {
	const struct origin_listener	*listeners;
	const char			*lease;
	int64_t				 id;
};

static int
drop(struct db *db, void *arg, struct err *err)
{
	const struct dropping		*d = arg;
	own_origin struct origin	 row = { 0 };
	int64_t				 changed = 0;

	if (db_exec(db, "UPDATE transfer SET state = 'removed', "
	    "contact_due = 1, "
	    "error_code = '', lease = NULL, lease_until = NULL WHERE id = ? "
	    "AND lease = ? AND state = 'new'", DB_ARGS(db_int(d->id),
	    db_str(d->lease)), &changed, err) == -1)
		return -1;
	if (changed != 1)
		return 0;
	if (origin_get(db, d->id, &row, err) == -1)
		return -1;
	return notify(db, d->listeners, &row, REMOVED, err);
}

int
origin_drop(struct db *db, const struct origin_listener *listeners,
    int64_t id, const char *lease, struct err *err)
{
	struct dropping	 d = { listeners, lease, id };

	return db_tx_run(db, drop, &d, err);
}

int
origin_forget(struct db *db, const struct origin_listener *listeners,
    int64_t id, int64_t applicant_id, struct err *err)
{
	own_origin struct origin	 row = { 0 };
	int64_t				 changed = 0;

	if (db_exec(db, "UPDATE transfer SET state = 'removed', "
	    "contact_due = 1, "
	    "applicant_id = NULL, steps = '', file_id = NULL, fields = NULL, "
	    "doubles = NULL, files = NULL, likely = NULL, url = '', "
	    "import_id = NULL, intent_at = NULL, vacancy_id = NULL, "
	    "status_id = NULL, look_at = NULL, second_id = NULL, lost = 0, "
	    "looks = 0, error_code = '' WHERE id = ? AND applicant_id = ?",
	    DB_ARGS(db_int(id), db_int(applicant_id)), &changed, err) == -1)
		return -1;
	if (changed != 1)
		return 0;
	if (origin_slot_take(db, id, err) == -1 ||
	    origin_get(db, id, &row, err) == -1)
		return -1;
	return notify(db, listeners, &row, REMOVED, err);
}

int
origin_at_work(struct db *db, int64_t company_id, const char *kind,
    const char *task_id, bool *out, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT EXISTS(SELECT 1 FROM transfer WHERE "
	    "company_id = ? AND task_id = ? AND kind = ? AND "
	    "lease_until > NOW(3))", DB_ARGS(db_int(company_id),
	    db_str(task_id), db_str(kind)), &n, err) == -1)
		return -1;
	*out = n != 0;
	return 0;
}

int
origin_erase_item(struct db *db, int64_t company_id, const char *kind,
    const char *task_id, struct err *err)
{
	return db_exec(db, "DELETE FROM transfer WHERE company_id = ? AND "
	    "task_id = ? AND kind = ?", DB_ARGS(db_int(company_id),
	    db_str(task_id), db_str(kind)), NULL, err);
}

/* --- the tasks of an applicant --- */

int
origin_tasks(struct db *db, const struct origin *in, struct db_rows **out,
    struct err *err)
{
	return db_query(db, "SELECT task_id, task_name FROM transfer "
	    "WHERE company_id = ? AND environment = ? AND account_id = ? AND "
	    "applicant_id = ? AND kind = '" ORIGIN_CLICKUP "' "
	    "ORDER BY created_at DESC, id DESC LIMIT 50", DB_ARGS(db_int(in->company_id),
	    db_str(in->environment), db_int(in->account_id),
	    db_int(in->applicant_id)), out, err);
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
	{ "transfer", "look_at" },
	{ 0 }
};
