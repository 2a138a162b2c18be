#include "candidate/search_row.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "candidate/put.h"
#include "platform/found.h"

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
    const json_t *found, const struct candidate_ids *ids)
{
	char	 key[24];
	json_t	*row;

	snprintf(key, sizeof(key), "%lld", (long long)ids->candidate_id);
	if ((row = json_object_get(rows->by_id, key)) == NULL) {
		row = row_json(found, ids);
		json_object_set_new(rows->by_id, key, row);
		json_array_append(rows->list, row);
	} else {
		fill_gaps(row, found);
	}
	json_array_append_new(json_object_get(row, "sources"), source_json(
	    found, connection_id, ids));
}

int
candidate_rows_add(struct db *db, int64_t company_id, int64_t connection_id,
    const json_t *found, struct candidate_rows *rows,
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
			add_row(rows, connection_id, one, &ids);
	}
	return 0;
}
