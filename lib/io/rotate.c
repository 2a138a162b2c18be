#include "io/rotate.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

/* The same text under the present key; nothing when another process wrote it. */
static int
reseal(struct db *db, const struct conf *conf, const struct rotate_table *of,
    const struct db_rows *row, struct err *err)
{
	own_buf struct buf	 cipher = { 0 };
	own_str char		*plain = NULL;
	char			 label[ROTATE_LABEL_SIZE], key_id[17];
	const int64_t		 id = db_col_int(row, 2);
	const char		*name = of->named ? db_col_str(row, 3) : "";
	const void		*old;
	size_t			 len;

	of->label(id, name, label);
	old = db_col_blob(row, 0, &len);
	if (secret_open(conf, label, old, len, db_col_str(row, 1), &plain,
	    err) == -1 ||
	    secret_seal(conf, label, plain, &cipher, key_id, err) == -1)
		return -1;

	const struct db_arg	 args[] = { db_blob(cipher.data, cipher.len),
		db_str(key_id), db_blob(old, len), db_int(id), db_str(name) };

	return db_exec(db, of->update, (struct db_args){ args, of->named ?
	    5 : 4 }, NULL, err);
}

int
rotate_all(struct db *db, const struct conf *conf,
    const struct rotate_table *of, int64_t *done, int64_t *failed,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_buf struct buf	 probe = { 0 };
	char			 key_id[17];

	if (secret_seal(conf, "probe", "probe", &probe, key_id, err) == -1 ||
	    db_query(db, of->select, DB_ARGS(db_str(key_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		struct err	 why = { 0 };

		if (reseal(db, conf, of, rows, &why) == 0)
			++*done;
		else if (why.kind == ERR_DOWN) {
			*err = why;
			return -1;
		} else
			++*failed;
	}
	return 0;
}
