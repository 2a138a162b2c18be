#include "account/passkey_challenge.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"

#define PART	20	/* of those that are over, removed with each new one */

/* Who asks without end must not fill the table: more is removed than is added. */
static int
forget_old(struct db *db, struct err *err)
{
	return db_exec(db, "DELETE FROM passkey_challenge "
	    "WHERE expires_at < NOW(3) LIMIT ?", DB_ARGS(db_int(PART)), NULL,
	    err);
}

int
passkey_challenge_make(struct db *db, const char *bound,
    char out[SECRET_TOKEN_SIZE], struct err *err)
{
	char	 hash[SECRET_HASH_SIZE], to[SECRET_HASH_SIZE];

	secret_token(out);
	secret_hash(out, hash);
	secret_hash(bound, to);
	if (forget_old(db, err) == -1)
		return -1;
	return db_exec(db, "INSERT INTO passkey_challenge (hash, bound, "
	    "expires_at) VALUES (?, ?, NOW(3) + INTERVAL ? MINUTE)",
	    DB_ARGS(db_str(hash), db_str(to),
	    db_int(PASSKEY_CHALLENGE_MINUTES)), NULL, err);
}

int
passkey_challenge_take(struct db *db, const char *bound,
    const char *challenge, struct err *err)
{
	char	 hash[SECRET_HASH_SIZE], to[SECRET_HASH_SIZE];
	int64_t	 n = 0;

	secret_hash(challenge, hash);
	secret_hash(bound, to);
	if (db_exec(db, "DELETE FROM passkey_challenge WHERE hash = ? "
	    "AND bound = ? AND expires_at > NOW(3)", DB_ARGS(db_str(hash),
	    db_str(to)), &n, err) == -1)
		return -1;
	return n == 1 ? 0 : err_code(err, ERR_AUTH, "account.passkey_late",
	    "no such challenge");
}
