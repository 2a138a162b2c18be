#include "candidate/search_row.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "candidate/deed.h"
#include "candidate/known.h"
#include "candidate/put.h"
#include "io/db.h"
#include "io/field.h"
#include "platform/found.h"
#include "platform/integration.h"
#include "platform/integration_log.h"
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
	return json_pack("{s:O, s:I, s:I, s:O, s:O, s:b, s:o}", "platform",
	    json_object_get(found, "platform"), "integration_id",
	    (json_int_t)connection_id, "external_candidate_id",
	    (json_int_t)ids->source_id, "external_id", json_object_get(found,
	    "external_id"), "profile_url", json_object_get(found,
	    "profile_url"), "is_new", ids->created, "deeds",
	    candidate_deeds(found, false));
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

/* A board may show a person on two pages. */
static bool
has_source(const json_t *row, int64_t source_id)
{
	const json_t	*sources = json_object_get(row, "sources"), *one;
	size_t		 i;

	json_array_foreach(sources, i, one)
		if (field_num(one, "external_candidate_id", 0) == source_id)
			return true;
	return false;
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
	if (!has_source(row, ids->source_id))
		json_array_append_new(json_object_get(row, "sources"),
		    source_json(found, connection_id, ids));
}

/* People of one answer, as they are stored. */
struct stored {
	const struct integration	*in;
	const json_t			*found;
	struct candidate_ids		*ids;
	struct candidate_counts		 n;
};

/* What the integration gained is counted with them. */
static int
store(struct db *db, void *arg, struct err *err)
{
	struct stored		*s = arg;
	struct integration_gain	 gain = { 0 };

	if (candidate_put_many(db, s->in->con.company_id, s->in->con.id,
	    s->found, s->ids, err) == -1)
		return -1;
	s->n = (struct candidate_counts){ 0 };
	for (size_t i = 0; i < json_array_size(s->found); i++) {
		s->n.sources += s->ids[i].created;
		s->n.persons += s->ids[i].created && !s->ids[i].joined;
		s->n.updated += s->ids[i].updated;
		s->n.erased += s->ids[i].candidate_id == 0;
	}
	gain.found = s->n.sources;
	gain.persons = s->n.persons;
	return gain.found == 0 ? 0 : integration_log_gain(db, s->in, &gain,
	    err);
}

static void
add_rows(struct candidate_rows *rows, const struct stored *s,
    unsigned applied)
{
	const json_t	*one;
	size_t		 i;

	if (rows->list == NULL) {
		rows->list = json_array();
		rows->by_id = json_object();
	}
	json_array_foreach(s->found, i, one)
		if (s->ids[i].candidate_id != 0 && (s->ids[i].created ||
		    !rows->only_new))
			add_row(rows, s->in->con.id, one, applied,
			    &s->ids[i]);
}

int
candidate_rows_add(struct db *db, const struct integration *in,
    const json_t *found, unsigned applied, struct candidate_rows *rows,
    struct candidate_counts *counts, struct err *err)
{
	struct stored	s = { .in = in, .found = found,
		.ids = mem_zero((json_array_size(found) + 1) *
		    sizeof(*s.ids)) };
	const int	rc = db_tx_run_committed(db, store, &s, err);

	if (rc == 0) {
		add_rows(rows, &s, applied);
		*counts = s.n;
	}
	free(s.ids);
	return rc;
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
candidate_rows_end(struct db *db, const struct candidate_viewer *viewer,
    struct candidate_rows *rows, struct err *err)
{
	if (candidate_known_put(db, viewer, rows->by_id, err) == -1 ||
	    candidate_deeds_answered(db, rows->list, err) == -1)
		return -1;
	sort_rows(rows);
	return 0;
}
