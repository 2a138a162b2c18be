/* address: of an incoming webhook, "https://PORTAL/rest/USER/CODE/": the whole of it is the secret.
 * Pure. Source: b24restdocs, "Local integrations: webhooks". */
#ifndef BITRIX_ADDRESS_H
#define BITRIX_ADDRESS_H

#include <stdbool.h>

struct bitrix_address {
	char	 origin[300];	/* "https://portal.bitrix24.ru": no secret */
	char	 user[21];	/* digits */
	char	 code[129];	/* letters and digits */
};
/*
 * Also of what Bitrix24 shows beside it: with a method behind ("profile.json"), without the last
 * slash. False: it is none.
 */
bool	bitrix_address_read(const char *text, struct bitrix_address *out);
/* The host of "https://host[:port]", lower case, without a port. */
void	bitrix_address_host(const char *origin, char *out, int size);
/* "portal.bitrix24.ru", also as a URL, as an origin; false: it is none. */
bool	bitrix_address_portal(const char *text, char *origin, int size);

#endif
