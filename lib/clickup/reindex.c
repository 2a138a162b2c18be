#include "clickup/reindex.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "io/db.h"

#define BATCH	50	/* tasks read at a time: each may be 200 KB */

/* Where an earlier run stopped; all are done when there is no such place. */
static int
find_place(struct db *db, int64_t *upto, bool *done, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT version, upto FROM clickup_words", DB_NONE,
	    &rows, err) == -1 || db_one(rows, err) == -1)
		return -1;
	*done = db_col_int(rows, 0) == WORDS_VERSION && db_col_null(rows, 1);
	*upto = db_col_int(rows, 0) == WORDS_VERSION ? db_col_int(rows, 1) : 0;
	return 0;
}

/* A task that was written meanwhile has its words already. */
static int
write_words(struct db *db, const struct db_rows *rows, struct err *err)
{
	const char *const	 texts[] = { db_col_str(rows, 2),
				    db_col_str(rows, 3) };
	own_buf struct buf	 words = { 0 };
	char			 prefix[32];
	const void		*hash;
	size_t			 len;

	snprintf(prefix, sizeof(prefix), "%" PRId64 "z", db_col_int(rows, 1));
	words_index(prefix, texts, nitems(texts), &words);
	hash = db_col_blob(rows, 4, &len);
	return db_exec(db, "UPDATE clickup_task SET words = ?, "
	    "updated_at = updated_at WHERE id = ? AND content_hash = ?",
	    DB_ARGS(db_strn(buf_str(&words), words.len),
	    db_int(db_col_int(rows, 0)), db_blob(hash, len)), NULL, err);
}

/* n: how many there were. */
static int
write_batch(struct db *db, int64_t *upto, int64_t *n, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT id, connection_id, name, description, "
	    "content_hash FROM clickup_task WHERE id > ? ORDER BY id LIMIT ?",
	    DB_ARGS(db_int(*upto), db_int(BATCH)), &rows, err) == -1)
		return -1;
	for (*n = 0; db_rows_next(rows); ++*n) {
		*upto = db_col_int(rows, 0);
		if (write_words(db, rows, err) == -1)
			return -1;
	}
	return 0;
}

int
clickup_reindex_run(struct db *db, int64_t most, bool *left, struct err *err)
{
	int64_t	 upto = 0, n = BATCH;
	bool	 done;

	*left = false;
	if (find_place(db, &upto, &done, err) == -1)
		return -1;
	if (done)
		return 0;
	for (; n == BATCH && most > 0; most -= n)
		if (write_batch(db, &upto, &n, err) == -1 ||
		    db_exec(db, "UPDATE clickup_words SET version = ?, "
		    "upto = ?", DB_ARGS(db_int(WORDS_VERSION),
		    db_int(upto)), NULL, err) == -1)
			return -1;
	*left = n == BATCH;
	return *left ? 0 : db_exec(db, "UPDATE clickup_words SET upto = NULL",
	    DB_NONE, NULL, err);
}
