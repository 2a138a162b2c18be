#include "inbox/tell.h"

#include <jansson.h>

#include "account/outbox.h"
#include "base/mem.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "live/audience.h"
#include "live/post.h"

int
inbox_tell(struct db *db, int64_t company_id, int64_t item_id,
    const char *what, struct err *err)
{
	own_json json_t			*data = json_pack("{s:I, s:s}", "id",
	    (json_int_t)item_id, "what", what);
	own_people struct live_people	 people = { 0 };

	if (live_audience_people(db, &inbox_audience, company_id, item_id,
	    &people, err) == -1)
		return -1;
	return people.n == 0 ? 0 : live_post_add(db, &(struct live_post){
	    .company_id = company_id, .users = people.v, .n = people.n,
	    .type = "inbox", .data = data }, err);
}

int
inbox_tell_batch(struct db *db, int64_t batch, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT s.company_id, s.user_id, s.chat_id "
	    "FROM inbox_sending s WHERE s.batch = ? AND s.via = 'telegram' "
	    "AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.lane = s.chat_id "
	    "AND o.state = 'waiting' AND o.kind = ? AND o.subject_id = ?) "
	    "ORDER BY s.id LIMIT 1", DB_ARGS(db_int(batch),
	    db_str(INBOX_ANSWER), db_int(batch)), &rows, err) == -1)
		return -1;
	return !db_rows_next(rows) ? 0 : outbox_add(db, &(struct outbox_new){
	    .company_id = db_col_int(rows, 0), .user_id = db_col_int(rows, 1),
	    .channel = OUTBOX_TELEGRAM, .lane = db_col_int(rows, 2),
	    .kind = INBOX_ANSWER, .subject_id = batch, .urgent = true }, 1,
	    err);
}

int
inbox_tell_senders(struct db *db, int64_t item_id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT DISTINCT batch FROM inbox_sending "
	    "WHERE item_id = ? AND via = 'telegram' ORDER BY batch DESC "
	    "LIMIT 20", DB_ARGS(db_int(item_id)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows))
		if (inbox_tell_batch(db, db_col_int(rows, 0), err) == -1)
			return -1;
	return 0;
}
