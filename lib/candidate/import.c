#include "candidate/import.h"

#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "candidate/candidate.h"
#include "candidate/history.h"
#include "candidate/step.h"
#include "candidate/total.h"
#include "candidate/view.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/integration.h"
#include "platform/integration_log.h"

#define NAME_MAX_CHARS	200

struct deed {
	const struct candidate_by		*by;
	const struct candidate_import_ask	*ask;
	const char				*email;
	int64_t					 candidate_id, rev;
	bool					 adopted;	/* the user was there */
	struct candidate_import			 out;
};

int
candidate_import_read(const json_t *body, struct candidate_import_ask *ask,
    struct err *err)
{
	static const char *const	names[] = { "external_candidate_id",
		"import_notes", "account_id", "vacancy_id", "status_id",
		"duplicate", "project_id", NULL };
	const char			*word = NULL;

	if (!json_is_object(body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	ask->notes = "";
	if (field_only(body, names, err) == -1 ||
	    field_int(body, "external_candidate_id", 1, INT64_MAX,
	    &ask->source_id, err) == -1 || field_text_opt(body,
	    "import_notes", CANDIDATE_IMPORT_NOTES, &ask->notes, err) == -1 ||
	    field_int_opt(body, "account_id", 1, INT64_MAX, &ask->account_id,
	    err) == -1 || field_int_opt(body, "vacancy_id", 1, INT64_MAX,
	    &ask->vacancy_id, err) == -1 || field_int_opt(body, "status_id", 1,
	    INT64_MAX, &ask->status_id, err) == -1 ||
	    field_int_opt(body, "project_id", 1, INT64_MAX, &ask->project_id,
	    err) == -1)
		return -1;
	if (ask->vacancy_id != 0 && ask->account_id == 0)
		return err_field(err, "account_id", "required", "%s", "");
	if (ask->status_id != 0 && ask->vacancy_id == 0)
		return err_field(err, "vacancy_id", "required", "%s", "");
	ask->duplicate = TRANSFER_ASK;
	if (field_word_opt(body, "duplicate", transfer_duplicates, &word,
	    err) == -1)
		return -1;
	transfer_duplicate_read(word, &ask->duplicate);
	return 0;
}

/* --- importing --- */

static int
find_person(struct db *db, struct deed *d, struct err *err)
{
	int64_t	company_id = d->by->company_id, id = d->ask->candidate_id;

	if (d->ask->source_id != 0 && db_number(db, "SELECT candidate_id FROM "
	    "candidate_source WHERE id = ? AND company_id = ?",
	    DB_ARGS(db_int(d->ask->source_id), db_int(company_id)), &id,
	    err) == -1)
		return -1;
	return candidate_root(db, company_id, id, &d->candidate_id, err);
}

static int
find_import(struct db *db, struct deed *d, bool *there, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT i.id, i.user_id FROM " CANDIDATE_GROUP
	    " JOIN candidate_import i ON i.candidate_id = g.id ORDER BY i.id "
	    "LIMIT 1", DB_ARGS(db_int(d->candidate_id),
	    db_int(d->candidate_id)), &rows, err) == -1)
		return -1;
	*there = db_rows_next(rows);
	if (*there)
		d->out = (struct candidate_import){ .id = db_col_int(rows, 0),
			.candidate_id = d->candidate_id,
			.user_id = db_col_int(rows, 1) };
	return 0;
}

/* A user with the role candidate: one that no import made is taken. */
static int
adopt(struct db *db, struct deed *d, const struct user *user, struct err *err)
{
	int64_t	n;

	if (db_number(db, "SELECT COUNT(*) FROM candidate_import WHERE "
	    "user_id = ?", DB_ARGS(db_int(user->id)), &n, err) == -1)
		return -1;
	if (n > 0)
		return err_code(err, ERR_CONFLICT, "candidate.email_other",
		    "%s", user->name[0] != '\0' ? user->name : user->email);
	d->out.user_id = user->id;
	d->adopted = true;
	return 0;
}

/*
 * Whose is the e-mail? One of another company's makes no difference that could be seen: the
 * user is made without it. *keep: the user may have it.
 */
static int
check_email(struct db *db, struct deed *d, const char *email, bool *keep,
    struct err *err)
{
	own_user struct user	user = { 0 };

	*keep = *email != '\0';
	if (!*keep || user_find(db, email, &user, err) == -1) {
		if (*keep && err->kind != ERR_ABSENT)
			return -1;
		*err = (struct err){ 0 };
		return 0;
	}
	*keep = false;
	if (user.company_id != d->by->company_id)
		return 0;
	return user.role == ROLE_CANDIDATE ? adopt(db, d, &user, err) :
	    err_code(err, ERR_CONFLICT, "candidate.colleague", "%s",
	    user.name[0] != '\0' ? user.name : email);
}

