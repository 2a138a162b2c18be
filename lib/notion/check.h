/* check: what the key of an account may do: whose it is, which generation of the API is spoken, how
 * many data sources are shared with it. */
#ifndef NOTION_CHECK_H
#define NOTION_CHECK_H

#include <jansson.h>

struct err;

/* provider_api.check, api a struct notion: {name, workspace, version, sources,
 * missing: [{scope, code}]}; whoever asks from then on speaks that version. */
int	notion_check(void *api, json_t **facts, struct err *);

#endif
