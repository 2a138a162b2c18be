/* dashboard: how a user's work stands: connections, tasks, syncs, imports, and
 * what needs a hand. */
#ifndef JOB_DASHBOARD_H
#define JOB_DASHBOARD_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;

struct dashboard {
	int64_t		 company_id, user_id;
	const char	*lang;
};
/* The document of GET /clickup. */
int	dashboard_get(struct db *, const struct dashboard *, json_t **out,
	    struct err *);

#endif
