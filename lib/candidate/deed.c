#include "candidate/deed.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "boards/boards.h"
#include "io/db.h"
#include "io/db_build.h"
#include "io/field.h"
#include "platform/platform.h"

#define RESPONSE	"response"

static const struct platform *
board_of(const json_t *found)
{
	const char	*name = field_str(found, "platform");

	return name != NULL ? platform_by_name(boards, name) : NULL;
}

json_t *
candidate_deeds(const json_t *found, bool answered)
{
	const struct platform	*board = board_of(found);
	json_t			*list = json_array();

	if (board != NULL && board->contact != NULL &&
	    field_str(found, "email") == NULL &&
	    field_str(found, "phone") == NULL)
		json_array_append_new(list, json_string("contact"));
	if (board != NULL && board->response != NULL && answered)
		json_array_append_new(list, json_string(RESPONSE));
	return list;
}

/* The sources of boards that have responses: {id: its deeds}, borrowed. */
static json_t *
sources_of(const json_t *rows)
{
	json_t		*all = json_object();
	const json_t	*row, *one;
	size_t		 i, k;
	char		 key[24];

	json_array_foreach(rows, i, row)
		json_array_foreach(json_object_get(row, "sources"), k, one) {
			const struct platform	*board = board_of(one);

			if (board == NULL || board->response == NULL)
				continue;
			snprintf(key, sizeof(key), "%lld", (long long)
			    field_num(one, "external_candidate_id", 0));
			json_object_set(all, key, json_object_get(one,
			    "deeds"));
		}
	return all;
}

static int
find_answered(struct db *db, json_t *sources, struct db_rows **rows,
    struct err *err)
{
	own_db_build struct db_build	 b = { 0 };
	int64_t		*ids = mem_zero((json_object_size(sources) + 1) *
			    sizeof(*ids));
	const char	*key;
	json_t		*deeds;
	size_t		 n = 0;
	int		 rc;

	json_object_foreach(sources, key, deeds)
		ids[n++] = strtoll(key, NULL, 10);
	db_build_add(&b, "SELECT s.id FROM candidate_source s WHERE "
	    CANDIDATE_ANSWERED, DB_NONE);
	db_build_ids(&b, " AND s.id IN ", ids, n);
	rc = db_build_query(db, &b, rows, err);
	free(ids);
	return rc;
}

int
candidate_deeds_answered(struct db *db, const json_t *list, struct err *err)
{
	own_json json_t		*sources = sources_of(list);
	own_rows struct db_rows	*rows = NULL;

	if (json_object_size(sources) == 0)
		return 0;
	if (find_answered(db, sources, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		json_array_append_new(json_object_get(sources, db_col_str(rows,
		    0)), json_string(RESPONSE));
	return 0;
}
