/* query: parameters as PHP's http_build_query writes them, for the commands of a batch. Pure. */
#ifndef BITRIX_QUERY_H
#define BITRIX_QUERY_H

#include <jansson.h>

struct buf;

/* {"filter": {">ID": 5}, "select": ["ID"]} becomes filter%5B%3EID%5D=5&select%5B0%5D=ID; true is 1,
 * false is 0, null is left out, an empty list is an empty text. */
void	bitrix_query_put(struct buf *, const json_t *params);

#endif