/* A user is shown by a name. */
static char *
name_of(const struct candidate *c)
{
	own_buf struct buf	name = { 0 };
	const char		*text;

	candidate_view_name(c, &name);
	text = name.len > 0 ? buf_str(&name) : *c->email != '\0' ? c->email :
	    c->phone;
	return *text != '\0' ? mem_ndup(text, utf8_head(text,
	    NAME_MAX_CHARS)) : mem_fmt("№ %lld", (long long)c->id);
}

/* The integration of the source gains an imported person; a file has none. */
static int
count(struct db *db, const struct deed *d, int64_t source_id, struct err *err)
{
	static const struct integration_gain	 gain = { .imported = 1 };
	own_integration struct integration	 in = { 0 };
	own_json json_t				*details = NULL;
	int64_t					 id;

	if (db_number(db, "SELECT i.connection_id FROM candidate_source s JOIN "
	    "integration i ON i.connection_id = s.connection_id WHERE s.id = ?",
	    DB_ARGS(db_int(source_id)), &id, err) == -1)
		return -1;
	if (id == 0)
		return 0;
	if (integration_get(db, d->by->company_id, id, &in, err) == -1 ||
	    integration_log_gain(db, &in, &gain, err) == -1)
		return -1;
	details = json_pack("{s:I, s:I}", "candidate",
	    (json_int_t)d->candidate_id, "import", (json_int_t)d->out.id);
	integration_log_add(db, &in, "import", d->by->user_id, details, NULL);
	return 0;
}

static int
record(struct db *db, struct deed *d, struct err *err)
{
	const struct candidate_import_ask	*ask = d->ask;
	int64_t					 source_id = ask->source_id;

	if (source_id == 0 && db_number(db, "SELECT MIN(s.id) FROM "
	    CANDIDATE_GROUP " JOIN candidate_source s ON s.candidate_id = "
	    "g.id", DB_ARGS(db_int(d->candidate_id), db_int(d->candidate_id)),
	    &source_id, err) == -1)
		return -1;
	if (db_exec(db, "INSERT INTO candidate_import (company_id, "
	    "candidate_id, source_id, user_id, user_made, imported_by, "
	    "import_notes, account_id, vacancy_id, project_id) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	    DB_ARGS(db_int(d->by->company_id), db_int(d->candidate_id),
	    db_int(source_id), db_int(d->out.user_id), db_int(!d->adopted),
	    db_id(d->by->user_id), db_str(ask->notes),
	    db_id(ask->account_id), db_id(ask->vacancy_id),
	    db_id(ask->project_id)), NULL, err) == -1)
		return -1;
	d->out.id = db_last_id(db);
	return db_exec(db, "UPDATE candidate SET user_id = ?, "
	    "imported_at = NOW(3), rev = ?, version = version + 1, "
	    "updated_at = NOW(3) WHERE id = ?", DB_ARGS(
	    db_int(d->out.user_id), db_int(d->rev), db_int(d->candidate_id)),
	    NULL, err) == -1 || count(db, d, source_id, err) == -1 ||
	    candidate_history_add(db, d->by,
	    d->candidate_id, "import", json_pack("{s:I, s:s}", "import",
	    (json_int_t)d->out.id, "notes", ask->notes), err) == -1 ||
	    candidate_step_add(db, d->by, d->candidate_id, source_id,
	    CANDIDATE_STEP_IMPORT, err) == -1 ? -1 : 0;
}

static int
import_now(struct db *db, struct deed *d, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_str char		*name = NULL;
	struct candidate	 c;
	bool			 keep;

	if (candidate_get(db, d->by->company_id, d->candidate_id, &rows, &c,
	    err) == -1 || candidate_may_contact(&c, err) == -1)
		return -1;
	d->out = (struct candidate_import){ .candidate_id = d->candidate_id,
		.created = true };
	d->adopted = false;
	if (check_email(db, d, c.email, &keep, err) == -1)
		return -1;
	name = name_of(&c);
	return (d->out.user_id == 0 && user_add_candidate(db, d->by->company_id, keep ? c.email :
	    NULL, name, d->ask->locale, &d->out.user_id, err) == -1) ||
	    record(db, d, err) == -1 ? -1 : 0;
}

static int
work_import(struct db *db, void *arg, struct err *err)
{
	struct deed	*d = arg;
	bool		 there;

	if (candidate_total_lock(db, d->by->company_id, &d->rev, err) == -1 ||
	    find_person(db, d, err) == -1 ||
	    find_import(db, d, &there, err) == -1)
		return -1;
	return there ? 0 : import_now(db, d, err);
}

int
candidate_import(struct db *db, const struct candidate_by *by,
    const struct candidate_import_ask *ask, struct candidate_import *out,
    struct err *err)
{
	struct deed	d = { .by = by, .ask = ask };

	if (db_tx_run_committed(db, work_import, &d, err) == -1)
		return -1;
	*out = d.out;
	return 0;
}

/* --- showing --- */

#define SHOWN "SELECT i.id, i.candidate_id, i.source_id, i.user_id, "		\
	"i.imported_by, IF(u.name <> '', u.name, u.email), i.import_notes, "	\
	"i.account_id, i.vacancy_id, i.project_id, i.task_id, i.invited_at, "	\
	"i.created_at FROM candidate_import i LEFT JOIN user u ON "		\
	"u.id = i.imported_by "

