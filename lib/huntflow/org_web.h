/* org_web: requests about an organisation of Huntflow: what their address and query name, and how
 * one thing of it is shown and changed. */
#ifndef HUNTFLOW_ORG_WEB_H
#define HUNTFLOW_ORG_WEB_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct db;
struct err;
struct huntflow_org;
struct web_page;
struct web_req;
struct web_res;

/* In the organisation that the address names first; id: the thing it names next, or NULL.
 * ERR_ABSENT: no ids. Else as huntflow_org_open. */
int	huntflow_org_asked(struct db *, const struct web_req *, int64_t *id,
	    struct huntflow_org **, struct err *);
/* The page asked for, as Huntflow has them: of HUNTFLOW_PAGE at most. */
int	huntflow_org_paging(const struct web_req *, struct web_page *,
	    struct err *);

/* One thing of the organisation as a document; fresh: the service is asked. */
typedef int huntflow_org_get(struct huntflow_org *, int64_t id, bool fresh,
	    json_t **out, struct err *);
/* GET .../:id?fresh=1 -> 200 the document */
int	huntflow_org_show(struct db *, const struct web_req *,
	    huntflow_org_get *, struct web_res *, struct err *);

/* A change of it by a request's body; out: what it is now. */
typedef int huntflow_org_set(struct huntflow_org *, int64_t id,
	    const json_t *body, json_t **out, struct err *);
/* PATCH .../:id -> 200 what it is now. The audit log gets the action. */
int	huntflow_org_change(struct db *, const struct web_req *,
	    huntflow_org_set *, const char *action, struct web_res *,
	    struct err *);

#endif
