#include "team/task_doc.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "index/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/unicode.h"
#include "team/task.h"

const struct index_shape task_doc_shape = {
	.version = WORDS_VERSION * 100 + 1,
	.norders = TASK_NORDERS,
};

#define MINUTE_MS	60000

/* --- terms --- */

static void
add_id(struct index_doc *doc, char kind, const struct db_rows *rows, int col)
{
	index_doc_term(doc, kind, db_col_null(rows, col) ? TASK_TERM_NONE :
	    db_col_str(rows, col), NULL);
}

static void
add_tags(struct index_doc *doc, const char *array)
{
	own_json json_t	*list = strcmp(array, "[]") == 0 ? NULL :
			    json_loads(array, 0, NULL);
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		own_str char	*folded = unicode_folded(
				    json_string_value(one));

		index_doc_term(doc, TASK_TERM_TAG, folded,
		    json_string_value(one));
	}
}

static void
add_link(struct index_doc *doc, const char *kind, const char *id)
{
	own_str char	*whole = kind == NULL ? NULL :
			    mem_fmt("%s:%s", kind, id);

	if (kind == NULL)
		return;
	index_doc_term(doc, TASK_TERM_LINK, kind, NULL);
	index_doc_term(doc, TASK_TERM_LINK, whole, NULL);
}

static void
add_seen(struct index_doc *doc, char by, const char *id)
{
	own_str char	*text = id == NULL ? NULL : mem_fmt("%c%s", by, id);

	if (text != NULL)
		index_doc_term(doc, TASK_TERM_SEEN, text, NULL);
}

static void
add_all_seen(struct index_doc *doc, const struct db_rows *rows)
{
	own_str char	*watchers = db_col_dup(rows, 17);
	char		*save = NULL;

	add_seen(doc, 'l', db_col_str(rows, 5));
	add_seen(doc, 'u', db_col_str(rows, 6));
	add_seen(doc, 'u', db_col_str(rows, 7));
	for (char *id = watchers == NULL ? NULL : strtok_r(watchers, ",",
	    &save); id != NULL; id = strtok_r(NULL, ",", &save))
		add_seen(doc, 'u', id);
}

/* --- keys --- */

static void
add_times(struct index_doc *doc, const struct db_rows *rows)
{
	const int64_t	due = db_col_time(rows, 11);
	const int64_t	created = db_col_time(rows, 12);
	const int64_t	completed = db_col_time(rows, 14);

	if (due == 0)
		index_doc_term(doc, TASK_TERM_DUE, TASK_TERM_NONE, NULL);
	index_doc_number(doc, TASK_BY_DUE, due != 0 ? due : TASK_DUE_NEVER);
	index_doc_number(doc, TASK_BY_DUE_LAST, due);
	index_doc_number(doc, TASK_BY_CREATED, created);
	index_doc_number(doc, TASK_BY_UPDATED, db_col_time(rows, 13));
	if (completed == 0)
		return;
	index_doc_number(doc, TASK_BY_COMPLETED, completed);
	index_doc_number(doc, TASK_BY_MINUTES, (completed - created) /
	    MINUTE_MS);
}

void
task_doc_read(const struct db_rows *rows, struct index_doc *doc)
{
	const char	*const texts[] = { db_col_str(rows, 1),
			    db_col_str(rows, 2) };
	const char	*position = db_col_str(rows, 15);
	const int64_t	 priority = db_col_int(rows, 4);

	doc->id = db_col_int(rows, 0);
	index_text_words(doc, TASK_TERM_WORD, texts, nitems(texts));
	index_doc_term(doc, TASK_TERM_STATUS, db_col_str(rows, 3), NULL);
	index_doc_term(doc, TASK_TERM_PRIORITY, task_priorities[priority - 1],
	    NULL);
	add_id(doc, TASK_TERM_LIST, rows, 5);
	add_id(doc, TASK_TERM_ASSIGNED, rows, 6);
	add_id(doc, TASK_TERM_CREATOR, rows, 7);
	add_tags(doc, db_col_str(rows, 8));
	add_link(doc, db_col_str(rows, 9), db_col_str(rows, 10));
	add_all_seen(doc, rows);
	add_times(doc, rows);
	index_doc_number(doc, TASK_BY_PRIORITY, priority);
	index_doc_bytes(doc, TASK_BY_POSITION, position, strlen(position));
	index_text_key(doc, TASK_BY_TITLE, rows, 16);
}
