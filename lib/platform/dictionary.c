#include "platform/dictionary.h"

#include <stdio.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define FRESH_H	24

int
dictionary_get(struct db *db, const struct dictionary_key *key,
    struct dictionary *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 address[SECRET_HASH_SIZE];

	*out = (struct dictionary){ 0 };
	secret_hash(key->base_url, address);
	if (db_query(db, "SELECT data, etag, checked_at BETWEEN "
	    "NOW(3) - INTERVAL ? HOUR AND NOW(3) FROM platform_dictionary "
	    "WHERE platform = ? AND address = ? AND name = ?",
	    DB_ARGS(db_int(FRESH_H), db_str(key->platform), db_str(address),
	    db_str(key->name)), &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows) ||
	    (out->data = json_loads(db_col_str(rows, 0), 0, NULL)) == NULL)
		return 0;
	snprintf(out->etag, sizeof(out->etag), "%s", db_col_str(rows, 1));
	out->fresh = db_col_int(rows, 2) != 0;
	return 0;
}

int
dictionary_put(struct db *db, const struct dictionary_key *key,
    const json_t *data, const char *etag, struct err *err)
{
	own_str char	*text = json_dumps(data, JSON_COMPACT);
	char		 address[SECRET_HASH_SIZE];

	if (text == NULL)
		return err_set(err, ERR_INTERNAL, "a dictionary of nothing");
	secret_hash(key->base_url, address);
	return db_exec(db, "INSERT INTO platform_dictionary (platform, "
	    "address, name, etag, data) VALUES (?, ?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE etag = VALUES(etag), "
	    "data = VALUES(data), checked_at = NOW(3)",
	    DB_ARGS(db_str(key->platform), db_str(address),
	    db_str(key->name), db_str(etag), db_str(text)), NULL, err);
}

int
dictionary_touch(struct db *db, const struct dictionary_key *key,
    struct err *err)
{
	char	 address[SECRET_HASH_SIZE];

	secret_hash(key->base_url, address);
	return db_exec(db, "UPDATE platform_dictionary SET checked_at = NOW(3) "
	    "WHERE platform = ? AND address = ? AND name = ?",
	    DB_ARGS(db_str(key->platform), db_str(address),
	    db_str(key->name)), NULL, err);
}
