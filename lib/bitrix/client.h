/* client: how a company's account at Bitrix24 is asked: its portal, credentials and budget. */
#ifndef BITRIX_CLIENT_H
#define BITRIX_CLIENT_H

struct provider_api;

/* api is a struct bitrix. ERR_UNFIT "bitrix.unset". */
extern const struct provider_api bitrix_client;

#endif
