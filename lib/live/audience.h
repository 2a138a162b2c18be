/* audience: who may see a thing, as the room that it belongs to says: programs hand its function to
 * whoever spreads events. */
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
	/* Adds all who may see it now; a thing that is gone adds nobody. */
	int		(*people)(struct db *, int64_t company_id, int64_t id,
			    struct live_people *out, struct err *);
};

#endif
