/* session: browsers that are signed in, and one-time sign-in links. Only
 * hashes of the tokens are kept. Tables session and login_token. */
#ifndef ACCOUNT_SESSION_H
#define ACCOUNT_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "io/secret.h"

struct db;
struct db_rows;
struct err;
struct web_more;
struct web_who;


/* What a new session is known by: the cookie, and what X-CSRF-Token must be. */
struct session_key {
	int64_t	 id;
	char	 token[SECRET_TOKEN_SIZE];
	char	 csrf[SECRET_HASH_SIZE];
};
/* A browser that comes in. */
struct session_new {
	int64_t		 user_id;
	const char	*address, *agent;	/* cut to the columns; agent or NULL */
	bool		 by_link;	/* by a one-time link, not by a password */
};
int	session_start(struct db *, const struct session_new *,
	    struct session_key *out, struct err *);
/* Did it begin within so many minutes? */
int	session_fresh(struct db *, int64_t id, int minutes, bool *out,
	    struct err *);
/*
 * Whose is this cookie? One statement by the hash, joined with the user and what else is
 * asked for (NULL: nothing). 0 with out->user_id 0: nobody's (unknown, expired, user inactive).
 * At most once a minute it also moves seen_at and the expiry on.
 */
int	session_who(struct db *, const char *token, const struct web_more *,
	    struct web_who *out, struct err *);

struct session {
	int64_t		 id, created_at, seen_at;	/* ms */
	const char	*address, *agent;	/* until the next row */
	bool		 by_link;
	int64_t		 user_id;		/* of session_list_all alone, so too: */
	const char	*user_name, *user_email;
};
/* A user's live ones, last used first: while (session_next(rows, &s)). */
int	session_list(struct db *, int64_t user_id, struct db_rows **,
	    struct err *);
bool	session_next(struct db_rows *, struct session *out);

/* Those of a company's people, newest first: below an id (0: all). */
int	session_list_all(struct db *, int64_t company_id, int64_t before_id,
	    int64_t limit, struct db_rows **, struct err *);
/* One of them ends: whose it was. ERR_ABSENT. */
int	session_end_any(struct db *, int64_t company_id, int64_t id,
	    int64_t *user_id, struct err *);

/* ERR_ABSENT: not the user's. */
int	session_end(struct db *, int64_t user_id, int64_t id, struct err *);
/* The one of this cookie; none is no error. */
int	session_end_token(struct db *, const char *token, struct err *);
/* All of a user's but keep_id (0: all). */
int	session_end_others(struct db *, int64_t user_id, int64_t keep_id,
	    struct err *);

/* Live ones of the whole house. */
int	session_count(struct db *, int64_t *, struct err *);

/* A link that works once within minutes, for one purpose: it signs a person in, or links a chat of
 * Telegram to them. */
#define SESSION_LINK_MINUTES	15
enum session_link { SESSION_LINK_SIGN_IN, SESSION_LINK_TELEGRAM };
int	session_link_make(struct db *, int64_t user_id, enum session_link,
	    int minutes, char token[SECRET_TOKEN_SIZE], struct err *);
/* Whose it is; it still works. ERR_AUTH as below. */
int	session_link_who(struct db *, const char *token, enum session_link,
	    int64_t *user_id, struct err *);
/* Uses it up. ERR_AUTH "account.link_expired": unknown, used, late, of another purpose, user
 * inactive. */
int	session_link_take(struct db *, const char *token, enum session_link,
	    int64_t *user_id, struct err *);

#endif
