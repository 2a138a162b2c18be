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
enum kind { DEVICE, PAIR, ADDRESS, ACCOUNT };
static const struct limit {
	int	 free, wait_s;
	char	 mark;		/* begins the subject */
} limits[] = {
	[DEVICE] = { 5, 300, 'd' },
	[PAIR] = { 5, 300, 'p' },
	[ADDRESS] = { 20, 900, 'a' },
	[ACCOUNT] = { 50, 60, 'u' },
};

/* What counts for a try, in this order; ends at -1. */
static const int of_device[] = { DEVICE, -1 };
static const int of_stranger[] = { ADDRESS, PAIR, ACCOUNT, -1 };

static const int *
kinds_of(const struct login_try *try)
{
	return try->device != NULL ? of_device : of_stranger;
}

void
login_try_network(const char *address, char out[LOGIN_TRY_NETWORK])
{
	struct in6_addr	 six;
	char		 text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, address, &six) == 1 &&
	    !IN6_IS_ADDR_V4MAPPED(&six)) {
		memset(six.s6_addr + 8, 0, 8);
		inet_ntop(AF_INET6, &six, text, sizeof(text));
		snprintf(out, LOGIN_TRY_NETWORK, "%s/64", text);
	} else
		snprintf(out, LOGIN_TRY_NETWORK, "%.45s", address);
}

/* Accounts are hashed: the table must not become a list of addresses that people mistyped. */
static void
subject_of(const struct login_try *try, enum kind kind,
    char out[SUBJECT_SIZE])
{
	char		 from[LOGIN_TRY_NETWORK], hash[SECRET_HASH_SIZE];
	own_str char	*text = NULL;

	login_try_network(try->address, from);
	if (kind == ADDRESS) {
		snprintf(out, SUBJECT_SIZE, "%c:%s", limits[kind].mark, from);
		return;
	}
	text = mem_fmt("%s %s", try->email, kind == DEVICE ? try->device :
	    kind == PAIR ? from : "");
	secret_hash(text, hash);
	snprintf(out, SUBJECT_SIZE, "%c:%s", limits[kind].mark, hash);
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
	err_code(err, ERR_BUSY, "account.login_throttled", "%d", wait_s);
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
login_try_begin(struct db *db, const struct login_try *try, struct err *err)
{
	const int	*kinds = kinds_of(try);
	char		 subject[SUBJECT_SIZE];
	struct err	 lost = { 0 };

	for (int i = 0; kinds[i] != -1; i++) {
		subject_of(try, kinds[i], subject);
		if (count_try(db, subject, &limits[kinds[i]], err) == 0)
			continue;
		/* A guess that was not heard says nothing about the others. */
		while (--i >= 0) {
			subject_of(try, kinds[i], subject);
			uncount_try(db, subject, &limits[kinds[i]], &lost);
		}
		return -1;
	}
	return 0;
}

/* The account's count and the address's hold other people's guesses, too: one less. */
int
login_try_ok(struct db *db, const struct login_try *try, struct err *err)
{
	const int	*kinds = kinds_of(try);
	char		 subject[SUBJECT_SIZE];

	for (int i = 0; kinds[i] != -1; i++) {
		subject_of(try, kinds[i], subject);
		if (kinds[i] == ADDRESS || kinds[i] == ACCOUNT) {
			if (uncount_try(db, subject, &limits[kinds[i]],
			    err) == -1)
				return -1;
		} else if (db_exec(db, "DELETE FROM login_try "
		    "WHERE subject = ?", DB_ARGS(db_str(subject)), NULL,
		    err) == -1)
			return -1;
	}
	return 0;
}

int
login_try_undo(struct db *db, const struct login_try *try, struct err *err)
{
	const int	*kinds = kinds_of(try);
	char		 subject[SUBJECT_SIZE];

	for (int i = 0; kinds[i] != -1; i++) {
		subject_of(try, kinds[i], subject);
		if (uncount_try(db, subject, &limits[kinds[i]], err) == -1)
			return -1;
	}
	return 0;
}

const struct db_deadline login_try_deadlines[] = {
	{ "login_try", "until_at" },
	{ 0 }
};
