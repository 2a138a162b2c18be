/*
 * passkey: keys on a phone, computer or security key by which a person signs in without a
 * password, or answers for the second step after one. Table passkey; io/webauthn checks what
 * authenticators say. Source: W3C Web Authentication Level 3, sections 5.4, 5.5, 7.
 */
#ifndef ACCOUNT_PASSKEY_H
#define ACCOUNT_PASSKEY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct db_rows;
struct err;
struct user;

#define PASSKEY_MAX	20	/* of one person */
#define PASSKEY_NAME	100	/* characters */

struct passkey {
	int64_t		 id, created_at, used_at;	/* ms */
	const char	*name;		/* until the next row */
	bool		 backed_up;
};
/* A person's, oldest first: while (passkey_next(rows, &one)). */
int	passkey_list(struct db *, int64_t user_id, struct db_rows **,
	    struct err *);
bool	passkey_next(struct db_rows *, struct passkey *out);
/* ERR_ABSENT: not the person's. */
int	passkey_get(struct db *, int64_t user_id, int64_t id,
	    struct db_rows **, struct passkey *out, struct err *);
int	passkey_rename(struct db *, int64_t user_id, int64_t id,
	    const char *name, struct err *);
int	passkey_remove(struct db *, int64_t user_id, int64_t id, struct err *);
int	passkey_remove_all(struct db *, int64_t user_id, struct err *);

/*
 * What a browser needs to make one: PublicKeyCredentialCreationOptionsJSON; the challenge in it is
 * bound to the session. ERR_CONFLICT "account.passkey_limit".
 */
int	passkey_begin(struct db *, const struct conf *, const struct user *,
	    int64_t session_id, json_t **options, struct err *);
/*
 * What the browser made of it: RegistrationResponseJSON. ERR_INPUT on its members; ERR_AUTH as
 * webauthn_client says, or "account.passkey_late" (the challenge is over, or used); ERR_CONFLICT
 * "account.passkey_known" (it is somebody's already), "account.passkey_limit".
 */
struct passkey_new {
	const struct user	*user;
	int64_t			 session_id;
	const char		*name;
	const json_t		*credential;
};
int	passkey_add(struct db *, const struct conf *,
	    const struct passkey_new *, int64_t *id, struct err *);

/*
 * What a browser needs to sign with one: PublicKeyCredentialRequestOptionsJSON. user_id: only that
 * person's; 0: any that the browser finds for this site. cookie: what the challenge is bound to.
 */
int	passkey_ask(struct db *, const struct conf *, int64_t user_id,
	    const char *cookie, json_t **options, struct err *);
/*
 * Whose is it, and is it theirs? AuthenticationResponseJSON. alone: it replaces the password, too,
 * and has to have checked its owner. user_id: also filled when a known one was refused, else 0.
 * ERR_INPUT on its members; ERR_AUTH as above, or "account.passkey" (nobody's),
 * "account.passkey_unverified", "account.passkey_counter" (a copy of it was used).
 */
struct passkey_answer {
	const char	*cookie;
	const json_t	*credential;
	bool		 alone;
};
int	passkey_check(struct db *, const struct conf *,
	    const struct passkey_answer *, int64_t *user_id, struct err *);

#endif
