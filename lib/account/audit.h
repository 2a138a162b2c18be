/* audit: who did what, who came in and who was refused, for the admins (admin/trail.h). Table
 * audit. */
#ifndef ACCOUNT_AUDIT_H
#define ACCOUNT_AUDIT_H

#include <jansson.h>
#include <stdint.h>

struct contact_store;
struct db;
struct err;
struct web_req;

struct audit {
	int64_t		 company_id, user_id;	/* user_id 0: nobody known */
	const char	*action;	/* "login", "token.create", ... */
	const char	*object;	/* what it was done to; NULL: nothing */
	const json_t	*data;		/* details without secrets, or NULL */
	const char	*address;	/* NULL: the command line */
	const char	*via;		/* page, api, bot, import, service; NULL: a page, or
					 * without an address the service */
};
/*
 * A line that cannot be written is logged; the deed itself stays done. Of one person and action
 * at most 2000 lines an hour are kept; of failures and refusals 120.
 */
void	audit_add(struct db *, const struct audit *);
/* What the one who asks has done. object, data: as above. */
void	audit_request(struct db *, const struct web_req *, const char *action,
	    const char *object, const json_t *data);
/* The same of a change: objects of what was and what is. Both are taken. */
void	audit_request_change(struct db *, const struct web_req *,
	    const char *action, const char *object, json_t *before,
	    json_t *after);
/* The same as audit_request, done to a numbered thing. name: what people call it, or NULL. */
void	audit_request_id(struct db *, const struct web_req *,
	    const char *action, int64_t id, const char *name);
/* A signed-in person was answered 401 or 403: "refused.role" for the code "io.role". */
void	audit_refused(struct db *, const struct web_req *, const struct err *);

/* Of a person who is erased: the lines stay, what they name goes. email: of theirs, "": none. */
int	audit_erase(struct db *, int64_t company_id, int64_t user_id,
	    const char *email, struct err *);

/* Removes some lines older than days; removed: how many. */
int	audit_expire(struct db *, int64_t days, int64_t *removed, struct err *);

/* The same of texts that name them. */
extern const struct contact_store	audit_store;

#endif
