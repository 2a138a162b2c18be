#include "notice/choice.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

#define PATH_SIZE	96

static enum notice_channel
channel_of(const char *name)
{
	enum notice_channel	c = 0;

	while (c < NOTICE_CHANNELS && strcmp(notice_channel_name(c), name) != 0)
		c++;
	return c;
}

static void
take(struct notice_choice *out, const char *kind, const char *channel,
    bool wanted)
{
	const enum notice_kind		k = notice_kind_of(kind);
	const enum notice_channel	c = channel_of(channel);

	if (k < NOTICE_KINDS && c < NOTICE_CHANNELS)
		out->wanted[k][c] = wanted;
}

int
notice_choice_get(struct db *db, int64_t user_id, struct notice_choice *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT kind, channel, wanted FROM notice_choice "
	    "WHERE user_id = ?", DB_ARGS(db_int(user_id)), &rows, err) == -1)
		return -1;
	for (enum notice_kind k = 0; k < NOTICE_KINDS; k++)
		for (enum notice_channel c = 0; c < NOTICE_CHANNELS; c++)
			out->wanted[k][c] = notice_kind_wanted(k, c);
	while (db_rows_next(rows))
		take(out, db_col_str(rows, 0), db_col_str(rows, 1),
		    db_col_int(rows, 2) != 0);
	return 0;
}

int
notice_choice_set(struct db *db, int64_t user_id, enum notice_kind kind,
    enum notice_channel channel, bool wanted, struct err *err)
{
	return db_exec(db, "INSERT INTO notice_choice (user_id, kind, channel, "
	    "wanted) VALUES (?, ?, ?, ?) "
	    "ON DUPLICATE KEY UPDATE wanted = VALUES(wanted)",
	    DB_ARGS(db_int(user_id), db_str(notice_kind_name(kind)),
	    db_str(notice_channel_name(channel)), db_int(wanted)), NULL, err);
}

static int
patch_kind(struct db *db, int64_t user_id, const char *kind,
    const json_t *channels, struct err *err)
{
	char		 path[PATH_SIZE];
	const char	*name;
	json_t		*value;

	snprintf(path, sizeof(path), "kinds.%s", kind);
	if (notice_kind_of(kind) == NOTICE_KINDS)
		return err_field(err, path, "unknown", "%s", "");
	if (!json_is_object(channels))
		return err_field(err, path, "type", "object");
	json_object_foreach((json_t *)channels, name, value) {
		snprintf(path, sizeof(path), "kinds.%s.%s", kind, name);
		if (channel_of(name) == NOTICE_CHANNELS)
			return err_field(err, path, "unknown", "%s", "");
		if (!json_is_boolean(value))
			return err_field(err, path, "type", "boolean");
		if (notice_choice_set(db, user_id, notice_kind_of(kind),
		    channel_of(name), json_is_true(value), err) == -1)
			return -1;
	}
	return 0;
}

int
notice_choice_patch(struct db *db, int64_t user_id, const json_t *kinds,
    struct err *err)
{
	const char	*kind;
	json_t		*channels;

	json_object_foreach((json_t *)kinds, kind, channels)
		if (patch_kind(db, user_id, kind, channels, err) == -1)
			return -1;
	return 0;
}
