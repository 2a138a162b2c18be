/* token: API keys of programs, "hw_" and 43 characters. Only hashes are kept.
 * Table api_token. */
#ifndef ACCOUNT_TOKEN_H
#define ACCOUNT_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct web_more;
struct web_who;

#define TOKEN_SIZE	47	/* with NUL */

struct token {
	int64_t		 id, created_at, used_at, expires_at;	/* ms */
	const char	*name, *tail;	/* until the next row */
	const char	*scopes;	/* "read", "read,write", "write" */
	int64_t		 user_id;	/* of token_list_all alone, so too: */
	const char	*user_name, *user_email;
};
/*
 * A new one, shown to its owner this one time. scopes as above; expires_at ms,
 * 0: never. ERR_CONFLICT "account.token_limit": 50 exist.
 */
int	token_make(struct db *, int64_t user_id, const char *name,
	    const char *scopes, int64_t expires_at, int64_t *id,
	    char plain[TOKEN_SIZE], struct err *);
/* Whose is it? As session_who; used_at moves at most once a minute. */
int	token_who(struct db *, const char *plain, const struct web_more *,
	    struct web_who *out, struct err *);
/* All of a user's, newest first: while (token_next(rows, &t)). */
int	token_list(struct db *, int64_t user_id, struct db_rows **,
	    struct err *);
bool	token_next(struct db_rows *, struct token *out);
/* Those of a company's people, newest first: below an id (0: all). */
int	token_list_all(struct db *, int64_t company_id, int64_t before_id,
	    int64_t limit, struct db_rows **, struct err *);
/* One of them is revoked: whose it was. ERR_ABSENT. */
int	token_revoke_any(struct db *, int64_t company_id, int64_t id,
	    int64_t *user_id, struct err *);
/* ERR_ABSENT: not the user's. */
int	token_revoke(struct db *, int64_t user_id, int64_t id, struct err *);

#endif
