/* auth: who asks, and repeated POSTs: what io/web asks of the stores. Every program
 * hands it to web_main. */
#ifndef ACCOUNT_AUTH_H
#define ACCOUNT_AUTH_H

#include "io/web.h"

extern const struct web_auth auth;

/* A stolen API token must not gain further access: what this guards needs a browser's session.
 * ERR_DENIED "account.session_only". */
int	auth_session_only(const struct web_req *, struct err *);
/* Whose rows the one who asks may see: 0, the whole company's, for a manager and above; else
 * the id of the user. */
int64_t	auth_whose(const struct web_req *);

#endif
