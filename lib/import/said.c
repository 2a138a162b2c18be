#include "import/said.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "import/item.h"
#include "import/job.h"
#include "io/db.h"
#include "io/db_note.h"

#define PART	1000	/* items in one transaction */

/* As the column has them. */
static const char *const	names[] = { [IMPORT_CANCEL] = "cancel",
	[IMPORT_RESUME] = "resume", [IMPORT_RETRY] = "retry" };

/* Of the items behind after, up to upto. */
struct part {
	struct import_said	said;
	int64_t			job_id, after, upto;
	int64_t			failed, unsure;	/* that are ready again */
	bool			left;		/* there are more */
};

#define OF_PART	"i.job_id = ? AND i.state = ? AND i.id > ? AND i.id <= ? "
#define PART_ARGS(p, state) db_int((p)->job_id), db_str(state),			\
	db_int((p)->after), db_int((p)->upto)

/* Those that wait. Found by their state alone: none that is worked on is locked. */
static int
change_ready(struct db *db, const struct part *p, struct err *err)
{
	const char	*sql = p->said.what == IMPORT_CANCEL ?
			    "UPDATE import_item i FORCE INDEX (by_state) SET "
			    "i.state = 'cancelled' WHERE " OF_PART :
			    "UPDATE import_item i FORCE INDEX (by_state) SET "
			    "i.run_after = NOW(3) WHERE " OF_PART
			    "AND i.run_after > NOW(3)";

	return db_exec(db, sql, DB_ARGS(PART_ARGS(p, "ready")), NULL, err);
}

#define RETRY(index, by)	"UPDATE import_item i FORCE INDEX (" index ") " by \
	"SET i.state = 'ready', i.step = '', i.attempts = 0, i.claims = 0, "	\
	"i.run_after = '2000-01-01 00:00:00', i.finished_at = NULL, "		\
	"i.error_code = '', i.error_message = '', "				\
	"i.options = (i.options & ~4) | ? WHERE " OF_PART			\
	"AND (? IS NULL OR i.error_code = ?)"

/* state: which of those that may be. */
static int
retry_some(struct db *db, const struct part *p, const char *state,
    int64_t *changed, struct err *err)
{
	const char	*code = p->said.code;
	const char	*sql = code == NULL ? RETRY("by_state", "") :
			    RETRY("by_error", "");

	if (p->said.ids == NULL)
		return db_exec(db, sql, DB_ARGS(db_int(p->said.options),
		    PART_ARGS(p, state), db_str(code), db_str(code)), changed,
		    err);
	return db_exec(db, RETRY("job_id", "JOIN " IMPORT_IDS_TABLE
	    " j ON j.id = i.task_id "), DB_ARGS(db_str(p->said.ids),
	    db_int(p->said.options), PART_ARGS(p, state), db_str(code),
	    db_str(code)), changed, err);
}

/* An importer of the former release may have ended the import meanwhile: it goes on. */
static int
end_part(struct db *db, const struct part *p, struct err *err)
{
	const int64_t	n = p->failed + p->unsure;

	return db_exec(db, "UPDATE import_job SET said_upto = IF(?, ?, NULL), "
	    "completed_at = IF(? AND status IN ('completed', 'failed'), NULL, "
	    "completed_at), status = IF(? AND status IN ('completed', "
	    "'failed'), 'running', status), "
	    "processed_tasks = processed_tasks - ?, "
	    "failed_tasks = failed_tasks - ?, "
	    "unsure_tasks = unsure_tasks - ? WHERE id = ?",
	    DB_ARGS(db_int(p->left), db_int(p->upto), db_int(n > 0),
	    db_int(n > 0), db_int(n), db_int(p->failed), db_int(p->unsure),
	    db_int(p->job_id)), NULL, err);
}

static int
change_part(struct db *db, struct part *p, struct err *err)
{
	p->upto = INT64_MAX;
	if (p->said.ids == NULL && import_item_bound(db, p->job_id, p->after,
	    PART, &p->upto, err) == -1)
		return -1;
	p->left = p->upto < INT64_MAX;
	if (p->said.what != IMPORT_RETRY ? change_ready(db, p, err) == -1 :
	    retry_some(db, p, "failed", &p->failed, err) == -1 ||
	    retry_some(db, p, "unsure", &p->unsure, err) == -1)
		return -1;
	return end_part(db, p, err);
}

