/* place: where at its service a webhook is registered: a list, an organisation. Table
 * webhook_place. */
#ifndef WEBHOOK_PLACE_H
#define WEBHOOK_PLACE_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

#define WEBHOOK_PLACE_SIZE	82	/* 81 characters and NUL */
#define WEBHOOK_REMOTE_SIZE	81	/* an id of the service's, and NUL */

enum webhook_place_state {
	WEBHOOK_MISSING,	/* it is to be registered there */
	WEBHOOK_REGISTERED,
	WEBHOOK_REMOVED		/* by somebody at the service; left alone until asked for */
};

struct webhook_place {
	char				 name[WEBHOOK_PLACE_SIZE];
	char				 remote_id[WEBHOOK_REMOTE_SIZE];
	enum webhook_place_state	 state;
};

/* Stores it under its name. */
int	webhook_place_put(struct db *, int64_t webhook_id,
	    const struct webhook_place *, struct err *);
int	webhook_place_drop(struct db *, int64_t webhook_id, const char *name,
	    struct err *);
/* A place that is not known yet is missing. */
int	webhook_place_get(struct db *, int64_t webhook_id, const char *name,
	    struct webhook_place *out, struct err *);
int	webhook_place_list(struct db *, int64_t webhook_id, struct db_rows **,
	    struct err *);
bool	webhook_place_next(struct db_rows *, struct webhook_place *out);
/* Those in one state become those in another. */
int	webhook_place_turn(struct db *, int64_t webhook_id,
	    enum webhook_place_state from, enum webhook_place_state to,
	    struct err *);
/* In how many places it is registered. */
int	webhook_place_count(struct db *, int64_t webhook_id, int64_t *n,
	    struct err *);

#endif
