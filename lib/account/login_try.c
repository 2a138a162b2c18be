#include "account/login_try.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"

#define SUBJECT_SIZE	80
#define FORGET_MINUTES	60

/* How many tries are free, and the longest wait after them. */
static const struct limit {
	int	 free, wait_s;
} of_account = { 5, 300 }, of_address = { 20, 900 };

/* The table must not become a list of addresses that people mistyped. */
static void
account_subject(const char *email, char out[SUBJECT_SIZE])
{
	char	 hash[SECRET_HASH_SIZE];

	secret_hash(email, hash);
	snprintf(out, SUBJECT_SIZE, "u:%s", hash);
}

static void
address_subject(const char *address, char out[SUBJECT_SIZE])
{
	struct in6_addr	 six;
	char		 text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, address, &six) == 1 &&
	    !IN6_IS_ADDR_V4MAPPED(&six)) {
		memset(six.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &six, text, sizeof(text));
		snprintf(out, SUBJECT_SIZE, "a:%s/64", text);
	} else
		snprintf(out, SUBJECT_SIZE, "a:%.45s", address);
}

/* Seconds until the subject is heard again. */
static int
wait_left(struct db *db, const char *subject, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT CEIL(TIMESTAMPDIFF(MICROSECOND, NOW(3), "
	    "until_at) / 1000000) FROM login_try WHERE subject = ?",
	    DB_ARGS(db_str(subject)), &rows, err) == -1)
		return -1;
	if (db_rows_next(rows) && db_col_int(rows, 0) > 1)
		return (int)db_col_int(rows, 0);
	return 1;
}

/*
 * One more failed try, unless the subject has to wait. MariaDB assigns from left
 * to right: until_at sees the new count.
 */
static int
count_try(struct db *db, const char *subject, const struct limit *limit,
    struct err *err)
{
	int64_t	 changed = 0;
	int	 wait_s;

	if (db_exec(db, "INSERT INTO login_try (subject, fails, first_at) "
	    "VALUES (?, 0, NOW(3)) ON DUPLICATE KEY UPDATE "
	    "fails = IF(first_at < NOW(3) - INTERVAL ? MINUTE, 0, fails)",
	    DB_ARGS(db_str(subject), db_int(FORGET_MINUTES)), NULL,
	    err) == -1 ||
	    db_exec(db, "UPDATE login_try SET fails = fails + 1, "
	    "first_at = NOW(3), until_at = IF(fails > ?, NOW(3) + INTERVAL "
	    "LEAST(?, POW(2, LEAST(20, fails - ?))) SECOND, NULL) "
	    "WHERE subject = ? AND (until_at IS NULL OR until_at <= NOW(3))",
	    DB_ARGS(db_int(limit->free), db_int(limit->wait_s),
	    db_int(limit->free), db_str(subject)), &changed, err) == -1)
		return -1;
	if (changed != 0)
		return 0;
	if ((wait_s = wait_left(db, subject, err)) == -1)
		return -1;
	err_code(err, ERR_BUSY, "login_throttled", "%d", wait_s);
	err->retry_after_s = wait_s;
	return -1;
}

/* A try that was no failure after all. */
static int
uncount_try(struct db *db, const char *subject, const struct limit *limit,
    struct err *err)
{
	return db_exec(db, "UPDATE login_try SET fails = fails - 1, "
	    "until_at = IF(fails > ?, until_at, NULL) "
	    "WHERE subject = ? AND fails > 0", DB_ARGS(db_int(limit->free),
	    db_str(subject)), NULL, err);
}

int
login_try_begin(struct db *db, const char *email, const char *address,
    struct err *err)
{
	char	 account[SUBJECT_SIZE], from[SUBJECT_SIZE];

	account_subject(email, account);
	address_subject(address, from);
	if (count_try(db, from, &of_address, err) == -1)
		return -1;
	if (count_try(db, account, &of_account, err) == 0)
		return 0;
	/* A guess that was not heard says nothing about the address. */
	if (err->kind == ERR_BUSY) {
		struct err	 lost = { 0 };

		uncount_try(db, from, &of_address, &lost);
	}
	return -1;
}

int
login_try_ok(struct db *db, const char *email, const char *address,
    struct err *err)
{
	char	 account[SUBJECT_SIZE], from[SUBJECT_SIZE];

	account_subject(email, account);
	address_subject(address, from);
	if (db_exec(db, "DELETE FROM login_try WHERE subject = ?",
	    DB_ARGS(db_str(account)), NULL, err) == -1)
		return -1;
	return uncount_try(db, from, &of_address, err);
}