/* --- the first --- */

/* Is there none in this part, nor in those behind it? */
static int
is_empty(struct db *db, const struct part *p, bool *out, struct err *err)
{
	int64_t	some = 0;

	*out = p->said.what == IMPORT_RETRY && p->failed + p->unsure == 0;
	if (!*out || !p->left)
		return 0;
	if (db_number(db, "SELECT 1 FROM import_item WHERE job_id = ? AND "
	    "state IN ('failed', 'unsure') AND (? IS NULL OR error_code = ?) "
	    "LIMIT 1", DB_ARGS(db_int(p->job_id), db_str(p->said.code),
	    db_str(p->said.code)), &some, err) == -1)
		return -1;
	*out = some == 0;
	return 0;
}

int
import_said_begin(struct db *db, int64_t job_id,
    const struct import_said *said, struct err *err)
{
	struct part	p = { .said = *said, .job_id = job_id };
	bool		empty = false;

	if (db_exec(db, "UPDATE import_job SET said = ?, said_code = ?, "
	    "said_options = ? WHERE id = ?", DB_ARGS(
	    db_str(names[said->what]), db_str(said->code),
	    db_int(said->options), db_int(job_id)), NULL, err) == -1 ||
	    change_part(db, &p, err) == -1 || is_empty(db, &p, &empty,
	    err) == -1)
		return -1;
	return !empty ? 0 : err_code(err, ERR_CONFLICT, "import.state",
	    "no failed task of that kind");
}

/* --- the others --- */

/* The job's row is locked first: of two that go on with it, each has its part. */
static int
next_part(struct db *db, void *arg, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	int64_t			*job_id = arg;
	struct part		 p = { .job_id = *job_id };

	if (db_query(db, "SELECT said, said_code, said_options, said_upto "
	    "FROM import_job WHERE id = ? AND said_upto IS NOT NULL FOR UPDATE",
	    DB_ARGS(db_int(p.job_id)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	for (size_t i = 0; i < nitems(names); i++)
		if (strcmp(db_col_str(rows, 0), names[i]) == 0)
			p.said.what = (enum import_said_what)i;
	p.said.code = db_col_str(rows, 1);
	p.said.options = (unsigned)db_col_int(rows, 2);
	p.after = db_col_int(rows, 3);
	return change_part(db, &p, err);
}

static int
go_on(struct db *db, int64_t job_id, struct err *err)
{
	int64_t	left = 1;
	int	rc = 0;

	/* It was a deed when it was said. */
	db_note_apart(db, true);
	while (rc == 0 && left != 0)
		rc = db_number(db, "SELECT COUNT(*) FROM import_job WHERE "
		    "id = ? AND said_upto IS NOT NULL", DB_ARGS(
		    db_int(job_id)), &left, err) == -1 || (left != 0 &&
		    db_tx_run(db, next_part, &job_id, err) == -1) ? -1 : 0;
	db_note_apart(db, false);
	return rc;
}

void
import_said_rest(struct db *db, int64_t job_id)
{
	struct err	why = { 0 };

	if (go_on(db, job_id, &why) == -1)
		log_err(LOG_WARN, "import: some items do not know it yet", &why);
}

int
import_said_whole(struct db *db, struct import_job *job, struct err *err)
{
	const int64_t	id = job->id;

	if (!job->half)
		return 0;
	if (go_on(db, id, err) == -1)
		return -1;
	import_job_clear(job);
	return import_job_get(db, id, job, err);
}

int
import_said_next(struct db *db, struct err *err)
{
	int64_t	id = 0;

	if (db_number(db, "SELECT id FROM import_job WHERE "
	    "said_upto IS NOT NULL ORDER BY said_upto LIMIT 1", DB_NONE, &id,
	    err) == -1)
		return -1;
	return id == 0 ? 0 : go_on(db, id, err);
}
