#include "account/expiry.h"

#include "base/mem.h"
#include "io/db.h"

#define PART	2000	/* rows of one statement: short locks */

int
expiry_run(struct db *db, int64_t days, int64_t *removed, struct err *err)
{
	int64_t	sessions, links, tries, kept, asked, letters;

	if (db_exec(db, "DELETE FROM session WHERE expires_at < NOW(3) LIMIT ?",
	    DB_ARGS(db_int(PART)), &sessions, err) == -1 ||
	    db_exec(db, "DELETE FROM login_token WHERE expires_at < NOW(3) "
	    "LIMIT ?", DB_ARGS(db_int(PART)), &links, err) == -1 ||
	    db_exec(db, "DELETE FROM login_try "
	    "WHERE first_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), &tries, err) == -1 ||
	    db_exec(db, "DELETE FROM passkey_challenge "
	    "WHERE expires_at < NOW(3) LIMIT ?", DB_ARGS(db_int(PART)),
	    &asked, err) == -1 ||
	    db_exec(db, "DELETE FROM replay "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), &kept, err) == -1 ||
	    db_exec(db, "DELETE FROM outbox "
	    "WHERE created_at < NOW(3) - INTERVAL ? DAY "
	    "AND (kind IN ('asked', 'link', 'invite') "
	    "OR created_at < NOW(3) - INTERVAL 30 DAY) LIMIT ?",
	    DB_ARGS(db_int(days), db_int(PART)), &letters, err) == -1)
		return -1;
	*removed = sessions + links + tries + asked + kept + letters;
	return 0;
}
