/* client: how a company's account at Notion is asked: NOTION_API_URL, its key, its budget, the
 * generation of the API that it takes. */
#ifndef NOTION_CLIENT_H
#define NOTION_CLIENT_H

#include "notion/api.h"

struct provider_account;
struct provider_api;

/* api is a struct notion. ERR_UNFIT "notion.unset". */
extern const struct provider_api notion_client;

/* The data source that it reads; "": none is chosen. */
void	notion_client_source(const struct provider_account *,
	    char out[NOTION_ID_SIZE]);

#endif
