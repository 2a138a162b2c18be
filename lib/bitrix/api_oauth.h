/* api_oauth: what a local application's code or refresh token is traded for, at the authorization
 * server of all portals. Source: b24restdocs, "Complete OAuth 2.0 protocol". */
#ifndef BITRIX_API_OAUTH_H
#define BITRIX_API_OAUTH_H

#include <stdint.h>

#include "base/mem.h"

struct caller;
struct err;

struct bitrix_grant {
	int64_t		 account_id;			/* for the call log */
	const char	*client_id, *client_secret;
	const char	*code, *refresh_token;		/* one of them; the other is NULL */
};
struct bitrix_tokens {
	char	*access, *refresh;
	int64_t	 expires_s;		/* from now; 0: not known */
};
void	bitrix_tokens_clear(struct bitrix_tokens *);
#define own_bitrix_tokens	cleanup(bitrix_tokens_clear)

#define BITRIX_OAUTH_URL	"https://oauth.bitrix.info"	/* BITRIX24_OAUTH_URL is another */

/* Errors as of bitrix/refusal.h: "bitrix.expired": what is traded is worth nothing. */
int	bitrix_oauth_trade(const struct caller *, const struct bitrix_grant *,
	    struct bitrix_tokens *out, struct err *);

#endif
