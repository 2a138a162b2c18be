/* user: the people who may come in, and the companies they work for. Tables
 * company and user. */
#ifndef ACCOUNT_USER_H
#define ACCOUNT_USER_H

#include <stdbool.h>
#include <stdint.h>

#include "io/web.h"
#include "person/email.h"

struct db;
struct db_rows;
struct err;

struct user {
	int64_t		 id, company_id;
	enum web_role	 role;
	char		*company;	/* its name */
	char		*email;		/* "": a candidate without one */
	char		*name, *locale, *time_zone, *theme;
	char		*active_system;	/* "PROD", "SANDBOX": which Huntflow */
	char		*password;	/* argon2id, "": none yet */
	bool		 hot_keys, active;
	bool		 invited;	/* as seen_at: has never come in so far */
	int64_t		 created_at, seen_at;	/* ms; seen_at 0: not lately */
};
void	user_clear(struct user *);
#define own_user cleanup(user_clear)

/* The role of this name (web_role_name); ROLE_NONE for a word that names none. */
enum web_role	 user_role(const char *name);

/* As person_email_read; a host without dots will do, one of any language is written
 * as the network knows it. 0, or -1 with ERR_INPUT on the field email
 * (code "format"). */
int	user_email(const char *given, char out[PERSON_EMAIL_SIZE], struct err *);

/*
 * Who comes in, by a key: a session or a token. The row of an active user with such a key (table
 * with columns, as k, found by where), of what the program wants to know more (NULL: nothing).
 */
int	user_who(struct db *, const char *columns, const char *table,
	    const char *where, const char *hash, const struct web_more *,
	    struct db_rows **, struct err *);
/* Its row read; the key's own columns begin at USER_WHO_NCOLS. */
#define USER_WHO_NCOLS	(5 + WEB_MORE_MAX)
void	user_who_read(const struct db_rows *, struct web_who *out);

/* ERR_ABSENT: none. */
int	user_get(struct db *, int64_t id, struct user *out, struct err *);
int	user_find(struct db *, const char *email, struct user *out,
	    struct err *);

/* A company's people by id, then row by row: while (user_next(rows, &u)). */
int	user_list(struct db *, int64_t company_id, int64_t after_id,
	    int64_t skip, int limit, struct db_rows **, struct err *);
/* Clears *out first; seen_at and invited are filled here alone. */
bool	user_next(struct db_rows *, struct user *out);
/* The e-mails of active administrators of all companies, oldest first: a column each. */
int	user_admins(struct db *, struct db_rows **, struct err *);
int	user_count(struct db *, int64_t company_id, int64_t *out,
	    struct err *);

/* Is it the company that keeps the house, the oldest one? Its admins see figures of the whole
 * house. */
int	user_keeps_house(struct db *, int64_t company_id, bool *out,
	    struct err *);
/* The company of that name, made when there is none; name: 1 to 200 chars. */
int	user_company(struct db *, const char *name, int64_t *id, struct err *);
/* email normalised. ERR_CONFLICT "account.email_taken": it is in use already. */
int	user_add(struct db *, int64_t company_id, const char *email,
	    const char *name, enum web_role, const char *locale, int64_t *id,
	    struct err *);

/* A candidate, who cannot come in before the invitation. email normalised; NULL: none. Errors as
 * above. */
int	user_add_candidate(struct db *, int64_t company_id, const char *email,
	    const char *name, const char *locale, int64_t *id, struct err *);
/* Lets a candidate of the company's in; email: NULL, as it is. ERR_CONFLICT
 * "account.email_taken". */
int	user_invite_candidate(struct db *, int64_t company_id, int64_t id,
	    const char *email, struct err *);
/* Takes one away who never came in, as if they had not been made. In a transaction. ERR_CONFLICT
 * "account.user_used": they could come in, or have another role. */
int	user_drop_candidate(struct db *, int64_t id, struct err *);
/* Nothing of a candidate is known any more; whatever lets them in ends. In a transaction. */
int	user_erase_candidate(struct db *, int64_t id, struct err *);

/* What a person chooses; a member that is NULL stays as it is. */
struct user_choices {
	const char	*name, *locale, *time_zone, *theme, *active_system;
	const bool	*hot_keys;
};
int	user_choose(struct db *, int64_t id, const struct user_choices *,
	    struct err *);
/* A new password, and what ends with the former one, all or nothing. */
struct user_password {
	int64_t		 user_id;
	const char	*hash;			/* of secret_password; "": none any more */
	int64_t		 keep_session_id;	/* the one that sets it; 0: none */
	bool		 keep_tokens;		/* API keys; unused sign-in links always end */
};
int	user_set_password(struct db *, const struct user_password *,
	    struct err *);
/* What an admin changes of a colleague; what is not given stays as it is. */
struct user_change {
	int64_t		 id, company_id;
	const char	*name;		/* or NULL */
	enum web_role	 role;		/* or ROLE_NONE */
	const bool	*active;	/* or NULL; false: sessions, keys and links end */
};
/*
 * ERR_ABSENT: none of the company's; ERR_CONFLICT "account.last_admin": the company would be left
 * without an active admin.
 */
int	user_change(struct db *, const struct user_change *, struct err *);

#endif
