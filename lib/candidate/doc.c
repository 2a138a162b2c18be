#include "candidate/doc.h"

#include <jansson.h>
#include <string.h>

#include "base/mem.h"
#include "base/words.h"
#include "index/text.h"
#include "io/db.h"
#include "io/field.h"
#include "io/unicode.h"

const struct index_shape candidate_doc_shape = {
	.version = WORDS_VERSION * 100 + 1,
	.norders = CANDIDATE_NORDERS,
};

/* Each text of an array. */
static void
add_texts(struct index_doc *doc, char kind, const char *array)
{
	own_json json_t	*list = json_loads(array, 0, NULL);
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		own_str char	*folded = unicode_folded(
				    json_string_value(one));

		index_doc_term(doc, kind, folded, json_string_value(one));
	}
}

static void
add_platforms(struct index_doc *doc, const char *sources)
{
	own_json json_t	*list = json_loads(sources, 0, NULL);
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		index_doc_term(doc, CANDIDATE_TERM_PLATFORM,
		    json_string_value(json_object_get(one, "platform")), NULL);
}

/* "huntflow,rejected" of a SET. */
static void
add_set(struct index_doc *doc, char kind, const char *set)
{
	own_str char	*words = mem_dup(set);
	char		*save = NULL;

	for (char *word = strtok_r(words, ",", &save); word != NULL;
	    word = strtok_r(NULL, ",", &save))
		index_doc_term(doc, kind, word, NULL);
}

static void
add_what_there_is(struct index_doc *doc, const struct db_rows *rows)
{
	static const struct { int col; const char *name; } has[] = {
		{ 8, "email" }, { 9, "phone" }, { 10, "user" },
	};

	for (size_t i = 0; i < nitems(has); i++)
		if (db_col_int(rows, has[i].col) != 0)
			index_doc_term(doc, CANDIDATE_TERM_HAS, has[i].name,
			    NULL);
}

static void
add_number(struct index_doc *doc, size_t order, const struct db_rows *rows,
    int col, int or_col, int64_t unknown)
{
	const int	at = db_col_null(rows, col) ? or_col : col;

	index_doc_number(doc, order, db_col_null(rows, at) ? unknown :
	    db_col_int(rows, at));
}

void
candidate_doc_read(const struct db_rows *rows, struct index_doc *doc)
{
	const char	*const text[] = { db_col_str(rows, 1) };
	const char	*const place[] = { db_col_str(rows, 2) };
	const char	*currency = db_col_str(rows, 7);

	doc->id = db_col_int(rows, 0);
	index_text_words(doc, CANDIDATE_TERM_WORD, text, nitems(text));
	index_text_words(doc, CANDIDATE_TERM_PLACE, place, nitems(place));
	add_platforms(doc, db_col_str(rows, 3));
	add_texts(doc, CANDIDATE_TERM_SKILL, db_col_str(rows, 4));
	add_texts(doc, CANDIDATE_TERM_TAG, db_col_str(rows, 5));
	index_doc_term(doc, CANDIDATE_TERM_STATE, db_col_str(rows, 6), NULL);
	if (*currency != '\0')
		index_doc_term(doc, CANDIDATE_TERM_CURRENCY, currency, NULL);
	add_what_there_is(doc, rows);
	add_set(doc, CANDIDATE_TERM_KNOWN, db_col_str(rows, 11));
	index_doc_number(doc, CANDIDATE_BY_UPDATED, db_col_time(rows, 12));
	index_doc_number(doc, CANDIDATE_BY_CREATED, db_col_time(rows, 13));
	index_text_key(doc, CANDIDATE_BY_NAME, rows, 14);
	add_number(doc, CANDIDATE_BY_EXPERIENCE, rows, 15, 15,
	    CANDIDATE_UNKNOWN);
	add_number(doc, CANDIDATE_BY_EXPERIENCE_DOWN, rows, 15, 15, -1);
	add_number(doc, CANDIDATE_BY_SALARY, rows, 16, 17, CANDIDATE_UNKNOWN);
	add_number(doc, CANDIDATE_BY_SALARY_DOWN, rows, 17, 16, -1);
}
