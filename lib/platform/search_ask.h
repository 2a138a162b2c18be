/* search_ask: what a search asks for, and of whom. For search.c. */
#ifndef PLATFORM_SEARCH_ASK_H
#define PLATFORM_SEARCH_ASK_H

#include <jansson.h>

struct err;
struct search;
struct wish;

/* Fills wish, parts and unsupported. */
int	search_ask_read(struct search *, const json_t *body, struct err *);
/* at: {integration id: where it goes on}. A cursor of another wish is refused. The caller's. */
char	*search_ask_cursor(const struct wish *, const json_t *at);

#endif
