/* transfer_context: where items of one user become applicants of one organisation: their source,
 * both clients, and what is known of the organisation. */
#ifndef TRANSFER_CONTEXT_H
#define TRANSFER_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "huntflow/api_dictionary.h"
#include "origin/origin.h"
#include "service/lease.h"
#include "transfer/step.h"

struct conf;
struct db;
struct err;
struct huntflow_link;
struct transfer_source;

struct transfer_context {
	struct db		*db;
	const struct conf	*conf;
	const struct transfer_source *source;
	void			*client;	/* of the source; NULL: it has none */
	struct huntflow_link	*huntflow;
	int64_t			 company_id, user_id, account_id;
	int64_t			 import_id;	/* for whom; 0: a person */
	bool			 background;	/* nobody waits: what failed is tried again */
	int64_t			 good_vacancy, good_stage;	/* of transfer/target.h */
	char			 lease[LEASE_SIZE];
	int			 lease_s;
	/* dictionaries, read when first needed */
	struct huntflow_items	 tags, sources, stages;
	bool			 has_tags, has_sources, has_stages;
	char			*nick;
	const char		*country;	/* whose phones have no code; NULL: not known */
	const struct origin_listener *listeners;
	/* called before each step with the row in hand, at the end with 0; or NULL */
	void			(*step)(void *arg, enum transfer_step,
				    int64_t transfer_id);
	void			*arg;
};

/* Whose items, and where to. huntflow_id: the connection, 0: of the user's active system. */
struct transfer_place {
	int64_t	 company_id, user_id, huntflow_id, account_id;
};
/* Errors as of the source and of huntflow_link_open. db, conf and listeners must outlive it. */
int	 transfer_context_open(struct db *, const struct conf *,
	    const struct transfer_source *, const struct origin_listener *,
	    const struct transfer_place *, struct transfer_context **,
	    struct err *);
void	 transfer_context_close(struct transfer_context *);
void	 transfer_context_close_p(struct transfer_context **);
#define own_transfer_context cleanup(transfer_context_close_p)

/* The source of applicants that bears the site's name; 0: there is none. */
int	 transfer_context_source(struct transfer_context *, const char *site,
	    int64_t *id, struct err *);
/* Fills nick: the organisation's short name is part of the address of its pages. */
int	 transfer_context_nick(struct transfer_context *, struct err *);
/* The key of an item's row in this organisation; task_id is borrowed. */
struct origin transfer_context_key(const struct transfer_context *,
	    const char *task_id);
/* The stage with this id, borrowed; NULL: there is none. */
int	 transfer_context_stage_of(struct transfer_context *, int64_t id,
	    const struct huntflow_item **, struct err *);
/* The first stage that is a person's to choose. */
int	 transfer_context_stage(struct transfer_context *, int64_t *id,
	    struct err *);
/* The tag of this name, in any case and order of marks; 0: there is none. */
int	 transfer_context_tag(struct transfer_context *, const char *name,
	    int64_t *id, struct err *);
/* The same, made when there is none. */
int	 transfer_context_make_tag(struct transfer_context *, const char *name,
	    int64_t *id, struct err *);

#endif
