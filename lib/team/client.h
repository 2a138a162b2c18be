/* client: whose projects they are. Table client. */
#ifndef TEAM_CLIENT_H
#define TEAM_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor;
struct db;
struct db_rows;
struct err;
struct right_who;

#define CLIENT_NAME_MAX	200	/* characters */

/* Texts live until the next row. */
struct client {
	int64_t		 id, created_by, created_at, projects;
	const char	*name;
};

/* By name: those of the projects that are seen; a manager sees all. q: a part of the name, or
 * NULL. from: its id 0: from the first one. */
int	client_list(struct db *, const struct right_who *, const char *q,
	    const struct cursor *from, int64_t limit, int64_t skip,
	    struct db_rows **, struct err *);
bool	client_next(struct db_rows *, struct client *out);
int	client_count(struct db *, const struct right_who *, const char *q,
	    int64_t *, struct err *);
/* One that is seen: ERR_ABSENT. */
int	client_get(struct db *, const struct right_who *, int64_t id,
	    struct db_rows **, struct client *out, struct err *);
/* The one of that name; *made: there was none. */
int	client_of_name(struct db *, const struct right_who *,
	    const char *name, int64_t *id, bool *made, struct err *);
/* ERR_CONFLICT "team.client_name": another one has that name. */
int	client_rename(struct db *, const struct right_who *, int64_t id,
	    const char *name, struct err *);
/* ERR_CONFLICT "team.client_used": it has projects. */
int	client_drop(struct db *, const struct right_who *, int64_t id,
	    struct err *);

#endif
