#include "import/export.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/text.h"
#include "base/zone.h"
#include "import/row.h"
#include "io/db.h"

#define PART	500

void
import_export_close(struct import_export *x)
{
	if (x == NULL)
		return;
	import_job_clear(&x->job);
	free(x);
}

static void
write_head(const struct import_export *x, struct buf *b)
{
	static const char *const names[] = { "clickup.column.task_id", "clickup.column.name",
		"clickup.column.state", "clickup.column.error", "clickup.column.attempts",
		"clickup.column.finished_at", "clickup.column.applicant_url" };
	char	text[120];

	buf_puts(b, CSV_BOM);
	for (size_t i = 0; i < nitems(names); i++) {
		text_put(text, sizeof(text), x->lang, names[i], "");
		csv_cell(b, x->separator, text);
	}
	csv_end(b);
}

static void
write_row(const struct import_export *x, const struct zone *zone,
    const struct import_row *row, struct buf *b)
{
	char	code[60], state[80], why[600] = "", tries[24], at[ZONE_SIZE];

	snprintf(code, sizeof(code), "import.item.%s", row->state);
	text_put(state, sizeof(state), x->lang, code, row->state);
	if (row->error_code[0] != '\0')
		text_put(why, sizeof(why), x->lang, row->error_code,
		    row->error_message);
	snprintf(tries, sizeof(tries), "%" PRId64, row->attempts);
	zone_write(zone, row->finished_at, at);
	csv_cell(b, x->separator, row->task_id);
	csv_cell(b, x->separator, row->name);
	csv_cell(b, x->separator, state);
	csv_cell(b, x->separator, why);
	csv_cell(b, x->separator, tries);
	csv_cell(b, x->separator, at);
	csv_cell(b, x->separator, row->url);
	csv_end(b);
}

int
import_export_next(struct db *db, struct import_export *x, struct buf *b,
    struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	own_import_row struct import_row row = { 0 };
	own_zone struct zone		 zone = { 0 };
	int				 n = 0;

	if (!x->begun)
		write_head(x, b);
	x->begun = true;
	if (import_row_list(db, &x->job, NULL, NULL, x->after_id, 0, PART,
	    &rows, err) == -1)
		return -1;
	zone_enter(&zone, x->zone);
	for (; import_row_next(rows, &row); n++) {
		write_row(x, &zone, &row, b);
		x->after_id = row.id;
	}
	return n == PART;
}
