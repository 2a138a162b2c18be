/* link: the way to a job board with an integration's credentials: its addresses, one shared budget,
 * calls recorded. */
#ifndef PLATFORM_LINK_H
#define PLATFORM_LINK_H

#include <stdint.h>

#include "base/mem.h"
#include "platform/platform.h"

struct conf;
struct db;
struct err;
struct fetch;
struct integration;
struct platform_request;

struct platform_link {
	const struct platform	*platform;
	int64_t			 id, company_id, user_id;	/* id: the integration's */
	struct platform_keys	 keys;
	const char		*base_url;
	char			*agent;		/* how our program names itself there */
	struct db		*db;
	const struct conf	*conf;
	struct fetch		*api, *bare, *oauth, *catalog;
};

/*
 * user_id: who asks, 0: nobody. needs: credentials that must be set, NULL: those of the board's
 * calls; ERR_CONFLICT "platform.setup" names the first that is not. db and conf outlive it.
 */
int	platform_link_open(struct db *, const struct conf *,
	    const struct platform *, const struct integration *,
	    int64_t user_id, const char *const *needs,
	    struct platform_link **out, struct err *);
void	platform_link_close(struct platform_link *);
void	platform_link_close_p(struct platform_link **);
#define own_platform_link	cleanup(platform_link_close_p)

/* What the request goes through; NULL with err. */
struct fetch *platform_link_fetch(struct platform_link *,
	    const struct platform_request *, struct err *);
/* A renewed access token, which is copied. */
void	platform_link_set_token(struct platform_link *, const char *access);

#endif
