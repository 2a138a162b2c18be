/* audience: who may see a thing, as the room that it belongs to says: programs hand it to whoever
 * spreads events. */
#ifndef LIVE_AUDIENCE_H
#define LIVE_AUDIENCE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

/* Ids of users. */
struct live_people {
	int64_t	*v;
	size_t	 n, cap;
};
void	live_people_add(struct live_people *, int64_t user_id);
void	live_people_clear(struct live_people *);
#define own_people cleanup(live_people_clear)

struct live_audience {
	const char	*name;	/* live_post.audience */
	/* "SELECT ... thing_id, ... company_id, ... user_id FROM ...": who may see which. */
	const char	*seen;
};
/* Adds all who may see it now; a thing that is gone adds nobody. */
int	live_audience_people(struct db *, const struct live_audience *,
	    int64_t company_id, int64_t id, struct live_people *out,
	    struct err *);

#endif
