#include "origin/slot.h"

#include "base/mem.h"
#include "io/db.h"

#define SLOT_OF_ROW	"UNIX_TIMESTAMP(x.done_at) DIV 900"

int
origin_slot_add(struct db *db, int64_t transfer_id, struct err *err)
{
	int64_t	first = 0;

	if (db_exec(db, "UPDATE transfer SET done_at = NOW(3) WHERE id = ? "
	    "AND state = 'done' AND done_at IS NULL",
	    DB_ARGS(db_int(transfer_id)), &first, err) == -1)
		return -1;
	if (first == 0)
		return 0;
	return db_exec(db, "INSERT INTO transfer_slot (user_id, slot, done) "
	    "SELECT x.user_id, " SLOT_OF_ROW ", 1 FROM transfer x "
	    "WHERE x.id = ? ON DUPLICATE KEY UPDATE done = done + 1",
	    DB_ARGS(db_int(transfer_id)), NULL, err);
}

int
origin_slot_take(struct db *db, int64_t transfer_id, struct err *err)
{
	if (db_exec(db, "UPDATE transfer_slot s JOIN transfer x "
	    "ON s.user_id = x.user_id AND s.slot = " SLOT_OF_ROW " "
	    "SET s.done = s.done - 1 WHERE x.id = ? AND s.done > 0",
	    DB_ARGS(db_int(transfer_id)), NULL, err) == -1)
		return -1;
	return db_exec(db, "UPDATE transfer SET done_at = NULL WHERE id = ?",
	    DB_ARGS(db_int(transfer_id)), NULL, err);
}
