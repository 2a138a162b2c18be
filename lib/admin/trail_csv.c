#include "admin/trail_csv.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "io/db.h"

#define PART	500

static void
write_head(const struct trail_csv *x, struct buf *b)
{
	static const char *const names[] = { "admin.column.at",
		"admin.column.name", "admin.column.email", "admin.column.via",
		"admin.column.action", "admin.column.object",
		"admin.column.title", "admin.column.before",
		"admin.column.after", "admin.column.address" };

	buf_puts(b, CSV_BOM);
	for (size_t i = 0; i < nitems(names); i++)
		csv_cell(b, x->separator, text_get(x->lang, names[i]));
	csv_end(b);
}

static void
write_line(const struct trail_csv *x, const struct zone *zone,
    const struct trail_line *line, struct buf *b)
{
	char	at[ZONE_SIZE];

	zone_write(zone, line->at, at);
	csv_cell(b, x->separator, at);
	csv_cell(b, x->separator, line->name);
	csv_cell(b, x->separator, line->email);
	csv_cell(b, x->separator, line->via);
	csv_cell(b, x->separator, line->action);
	csv_cell(b, x->separator, line->object);
	csv_cell(b, x->separator, line->title);
	csv_cell(b, x->separator, line->before);
	csv_cell(b, x->separator, line->data != NULL ? line->data :
	    line->after);
	csv_cell(b, x->separator, line->address);
	csv_end(b);
}

static void
write_rest(const struct trail_csv *x, struct buf *b)
{
	char	most[24], text[300];

	snprintf(most, sizeof(most), "%d", TRAIL_CSV_MAX);
	text_put(text, sizeof(text), x->lang, "admin.csv_rest", most);
	csv_cell(b, x->separator, text);
	csv_end(b);
}

int
trail_csv_next(struct db *db, struct trail_csv *x, struct buf *b,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_zone struct zone	 zone = { 0 };
	struct trail_line	 line;
	int			 n = 0;

	if (!x->begun)
		write_head(x, b);
	x->begun = true;
	if (trail_find(db, &x->filter, PART + 1, &rows, NULL, err) == -1)
		return -1;
	zone_enter(&zone, x->zone);
	for (; n < PART && trail_next(rows, &line); n++) {
		write_line(x, &zone, &line, b);
		x->filter.after.number = line.at;
		x->filter.after.id = line.key;
	}
	x->n += n;
	if (n < PART || !db_rows_next(rows))
		return 0;
	if (x->n >= TRAIL_CSV_MAX)
		write_rest(x, b);
	return x->n < TRAIL_CSV_MAX;
}
