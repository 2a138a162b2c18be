#include "import/row.h"

#include <string.h>

#include "base/err.h"
#include "import/item.h"
#include "import/job.h"
#include "io/db.h"
#include "person/name.h"

void
import_row_clear(struct import_row *row)
{
	char	**const texts[] = { &row->task_id, &row->name, &row->state,
		    &row->step, &row->error_code, &row->error_message,
		    &row->url, &row->files, &row->person, &row->mark,
		    &row->mark_code, &row->mark_text };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	*row = (struct import_row){ 0 };
}

/* The index alone finds the items of a page; only these are read. */
#define ROWS_BY(index) "SELECT i.id, i.task_id, i.name, i.state, i.step, " \
	"i.error_code, i.error_message, x.url, i.attempts, i.applicant_id, " \
	"i.finished_at, x.files, x.second_id, x.vacancy_id, " \
	"x.status_id, m.state, m.error_code, m.error_text, " \
	"JSON_VALUE(x.fields, '$.last_name'), " \
	"JSON_VALUE(x.fields, '$.first_name'), " \
	"i.state = 'undone' AND NOT i.applicant_id <=> x.applicant_id " \
	"FROM (SELECT " \
	"i.id FROM import_item i FORCE INDEX (" index ") WHERE " \
	"i.job_id = ? AND (? IS NULL OR i.state = ?) AND " \
	"(? IS NULL OR i.error_code = ?) AND i.id > ? ORDER BY i.id " \
	"LIMIT ? OFFSET ?) k JOIN import_item i ON i.id = k.id " \
	"LEFT JOIN " IMPORT_JOIN_SENT " LEFT JOIN transfer_mark m ON " \
	"m.transfer_id = x.id AND m.applicant_id = x.applicant_id " \
	"ORDER BY i.id"

int
import_row_list(struct db *db, const struct import_job *job,
    const char *state, const char *code, int64_t after_id, int64_t offset,
    int limit, struct db_rows **rows, struct err *err)
{
	const char	*sql = state == NULL ? ROWS_BY("by_job") :
			    code == NULL ? ROWS_BY("by_state") :
			    ROWS_BY("by_error");

	return db_query(db, sql, DB_ARGS(db_int(job->id), db_str(state),
	    db_str(state), db_str(code), db_str(code), db_int(after_id),
	    db_int(limit), db_int(offset), IMPORT_JOB_KEY(job)), rows, err);
}

/* As it was sent, where a part that is not known is "-"; else as the item's own name has it, in
 * whose place an applicant may be who was there. */
static char *
person_of(const char *last, const char *first, const char *title)
{
	struct person_name	 name;

	if (last == NULL || first == NULL) {
		if (person_name_read(title, &name) == PERSON_NONE)
			return NULL;
		last = name.last;
		first = name.first;
	}
	if (strcmp(last, "-") == 0 || *last == '\0')
		return mem_dup(first);
	return strcmp(first, "-") == 0 || *first == '\0' ? mem_dup(last) :
	    mem_fmt("%s %s", last, first);
}

bool
import_row_next(struct db_rows *rows, struct import_row *out)
{
	import_row_clear(out);
	if (!db_rows_next(rows))
		return false;
	out->id = db_col_int(rows, 0);
	out->task_id = db_col_dup(rows, 1);
	out->name = db_col_dup(rows, 2);
	out->state = db_col_dup(rows, 3);
	out->step = db_col_dup(rows, 4);
	out->error_code = db_col_dup(rows, 5);
	out->error_message = db_col_dup(rows, 6);
	out->url = db_col_dup(rows, 7);
	out->attempts = db_col_int(rows, 8);
	out->applicant_id = db_col_int(rows, 9);
	out->finished_at = db_col_time(rows, 10);
	out->files = db_col_dup(rows, 11);
	out->second_id = db_col_int(rows, 12);
	out->vacancy_id = db_col_int(rows, 13);
	out->status_id = db_col_int(rows, 14);
	out->mark = db_col_dup(rows, 15);
	out->mark_code = db_col_dup(rows, 16);
	out->mark_text = db_col_dup(rows, 17);
	out->person = person_of(db_col_str(rows, 18), db_col_str(rows, 19),
	    out->name);
	out->gone = db_col_int(rows, 20) != 0;
	return true;
}

int
import_row_count(struct db *db, const struct import_job *job,
    const char *state, const char *code, int64_t *out, struct err *err)
{
	*out = job->total;
	if (state == NULL)
		return 0;
	return db_number(db, code == NULL ? "SELECT COUNT(*) FROM import_item "
	    "FORCE INDEX (by_state) WHERE job_id = ? AND state = ? AND "
	    "? IS NULL" : "SELECT COUNT(*) FROM import_item FORCE INDEX "
	    "(by_error) WHERE job_id = ? AND state = ? AND error_code = ?",
	    DB_ARGS(db_int(job->id), db_str(state), db_str(code)), out, err);
}
