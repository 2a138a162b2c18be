/* bitrix: Bitrix24 as a provider of accounts. */
#ifndef BITRIX_BITRIX_H
#define BITRIX_BITRIX_H

struct provider;

#define BITRIX_PROVIDER	"bitrix24"

/* Names of credentials. */
#define BITRIX_WEBHOOK		"webhook_url"
#define BITRIX_HOOK_TOKEN	"application_token"	/* of the portal's outgoing webhook */
#define BITRIX_CLIENT_ID	"client_id"		/* of a local application */
#define BITRIX_CLIENT_SECRET	"client_secret"
#define BITRIX_ACCESS		"access_token"
#define BITRIX_REFRESH		"refresh_token"

/* Names of settings. */
#define BITRIX_PORTAL		"portal"		/* of a local application: its host */
#define BITRIX_LIMIT		"requests_per_second"	/* of the portal, in the long run */
#define BITRIX_BUCKET		"bucket"		/* calls that may come at once */

extern const struct provider bitrix_provider;

#endif
