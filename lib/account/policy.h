/* policy: how long sessions and API keys of a company last, as its admins chose. Table company. */
#ifndef ACCOUNT_POLICY_H
#define ACCOUNT_POLICY_H

#include <stdint.h>

struct db;
struct err;

#define POLICY_SESSION_MAX	365	/* days */
#define POLICY_TOKEN_MAX	3650

struct policy {
	int64_t	session_idle_days;	/* 1 to POLICY_SESSION_MAX; since it was last used */
	int64_t	session_max_days;	/* the same; since the sign-in */
	int64_t	token_max_days;		/* 0: a key may never end */
};
int	policy_get(struct db *, int64_t company_id, struct policy *out,
	    struct err *);
/* Sessions and keys that would last longer end sooner: a key so many days from now. */
int	policy_set(struct db *, int64_t company_id, const struct policy *,
	    struct err *);

#endif
