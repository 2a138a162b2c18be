#include "notice/choice.h"

#include <string.h>

#include "base/mem.h"
#include "io/db.h"

static void
take(struct notice_choice *out, const char *kind, const char *channel,
    bool wanted)
{
	const enum notice_kind	k = notice_kind_of(kind);

	for (enum notice_channel c = 0; c < NOTICE_CHANNELS; c++)
		if (k < NOTICE_KINDS &&
		    strcmp(notice_channel_name(c), channel) == 0)
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
