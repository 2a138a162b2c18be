#include "candidate/known.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/db.h"
#include "io/db_build.h"

static json_t *
known_json(const char *known)
{
	return json_pack("{s:b, s:b, s:b}", "huntflow", strstr(known,
	    "huntflow") != NULL, "clickup", strstr(known, "clickup") != NULL,
	    "rejected", strstr(known, "rejected") != NULL);
}

static void
put_one(json_t *by_id, const struct db_rows *rows)
{
	char	 key[24];
	json_t	*row;

	snprintf(key, sizeof(key), "%lld", (long long)db_col_int(rows, 0));
	row = json_object_get(by_id, key);
	json_object_set_new(row, "state", json_string(db_col_str(rows, 1)));
	json_object_set_new(row, "known", known_json(db_col_str(rows, 2)));
	json_object_set_new(row, "is_imported", json_boolean(db_col_int(rows,
	    3)));
}

int
candidate_known_put(struct db *db, int64_t company_id, json_t *by_id,
    struct err *err)
{
	own_db_build struct db_build	 q = { 0 };
	own_rows struct db_rows		*rows = NULL;
	const char			*key;
	json_t				*row;

	if (json_object_size(by_id) == 0)
		return 0;
	db_build_add(&q, "SELECT id, state, known, user_id IS NOT NULL "
	    "FROM candidate WHERE company_id = ? AND id IN (0",
	    DB_ARGS(db_int(company_id)));
	json_object_foreach(by_id, key, row)
		db_build_add(&q, ", ?", DB_ARGS(db_int(strtoll(key, NULL,
		    10))));
	db_build_add(&q, ")", DB_NONE);
	if (db_build_query(db, &q, &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		put_one(by_id, rows);
	return 0;
}
