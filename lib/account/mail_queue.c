#include "account/mail_queue.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "account/login_try.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define EMAIL_MOST	3
#define EMAIL_MINUTES	15
#define ADDRESS_MOST	20
#define ADDRESS_MINUTES	60
#define TRIES		4
#define ASKED_MINUTES	15	/* later nobody waits for it any more */

static const char *const kinds[] = { "asked", "link", "invite" };

int
mail_queue_add(struct db *db, int64_t user_id, enum mail_kind kind,
    struct err *err)
{
	return db_exec(db, "INSERT INTO mail_queue (user_id, kind) "
	    "VALUES (?, ?)", DB_ARGS(db_int(user_id), db_str(kinds[kind])),
	    NULL, err);
}

/* 0, or -1 when there were so many of them lately. */
static int
check_count(struct db *db, const char *sql, const char *subject, int minutes,
    int most, struct err *err)
{
	int64_t	 n;

	if (db_number(db, sql, DB_ARGS(db_str(subject), db_int(minutes)), &n,
	    err) == -1)
		return -1;
	if (n < most)
		return 0;
	err_code(err, ERR_BUSY, "account.mail_throttled", "%d", minutes);
	err->retry_after_s = minutes * 60;
	return -1;
}

int
mail_queue_ask(struct db *db, const char *email, const char *address,
    struct err *err)
{
	char	 network[LOGIN_TRY_NETWORK], asked[SECRET_HASH_SIZE];

	login_try_network(address, network);
	secret_hash(email, asked);
	if (check_count(db, "SELECT COUNT(*) FROM mail_queue WHERE asked = ? "
	    "AND created_at > NOW(3) - INTERVAL ? MINUTE", asked,
	    EMAIL_MINUTES, EMAIL_MOST, err) == -1 ||
	    check_count(db, "SELECT COUNT(*) FROM mail_queue "
	    "WHERE network = ? AND created_at > NOW(3) - INTERVAL ? MINUTE",
	    network, ADDRESS_MINUTES, ADDRESS_MOST, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO mail_queue (user_id, kind, asked, "
	    "network, address) VALUES ((SELECT id FROM user WHERE email = ? "
	    "AND active), ?, ?, ?, ?)", DB_ARGS(db_str(email),
	    db_str(kinds[MAIL_ASKED]), db_str(asked), db_str(network),
	    db_strn(address, strnlen(address, 45))), NULL, err);
}

int
mail_queue_next(struct db *db, struct mail_queue *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	const char		*kind;

	if (db_exec(db, "UPDATE mail_queue SET state = 'dropped' "
	    "WHERE state = 'waiting' AND (user_id IS NULL OR (kind = 'asked' "
	    "AND created_at < NOW(3) - INTERVAL ? MINUTE))",
	    DB_ARGS(db_int(ASKED_MINUTES)), NULL, err) == -1 ||
	    db_query(db, "SELECT id, user_id, kind, address FROM mail_queue "
	    "WHERE state = 'waiting' AND due_at <= NOW(3) "
	    "ORDER BY due_at, id LIMIT 1", DB_NONE, &rows, err) == -1)
		return -1;
	if (!db_rows_next(rows))
		return 0;
	*out = (struct mail_queue){ .id = db_col_int(rows, 0),
	    .user_id = db_col_int(rows, 1) };
	kind = db_col_str(rows, 2);
	for (size_t i = 0; i < nitems(kinds); i++)
		if (strcmp(kinds[i], kind) == 0)
			out->kind = (enum mail_kind)i;
	snprintf(out->address, sizeof(out->address), "%s",
	    db_col_str(rows, 3));
	return 1;
}

int
mail_queue_done(struct db *db, int64_t id, bool sent, struct err *err)
{
	return db_exec(db, "UPDATE mail_queue SET state = ? WHERE id = ?",
	    DB_ARGS(db_str(sent ? "sent" : "dropped"), db_int(id)), NULL, err);
}

int
mail_queue_later(struct db *db, int64_t id, struct err *err)
{
	return db_exec(db, "UPDATE mail_queue SET tries = tries + 1, "
	    "state = IF(tries >= ?, 'dropped', state), due_at = NOW(3) + "
	    "INTERVAL 15 * POW(4, tries - 1) SECOND WHERE id = ?",
	    DB_ARGS(db_int(TRIES), db_int(id)), NULL, err);
}

const struct db_deadline mail_queue_deadlines[] = {
	{ "mail_queue", "due_at" },
	{ 0 }
};
