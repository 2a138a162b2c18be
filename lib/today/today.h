/* today: how a user's work stands: connections, tasks, syncs, imports, and
 * what needs a hand. */
#ifndef TODAY_TODAY_H
#define TODAY_TODAY_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;

struct today {
	int64_t		 company_id, user_id;
	const char	*lang;
};
/* The document of GET /clickup. */
int	today_get(struct db *, const struct today *, json_t **out,
	    struct err *);

#endif
