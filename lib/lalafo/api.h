/* api: what the talks with Lalafo have in common. Pure. */
#ifndef LALAFO_API_H
#define LALAFO_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "platform/platform.h"

#define LALAFO_NAME	"lalafo"
#define LALAFO_PAGE	50	/* ads of one answer */

extern const struct platform_talk lalafo_check_talk, lalafo_search_talk;

/* What an error status means, and what its error says. */
enum platform_refusal lalafo_refusal(int status, const json_t *doc,
	    char *said, size_t size);

/* The tree of categories in the request. */
void	lalafo_ask_categories(struct platform_request *);
/*
 * Of GET /v3/categories/tree: {"id": of the category of people who look for work, or null, "all":
 * {id: true, ...} of it and what is below}; NULL: of another shape.
 */
json_t	*lalafo_category_distil(const json_t *tree);

/* An ad as found_clean reads it; the caller's. */
json_t	*lalafo_ad_said(const json_t *ad);
/* When it was changed, seconds since the epoch; 0: not known. */
int64_t	 lalafo_ad_time(const json_t *ad);

/* Why an ad is left out: bits. The first three are filters of the board, too. */
enum {
	LALAFO_CATEGORY	= 1,
	LALAFO_CITY	= 2,
	LALAFO_PRICE	= 4,
	LALAFO_WORDS	= 8,	/* it does not have the keywords */
	LALAFO_OFFER	= 16,	/* it offers work, or does not look for any */
	LALAFO_CURRENCY	= 32,	/* its sum is of another currency than wished */
	LALAFO_OLD	= 64
};
/* category: as lalafo_category_distil makes it; NULL: not known. 0: the ad is as wished. */
unsigned lalafo_ad_misses(const json_t *ad, const json_t *category,
	    const struct wish *, int64_t now_ms);
/* The id by which the board filters these places; NULL: it is asked for all of them. */
const char *lalafo_city(const json_t *locations);

#endif
