#include "clickup/doc.h"

#include <string.h>

#include <jansson.h>

#include "base/mem.h"
#include "base/words.h"
#include "index/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/unicode.h"

const struct index_shape clickup_doc_shape = {
	.version = WORDS_VERSION * 100 + 2,
	.norders = CLICKUP_NORDERS,
};

static void
add_name(struct index_doc *doc, char kind, const char *name, const char *label)
{
	own_str char	*folded = unicode_folded(name);

	index_doc_term(doc, kind, folded, label);
}

static void
add_status(struct index_doc *doc, const struct db_rows *rows)
{
	own_str char	*label = mem_fmt("%s\n%s\n%s", db_col_str(rows, 4),
			    db_col_str(rows, 5), db_col_str(rows, 3));

	add_name(doc, CLICKUP_TERM_STATUS, db_col_str(rows, 3), label);
}

/* The members of that name in an array of objects. */
static void
add_names(struct index_doc *doc, char kind, const char *array,
    const char *member)
{
	own_json json_t	*list = strcmp(array, "[]") == 0 ? NULL :
			    json_loads(array, 0, NULL);
	const json_t	*one;
	const char	*name;
	size_t		 i;

	json_array_foreach(list, i, one)
		if ((name = field_str(one, member)) != NULL)
			add_name(doc, kind, name, name);
}

/* In the order of a list by priority; the last one: none. */
static int64_t
rank_of(const char *priority)
{
	static const char *const words[] = { "urgent", "high", "normal", "low" };
	size_t	i = 0;

	while (i < nitems(words) && strcmp(words[i], priority) != 0)
		i++;
	return (int64_t)i + 1;
}

void
clickup_doc_read(const struct db_rows *rows, struct index_doc *doc)
{
	const char	*const texts[] = { db_col_str(rows, 1),
			    db_col_str(rows, 2) };
	const char	*priority = db_col_str(rows, 6);
	const int64_t	 updated = db_col_time(rows, 12);
	const int64_t	 due = db_col_time(rows, 13);

	doc->id = db_col_int(rows, 0);
	index_text_words(doc, CLICKUP_TERM_WORD, texts, nitems(texts));
	add_status(doc, rows);
	index_doc_term(doc, CLICKUP_TERM_PRIORITY, *priority != '\0' ?
	    priority : "none", NULL);
	index_doc_term(doc, CLICKUP_TERM_CV, db_col_str(rows, 7), NULL);
	add_names(doc, CLICKUP_TERM_TAG, db_col_str(rows, 8), "name");
	add_names(doc, CLICKUP_TERM_ASSIGNEE, db_col_str(rows, 9), "username");
	if (!db_col_null(rows, 10))
		index_doc_term(doc, CLICKUP_TERM_SENT, db_col_str(rows, 10),
		    NULL);
	index_doc_number(doc, CLICKUP_BY_CREATED, db_col_time(rows, 11));
	index_doc_number(doc, CLICKUP_BY_UPDATED, updated);
	index_doc_number(doc, CLICKUP_BY_DUE, due > 0 ? due :
	    CLICKUP_DUE_NEVER);
	index_doc_number(doc, CLICKUP_BY_DUE_LAST, due);
	index_doc_number(doc, CLICKUP_BY_PRIORITY, rank_of(priority) *
	    CLICKUP_DUE_NEVER + CLICKUP_DUE_NEVER - updated);
	index_text_key(doc, CLICKUP_BY_NAME, rows, 14);
}
