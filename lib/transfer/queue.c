#include "transfer/queue.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "origin/origin.h"
#include "service/connection.h"
#include "service/lease.h"
#include "transfer/form.h"
#include "transfer/run.h"
#include "transfer/source.h"

#define LEASE_S	30	/* longer than writing the row takes */

int
transfer_queue_place(const struct caller *who,
    const struct transfer_source *source, int64_t account_id,
    struct origin *out, struct err *err)
{
	own_connection struct connection	con = { 0 };
	own_user struct user			user = { 0 };

	if (user_get(who->db, who->user_id, &user, err) == -1)
		return -1;
	if (connection_of(who->db, who->user_id, "huntflow",
	    user.active_system, &con, err) == -1)
		return err->kind != ERR_ABSENT ? -1 : err_code(err,
		    ERR_CONFLICT, "huntflow.setup", "no Huntflow connection");
	*out = (struct origin){ .company_id = who->company_id,
	    .user_id = who->user_id, .connection_id = con.id,
	    .account_id = account_id };
	snprintf(out->environment, sizeof(out->environment), "%s",
	    con.environment);
	snprintf(out->kind, sizeof(out->kind), "%s", source->kind);
	return 0;
}

/* Is all that is asked for there already? */
static bool
is_there(const struct origin *row, const struct transfer_ask *ask)
{
	return row->state == ORIGIN_DONE && (ask->vacancy_id == 0 ||
	    ask->vacancy_id == row->vacancy_id);
}

int
transfer_queue_add(const struct caller *who, const struct origin *place,
    const struct origin_listener *listeners, const struct transfer_ask *ask,
    struct err *err)
{
	own_origin struct origin	row = { 0 };
	own_json json_t			*kept = transfer_form_keep(ask, 0);
	struct origin			in = *place;
	char				lease[LEASE_SIZE];

	lease_name(lease);
	in.task_id = (char *)(uintptr_t)ask->task_id;
	in.task_name = (char *)(uintptr_t)ask->task_name;
	in.ask = kept;
	if (origin_take(who->db, &in, listeners, lease, LEASE_S, &row,
	    err) == -1 || origin_release(who->db, listeners, row.id, lease, "",
	    err) == -1)
		return -1;
	return is_there(&row, ask) ? 0 : origin_put_off(who->db, listeners,
	    row.id, 0, err);
}
