#include "table/read.h"

#include <string.h>

#include "base/err.h"
#include "io/field.h"
#include "io/sealed.h"
#include "table/extract.h"
#include "table/grid.h"

#define WALL_MS		20000
#define MEMORY_MB	1024
#define OUT_MAX		(2 * TABLE_TEXT_MAX)	/* some signs take two bytes, or six */

void
table_text_clear(struct table_text *t)
{
	json_decref(t->head);
	buf_clear(&t->text);
	*t = (struct table_text){ 0 };
}

/* What ended before its time. NULL: it ended as it should. */
static const char *
problem_of(const struct sealed_result *got)
{
	static const char *const	problems[] = {
		[SEALED_CUT] = "table.text", [SEALED_SLOW] = "table.slow",
		[SEALED_KILLED] = "table.broken" };

	return got->end == SEALED_DONE ? NULL : problems[got->end];
}

/* The line at *at, behind which it is left; NULL: there is none. */
static json_t *
next_line(const char **at)
{
	const char	*end = *at == NULL ? NULL : strchr(*at, '\n');
	json_t		*line;

	if (end == NULL)
		return NULL;
	line = json_loadb(*at, (size_t)(end - *at), 0, NULL);
	*at = end + 1;
	return line;
}

static void
take(struct table_text *t)
{
	t->at = buf_str(&t->text);
	t->head = next_line(&t->at);
	if (t->head == NULL) {
		t->problem = "table.broken";
		return;
	}
	t->problem = table_grid_problem(field_str(t->head, "problem"));
	t->where = field_num(t->head, "where", 0);
}

int
table_read(const struct conf *conf, const char *data, size_t len,
    const struct table_ask *ask, struct table_text *out, struct err *err)
{
	const char *const		 argv[] = { "reader", "table",
		ask->encoding != NULL ? ask->encoding : "-", ask->sheet, NULL };
	own_sealed struct sealed_result	 got = { 0 };
	own_table_text struct table_text t = { 0 };
	const struct sealed		 what = { .argv = argv, .in = data,
		.in_len = len, .wall_ms = WALL_MS, .out_max = OUT_MAX,
		.memory_mb = MEMORY_MB };

	if (len == 0 || len > TABLE_SIZE_MAX) {
		out->problem = len == 0 ? "table.empty" : "table.size";
		return 0;
	}
	if (sealed_run(conf, &what, &got, err) == -1)
		return -1;
	t.problem = problem_of(&got);
	t.text = give(got.out);
	if (t.problem == NULL)
		take(&t);
	*out = give(t);
	return 0;
}

json_t *
table_text_next(struct table_text *t)
{
	json_t	*row = next_line(&t->at);

	if (json_is_array(row) && json_is_integer(json_array_get(row, 0)))
		return row;
	json_decref(row);
	return NULL;
}
