#include "today/recheck.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/link.h"
#include "huntflow/api.h"
#include "huntflow/link.h"
#include "io/db.h"
#include "service/reach.h"

#define AT_ONCE	10	/* a service that is away keeps us as long as FETCH_TIMEOUT_MS */

static int
ask_clickup(struct db *db, const struct conf *conf, const struct reach_due *due,
    struct err *err)
{
	own_clickup struct clickup			*api = NULL;
	cleanup(clickup_user_clear) struct clickup_user	 me = { 0 };

	return clickup_link_open(db, conf, due->company_id, due->user_id, &api,
	    err) == -1 ? -1 : clickup_user_fetch(api, &me, err);
}

static int
ask_huntflow(struct db *db, const struct conf *conf, const struct reach_due *due,
    struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_huntflow_me struct huntflow_me	 me = { 0 };

	return huntflow_link_open_id(db, conf, due->connection_id,
	    due->user_id, &link, err) == -1 ? -1 : huntflow_me(link->api, &me,
	    err);
}

static const struct {
	const char	*provider;
	int		(*ask)(struct db *, const struct conf *,
			    const struct reach_due *, struct err *);
} services[] = {
	{ "clickup", ask_clickup },
	{ "huntflow", ask_huntflow },
};

static int
recheck(struct db *db, const struct conf *conf, const struct reach_due *due,
    struct err *err)
{
	struct err	why = { 0 };
	bool		taken;

	if (reach_take(db, due->connection_id, &taken, err) == -1)
		return -1;
	for (size_t i = 0; taken && i < nitems(services); i++)
		if (strcmp(services[i].provider, due->provider) == 0 &&
		    services[i].ask(db, conf, due, &why) == -1)
			log_err(LOG_INFO, "recheck", &why);
	return 0;
}

int
today_recheck_run(struct db *db, const struct conf *conf, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct reach_due	 due;

	if (reach_due(db, AT_ONCE, &rows, err) == -1)
		return -1;
	while (reach_due_next(rows, &due))
		if (recheck(db, conf, &due, err) == -1)
			return -1;
	return 0;
}
