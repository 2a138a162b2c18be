#include "inbox/tell.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>

#include "account/outbox.h"
#include "base/mem.h"
#include "inbox/item.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"
#include "live/audience.h"
#include "live/post.h"
#include "notice/notice.h"

#define KEY_SIZE	64
#define COUNT_SIZE	24
#define MOST		1000	/* people of a company who decide */

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

/* The batch that the notice of the last hour began with; else this one. */
static int
find_first(struct db *db, int64_t company_id, int64_t sender_id,
    int64_t batch, int64_t *first, struct err *err)
{
	if (db_number(db, "SELECT CAST(SUBSTRING_INDEX(n.dedupe_key, ':', "
	    "-1) AS UNSIGNED) FROM user u JOIN notice n ON n.user_id = u.id "
	    "AND n.dedupe_key LIKE CONCAT('inbox:', ?, ':%') "
	    "AND n.created_at > NOW(3) - INTERVAL 1 HOUR "
	    "WHERE u.company_id = ? "
	    "ORDER BY n.created_at DESC, n.id DESC LIMIT 1",
	    DB_ARGS(db_int(sender_id), db_int(company_id)), first, err) == -1)
		return -1;
	if (*first == 0)
		*first = batch;
	return 0;
}

int
inbox_tell_news(struct db *db, int64_t company_id, int64_t sender_id,
    int64_t batch, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	char			 key[KEY_SIZE], count[COUNT_SIZE] = "";
	int64_t			 users[MOST], first;
	struct notice_new	 new = { .company_id = company_id,
		.kind = NOTICE_INBOX, .by_id = sender_id, .text = count,
		.href = "/inbox/", .subject = "inbox",
		.subject_id = sender_id, .dedupe_key = key };
	size_t			 n = 0;

	if (find_first(db, company_id, sender_id, batch, &first, err) == -1 ||
	    db_query(db, "SELECT u.id, IF(s.name <> '', s.name, s.email), "
	    "(SELECT COUNT(DISTINCT item_id) FROM inbox_sending "
	    "WHERE user_id = s.id AND batch >= ?) FROM user s "
	    "JOIN user u ON u.company_id = s.company_id AND u.active "
	    "AND u.role >= ? AND u.id <> s.id WHERE s.id = ? "
	    "AND s.company_id = ? ORDER BY u.id LIMIT ?", DB_ARGS(
	    db_int(first), db_int(ROLE_RECRUITER), db_int(sender_id),
	    db_int(company_id), db_int(MOST)), &rows, err) == -1)
		return -1;
	snprintf(key, sizeof(key), "inbox:%" PRId64 ":%" PRId64, sender_id,
	    first);
	while (db_rows_next(rows)) {
		users[n++] = db_col_int(rows, 0);
		new.about = db_col_str(rows, 1);
		snprintf(count, sizeof(count), "%" PRId64, db_col_int(rows, 2));
	}
	return n == 0 ? 0 : notice_add(db, &new, users, n, err) == -1 ||
	    notice_reword(db, company_id, key, count, err) == -1 ? -1 : 0;
}
