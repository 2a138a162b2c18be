/* item: one thing on the dashboard that a person must do, or know of. */
#ifndef TODAY_ITEM_H
#define TODAY_ITEM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/zone.h"

struct buf;
struct caller;
struct err;

struct today_item {
	const char	*kind, *code;	/* of Dashboard.attention; messages today.<code>.* */
	const char	*title, *text;	/* arguments of its messages; NULL: none */
	const char	*href;		/* where it is mended */
	const char	*check;		/* what is posted to ask the service now; NULL: nothing */
	const char	*system;	/* "system" of what is posted; NULL: none */
};
/* Appends it to an open list. */
void	today_item_put(struct buf *, const struct caller *,
	    const struct today_item *);

/* A moment by the person's clocks, in short. */
void	today_moment(const struct caller *, int64_t at_ms, char out[ZONE_SIZE]);

/* An item for each of today_trouble_list. admin: may ask the company's accounts now. */
int	today_trouble_items(const struct caller *, bool admin, struct buf *,
	    struct err *);

#endif
