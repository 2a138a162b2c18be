/* audit: who did what, for the admins' page. Table audit. */
#ifndef ACCOUNT_AUDIT_H
#define ACCOUNT_AUDIT_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct web_req;

struct audit {
	int64_t		 company_id, user_id;	/* user_id 0: nobody known */
	const char	*action;	/* "login", "token.create", ... */
	const char	*object;	/* what it was done to; NULL: nothing */
	const json_t	*data;		/* details without secrets, or NULL */
	const char	*address;	/* NULL: the command line */
};
/* A line that cannot be written is logged; the deed itself stays done. */
void	audit_add(struct db *, const struct audit *);
/* What the one who asks has done. object, data: as above. */
void	audit_request(struct db *, const struct web_req *, const char *action,
	    const char *object, const json_t *data);
/* The same, done to a numbered thing. */
void	audit_request_id(struct db *, const struct web_req *,
	    const char *action, int64_t id);

#endif
