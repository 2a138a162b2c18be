#include "candidate/search_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "io/field.h"
#include "platform/found.h"
#include "platform/score.h"

void
candidate_rows_clear(struct candidate_rows *rows)
{
	json_decref(rows->list);
	json_decref(rows->by_id);
	memset(rows, 0, sizeof(*rows));
}

static json_t *
source_json(const json_t *found, int64_t connection_id,
    const struct candidate_ids *ids)
{
	return json_pack("{s:O, s:I, s:I, s:O, s:O, s:b}", "platform",
	    json_object_get(found, "platform"), "integration_id",
	    (json_int_t)connection_id, "external_candidate_id",
	    (json_int_t)ids->source_id, "external_id", json_object_get(found,
	    "external_id"), "profile_url", json_object_get(found,
	    "profile_url"), "is_new", ids->created);
}

static json_t *
row_json(const json_t *found, const struct candidate_ids *ids)
{
	own_buf struct buf	 name = { 0 };
	json_t			*row = json_copy((json_t *)(uintptr_t)found);

	found_full_name(found, &name);
	json_object_del(row, "raw_data");
	json_object_set_new(row, "id", json_integer(ids->candidate_id));
	json_object_set_new(row, "external_candidate_id", json_integer(
	    ids->source_id));
	json_object_set_new(row, "full_name", json_string(buf_str(&name)));
	json_object_set_new(row, "sources", json_array());
	return row;
}

/* What one place does not know of the person, another may. */
static void
fill_gaps(json_t *row, const json_t *found)
{
	const char	*name;
	json_t		*value;

	json_object_foreach((json_t *)(uintptr_t)found, name, value) {
		const json_t	*here = json_object_get(row, name);

		if (here != NULL && (json_is_null(here) ||
		    (json_is_array(here) && json_array_size(here) == 0)))
			json_object_set(row, name, value);
	}
}

static void
add_row(struct candidate_rows *rows, int64_t connection_id,
    const json_t *found, unsigned applied, const struct candidate_ids *ids)
{
	own_json json_t	*reasons = rows->wish == NULL ? json_array() :
			    score_reasons(rows->wish, applied, found,
			    clock_ms());
	char		 key[24];
	json_t		*row;

	snprintf(key, sizeof(key), "%lld", (long long)ids->candidate_id);
	if ((row = json_object_get(rows->by_id, key)) == NULL) {
		row = row_json(found, ids);
		json_object_set(row, "reasons", reasons);
		json_object_set_new(rows->by_id, key, row);
		json_array_append(rows->list, row);
	} else {
		fill_gaps(row, found);
		score_merge(json_object_get(row, "reasons"), reasons);
	}
	json_array_append_new(json_object_get(row, "sources"), source_json(
	    found, connection_id, ids));
}

int
candidate_rows_add(struct db *db, int64_t company_id, int64_t connection_id,
    const json_t *found, unsigned applied, struct candidate_rows *rows,
    struct candidate_counts *counts, struct err *err)
{
	const json_t	*one;
	size_t		 i;

	if (rows->list == NULL) {
		rows->list = json_array();
		rows->by_id = json_object();
	}
	json_array_foreach(found, i, one) {
		struct candidate_ids	ids = { 0 };
		struct err		why = { 0 };

		if (candidate_put(db, company_id, connection_id, one, &ids,
		    &why) == -1) {
			if (why.kind != ERR_INPUT && why.kind != ERR_REMOTE) {
				*err = why;
				return -1;
			}
			log_err(LOG_WARN, "candidate: put", &why);
			continue;
		}
		counts->sources += ids.created;
		counts->persons += ids.created && !ids.joined;
		counts->updated += ids.updated;
		if (ids.candidate_id != 0 && (ids.created || !rows->only_new))
			add_row(rows, connection_id, one, applied, &ids);
	}
	return 0;
}

/* --- how well each fits --- */

struct place {
	json_t	*row;
	int	 score;
	size_t	 at;
};

/* Equals stay as they came. */
static int
compare(const void *a, const void *b)
{
	const struct place	*x = a, *y = b;

	return x->score != y->score ? (x->score < y->score ? 1 : -1) :
	    x->at > y->at ? 1 : -1;
}

static void
sort_rows(struct candidate_rows *rows)
{
	const size_t	 n = json_array_size(rows->list);
	struct place	*places = mem_zero((n + 1) * sizeof(*places));
	json_t		*list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t		*row = json_array_get(rows->list, i);
		const int	 score = score_of(json_object_get(row,
				    "reasons"), rows->weights);

		json_object_set_new(row, "score", score >= 0 ?
		    json_integer(score) : json_null());
		places[i] = (struct place){ row, score, i };
	}
	qsort(places, n, sizeof(*places), compare);
	for (size_t i = 0; i < n; i++)
		json_array_append(list, places[i].row);
	free(places);
	json_decref(rows->list);
	rows->list = list;
}

int
candidate_rows_end(struct db *db, int64_t company_id,
    struct candidate_rows *rows, struct err *err)
{
	if (candidate_known_put(db, company_id, rows->by_id, err) == -1)
		return -1;
	sort_rows(rows);
	return 0;
}
