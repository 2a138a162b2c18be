/* link: a ClickUp client for a user: the connection, its key, CLICKUP_API_URL, the
 * shared budget and the call log. A remote 401 marks the connection refused
 * ("clickup_token"), a later good answer marks it ok. */
#ifndef CLICKUP_LINK_H
#define CLICKUP_LINK_H

#include <stdbool.h>
#include <stdint.h>

struct clickup;
struct conf;
struct db;
struct err;

/* The user's ClickUp connection and what it is set to. Release with clickup_set_clear. */
struct clickup_set {
	int64_t	 connection_id;
	char	*team_id, *space_id, *folder_id, *list_id;	/* "" when not chosen */
	char	*list_name;
	int64_t	 max_tasks;		/* 1 .. 1 000 000, default 100 */
	bool	 include_closed, subtasks;
};
void	clickup_set_clear(struct clickup_set *);
#define own_clickup_set cleanup(clickup_set_clear)
/* ERR_ABSENT, code "clickup_unset": the user has no ClickUp connection yet. */
int	clickup_set_get(struct db *, int64_t company_id, int64_t user_id,
	    struct clickup_set *out, struct err *);

/*
 * A client with the user's stored key. ERR_CONFLICT with code "clickup_unset" (no connection or
 * no key), ERR_INTERNAL (the key does not open).
 */
int	clickup_link_open(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, struct clickup **out, struct err *);
/* A client with a key that is not stored (connection test before saving). */
int	clickup_link_try(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *key, struct clickup **out, struct err *);

#endif