static void
put_number(struct buf *out, const char *name, const struct db_rows *rows,
    int col)
{
	if (db_col_null(rows, col))
		emit_null(out, name);
	else
		emit_int(out, name, db_col_int(rows, col));
}

static void
put_import(struct buf *out, const char *name, const struct db_rows *rows)
{
	emit_open(out, name, '{');
	emit_int(out, "id", db_col_int(rows, 0));
	emit_int(out, "candidate_id", db_col_int(rows, 1));
	emit_int(out, "external_candidate_id", db_col_int(rows, 2));
	emit_int(out, "internal_user_id", db_col_int(rows, 3));
	put_number(out, "imported_by", rows, 4);
	emit_str(out, "imported_by_name", db_col_str(rows, 5));
	emit_str(out, "import_notes", db_col_str(rows, 6));
	put_number(out, "account_id", rows, 7);
	put_number(out, "vacancy_id", rows, 8);
	put_number(out, "project_id", rows, 9);
	put_number(out, "task_id", rows, 10);
	emit_time(out, "invited_at", db_col_time(rows, 11));
	emit_time(out, "created_at", db_col_time(rows, 12));
	emit_close(out, '}');
}

int
candidate_import_emit(struct db *db, struct buf *out, const char *name,
    int64_t company_id, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, SHOWN "WHERE i.id = ? AND i.company_id = ?",
	    DB_ARGS(db_int(id), db_int(company_id)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	put_import(out, name, rows);
	return 0;
}

int
candidate_import_emit_of(struct db *db, struct buf *out, const char *name,
    int64_t candidate_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, SHOWN "JOIN " CANDIDATE_GROUP " ON g.id = "
	    "i.candidate_id ORDER BY i.id LIMIT 1", DB_ARGS(
	    db_int(candidate_id), db_int(candidate_id)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows))
		put_import(out, name, rows);
	else
		emit_null(out, name);
	return 0;
}

/* --- its task --- */

int
candidate_import_take_task(struct db *db, int64_t id, int64_t *project_id,
    bool *got, struct err *err)
{
	int64_t	taken;

	if (db_exec(db, "UPDATE candidate_import SET task_at = NOW(3) "
	    "WHERE id = ? AND project_id IS NOT NULL AND task_id IS NULL AND "
	    "(task_at IS NULL OR task_at < NOW(3) - INTERVAL 1 MINUTE)",
	    DB_ARGS(db_int(id)), &taken, err) == -1)
		return -1;
	*got = taken == 1;
	return !*got ? 0 : db_number(db, "SELECT project_id FROM "
	    "candidate_import WHERE id = ?", DB_ARGS(db_int(id)), project_id,
	    err);
}

int
candidate_import_set_task(struct db *db, int64_t id, int64_t task_id,
    struct err *err)
{
	return db_exec(db, "UPDATE candidate_import SET task_id = ?, "
	    "task_at = NULL WHERE id = ?", DB_ARGS(db_id(task_id),
	    db_int(id)), NULL, err);
}

/* --- inviting --- */

static int
work_invite(struct db *db, void *arg, struct err *err)
{
	struct deed		*d = arg;
	own_rows struct db_rows	*rows = NULL;
	own_user struct user	 user = { 0 };
	struct candidate	 c;
	bool			 there;

	if (candidate_total_lock(db, d->by->company_id, &d->rev, err) == -1 ||
	    candidate_get(db, d->by->company_id, d->candidate_id, &rows, &c,
	    err) == -1 || candidate_may_contact(&c, err) == -1)
		return -1;
	d->candidate_id = c.id;
	if (find_import(db, d, &there, err) == -1)
		return -1;
	if (!there)
		return err_code(err, ERR_CONFLICT, "candidate.not_imported",
		    "%lld", (long long)d->candidate_id);
	if (user_get(db, d->out.user_id, &user, err) == -1)
		return -1;
	if (d->email == NULL && user.email[0] == '\0')
		return err_code(err, ERR_CONFLICT, "candidate.no_email",
		    "%lld", (long long)d->candidate_id);
	return user_invite_candidate(db, d->by->company_id, user.id, d->email,
	    err) == -1 || db_exec(db, "UPDATE candidate_import SET "
	    "invited_at = NOW(3) WHERE id = ?", DB_ARGS(db_int(d->out.id)),
	    NULL, err) == -1 || candidate_history_add(db, d->by,
	    d->candidate_id, "invite", NULL, err) == -1 ? -1 : 0;
}

int
candidate_import_invite(struct db *db, const struct candidate_by *by,
    int64_t candidate_id, const char *email, int64_t *user_id,
    struct err *err)
{
	struct deed	d = { .by = by, .candidate_id = candidate_id,
		.email = email };

	if (db_tx_run_committed(db, work_invite, &d, err) == -1)
		return -1;
	*user_id = d.out.user_id;
	return 0;
}
