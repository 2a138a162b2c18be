#include "inbox/batch.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

int
inbox_batch_list(struct db *db, int64_t batch, struct db_rows **rows,
    struct err *err)
{
	return db_query(db, "SELECT i.id, i.size, b.created_at, "
	    "IF(bu.name <> '', bu.name, bu.email), i.kind, "
	    "IF(i.arrival = 'failed' AND i.state <> 'rejected', 'failed', "
	    "i.state), IF(s.name <> '', s.name, i.name), i.url, "
	    "i.error_code, i.error_text, IF(u.name <> '', u.name, u.email), "
	    "d.id, d.candidate_id, d.guess, d.problem FROM "
	    "inbox_sending s JOIN inbox_item i ON i.id = s.item_id "
	    "LEFT JOIN document d ON d.id = i.document_id "
	    "LEFT JOIN user u ON u.id = i.decided_by "
	    "LEFT JOIN inbox_sending b ON b.id = (SELECT MIN(f.id) "
	    "FROM inbox_sending f WHERE f.item_id = i.id) "
	    "AND b.batch <> s.batch AND b.id < s.id "
	    "LEFT JOIN user bu ON bu.id = b.user_id "
	    "WHERE s.batch = ? ORDER BY s.id LIMIT ?",
	    DB_ARGS(db_int(batch), db_int(INBOX_BATCH_MAX)), rows, err);
}

bool
inbox_batch_next(struct db_rows *rows, struct inbox_line *out)
{
	if (!db_rows_next(rows))
		return false;
	*out = (struct inbox_line){
		.item_id = db_col_int(rows, 0),
		.size = db_col_int(rows, 1),
		.before_at = db_col_time(rows, 2),
		.before_name = db_col_str(rows, 3),
		.kind = db_col_str(rows, 4),
		.state = db_col_str(rows, 5),
		.name = db_col_str(rows, 6),
		.url = db_col_str(rows, 7),
		.error_code = db_col_str(rows, 8),
		.error_text = db_col_str(rows, 9),
		.decided_name = db_col_str(rows, 10),
		.document_id = db_col_int(rows, 11),
		.candidate_id = db_col_int(rows, 12),
		.guess = db_col_str(rows, 13),
		.problem = db_col_str(rows, 14),
	};
	return true;
}

int
inbox_batch_place(struct db *db, int64_t batch, struct inbox_place *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT bot_id, chat_id FROM inbox_sending "
	    "WHERE batch = ? AND via = 'telegram' ORDER BY id LIMIT 1",
	    DB_ARGS(db_int(batch)), &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	out->bot_id = db_col_int(rows, 0);
	out->chat_id = db_col_int(rows, 1);
	return 0;
}
