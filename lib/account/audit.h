/* audit: who did what, who came in and who was refused, for the admins' page. Table audit. */
#ifndef ACCOUNT_AUDIT_H
#define ACCOUNT_AUDIT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct web_req;

struct audit {
	int64_t		 company_id, user_id;	/* user_id 0: nobody known */
	const char	*action;	/* "login", "token.create", ... */
	const char	*object;	/* what it was done to; NULL: nothing */
	const json_t	*data;		/* details without secrets, or NULL */
	const char	*address;	/* NULL: the command line */
};
/*
 * A line that cannot be written is logged; the deed itself stays done. Of one person and action
 * at most 2000 lines an hour are kept; of failures and refusals 120.
 */
void	audit_add(struct db *, const struct audit *);
/* What the one who asks has done. object, data: as above. */
void	audit_request(struct db *, const struct web_req *, const char *action,
	    const char *object, const json_t *data);
/* The same, done to a numbered thing. name: what people call it, or NULL. */
void	audit_request_id(struct db *, const struct web_req *,
	    const char *action, int64_t id, const char *name);
/* A signed-in person was answered 401 or 403: "refused.role" for the code "io.role". */
void	audit_refused(struct db *, const struct web_req *, const struct err *);

/* Which lines; 0 and NULL: any. */
struct audit_filter {
	int64_t		 company_id, user_id;
	const char	*action;	/* with all below: "login" is "login.failed", too */
	int64_t		 from_ms, to_ms;	/* both ends belong to it */
	int64_t		 before_id;
};
/*
 * One line as it is read; texts live until the next row. Lines of nobody known (a sign-in with an
 * unknown e-mail) have no company: they are shown where there is one company alone.
 */
struct audit_line {
	int64_t		 id, created_at, user_id;
	const char	*email, *name;		/* of the person; NULL: nobody known */
	const char	*action, *object, *data, *address;	/* data: JSON, or NULL */
};
/* Newest first, limit lines, then row by row. total: of all, exact up to 10 000, then 10 001. */
int	audit_find(struct db *, const struct audit_filter *, int64_t limit,
	    struct db_rows **, int64_t *total, struct err *);
bool	audit_next(struct db_rows *, struct audit_line *);
/* Removes some lines older than days; removed: how many. */
int	audit_expire(struct db *, int64_t days, int64_t *removed, struct err *);

#endif
