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
/* ERR_ABSENT: not the user's. */
int	token_revoke(struct db *, int64_t user_id, int64_t id, struct err *);

#endif
