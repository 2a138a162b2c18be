/* huntflow_org: one person at work in one Huntflow organisation: the client, the cache before
 * it, the organisation's dictionaries, and what all views of it share. */
#ifndef HUNTFLOW_ORG_H
#define HUNTFLOW_ORG_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/api_get.h"
#include "huntflow/cache.h"

struct caller;
struct conf;
struct db;
struct err;
struct huntflow;
struct huntflow_link;

#define HUNTFLOW_KEEP_S		300	/* an applicant, a vacancy, a dictionary */
#define HUNTFLOW_KEEP_LIST_S	60	/* a page of a list, a count */

struct huntflow_org {
	struct db		*db;
	const struct conf	*conf;
	struct huntflow_link	*link;
	struct huntflow		*api;
	struct huntflow_cache	 cache;
	int64_t			 company_id, user_id, account;
	const char		*lang;
	const char		*country;	/* whose phones have no code; NULL: not known */
	bool			 borrowed;	/* the link is another's */
	json_t			*lists[HUNTFLOW_DICTIONARIES];	/* NULL: not read */
	char			*nick;
};

/* account: the organisation's id, 0 for none. Errors as of huntflow_link_open. */
int	 huntflow_org_open(const struct caller *, int64_t account,
	    struct huntflow_org **, struct err *);
/* The same on a link that is open already and outlives the org. */
struct huntflow_org *huntflow_org_at(struct huntflow_link *, int64_t account,
	    const char *lang);
void	 huntflow_org_close(struct huntflow_org *);
void	 huntflow_org_close_p(struct huntflow_org **);
#define own_huntflow_org cleanup(huntflow_org_close_p)

/*
 * The service's document, from the cache when it is there (keep_s 0: never). Errors as of
 * huntflow/api.h; "huntflow.broken": the service fails on its own data there.
 */
int	 huntflow_org_read(struct huntflow_org *, const struct huntflow_get *,
	    int64_t keep_s, json_t **out, struct err *);
/* The same for what need not be there: then an empty object, kept like any answer. */
int	 huntflow_org_read_opt(struct huntflow_org *,
	    const struct huntflow_get *, int64_t keep_s, json_t **out,
	    struct err *);
/* A list; page borrows from the document. */
int	 huntflow_org_read_page(struct huntflow_org *,
	    const struct huntflow_get *, int64_t keep_s, json_t **out,
	    struct huntflow_page *, struct err *);
/* One applicant, one vacancy; fresh: the service is asked. */
int	 huntflow_org_applicant(struct huntflow_org *, int64_t id, bool fresh,
	    json_t **out, struct err *);
int	 huntflow_org_vacancy(struct huntflow_org *, int64_t id, bool fresh,
	    json_t **out, struct err *);

/* All entries of a dictionary; borrowed from the org. */
int	 huntflow_org_list(struct huntflow_org *, enum huntflow_dictionary,
	    const json_t **list, struct err *);
/* One entry; NULL: there is none, or the dictionary cannot be read (which is logged, once). */
const json_t *huntflow_org_entry(struct huntflow_org *,
	    enum huntflow_dictionary, int64_t id);
/* {id, name}, name null when it is not known; null for id 0. A new reference. */
json_t	*huntflow_org_named(struct huntflow_org *, enum huntflow_dictionary,
	    int64_t id);

/* Something was changed at this path (inside the account, "/applicants/5/tags"): what is kept of
 * it ends, pages get a live event {id, account_id, action}. type: "applicant", "vacancy". */
void	 huntflow_org_changed(struct huntflow_org *, const char *type,
	    int64_t id, const char *action, const char *path);
/* Pages get the live event; nothing was changed in Huntflow. */
void	 huntflow_org_tell(struct huntflow_org *, const char *type,
	    int64_t id, const char *action);
/*
 * Why Huntflow refused a change, in words for the person who made it: the member that Huntflow
 * names becomes a field error. Always -1.
 */
int	 huntflow_org_refused(struct err *);
/* May the change that failed just now be done all the same? (no answer) */
bool	 huntflow_org_unsure(const struct huntflow_org *, const struct err *);
/* The error is then "huntflow.unsure". Always -1. */
int	 huntflow_org_lost(struct err *);

/* The page of an applicant in Huntflow itself; NULL when the organisation is not known. */
char	*huntflow_org_page(struct huntflow_org *, int64_t applicant);

/* --- how members are shown --- */

/* A time as ISO 8601 in UTC; a date as it is; null when it is none. */
json_t	*huntflow_org_time(const json_t *, const char *name);
/* A text member or null. */
json_t	*huntflow_org_text(const json_t *, const char *name);
/* Rich text as nodes (io/markup.h), null for none or plain text. */
json_t	*huntflow_org_nodes(const char *text);
/* The same as plain text. */
json_t	*huntflow_org_plain(const char *text);

#endif
