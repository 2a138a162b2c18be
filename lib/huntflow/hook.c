#include "huntflow/hook.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "account/caller.h"
#include "account/user.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/api_webhook.h"
#include "huntflow/cache.h"
#include "huntflow/event.h"
#include "huntflow/key.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "io/db.h"
#include "service/connection.h"
#include "webhook/place.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define PATIENCE_MS	2000	/* the budget is used up: another time */

/* --- the client --- */

/* That of the active system. */
static int
find_connection(const struct caller *who, int64_t *id, struct err *err)
{
	own_user struct user		 user = { 0 };
	own_connection struct connection con = { 0 };

	if (user_get(who->db, who->user_id, &user, err) == -1)
		return -1;
	if (connection_of(who->db, who->user_id, "huntflow",
	    user.active_system, &con, err) == -1)
		return err->kind == ERR_ABSENT ? huntflow_key_unset(err,
		    user.active_system) : -1;
	*id = con.id;
	return 0;
}

static void
close_client(void *client)
{
	huntflow_link_close(client);
}

static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct huntflow_link	*link;

	(void)arg;
	if (huntflow_link_open_id(who->db, who->conf, connection_id,
	    who->user_id, &link, err) == -1)
		return -1;
	huntflow_set_patience(link->api, PATIENCE_MS);
	*client = link;
	return 0;
}

/* --- at the service --- */

static int
add_places(void *client, json_t *names, struct err *err)
{
	const struct huntflow_link		*link = client;
	own_huntflow_items struct huntflow_items accounts = { 0 };

	if (huntflow_dictionary_accounts(link->api, &accounts, err) == -1)
		return -1;
	if (accounts.n == 0)
		return err_code(err, ERR_CONFLICT, "huntflow.account", "0");
	for (size_t i = 0; i < accounts.n; i++)
		json_array_append_new(names, json_sprintf("%" PRId64,
		    accounts.v[i].id));
	return 0;
}

static int64_t
number(const char *text)
{
	return strtoll(text, NULL, 10);
}

static int
list_at(void *client, const char *place, struct webhook_entries *out,
    struct err *err)
{
	const struct huntflow_link	*link = client;
	struct huntflow_webhooks	 all;

	if (huntflow_webhook_list(link->api, number(place), &all, err) == -1)
		return -1;
	for (size_t i = 0; i < all.n; i++) {
		struct webhook_entry	*one = webhook_entries_add(out);

		snprintf(one->id, sizeof(one->id), "%" PRId64, all.v[i].id);
		one->url = mem_dup(all.v[i].url);
		one->stopped = !all.v[i].active;
	}
	return 0;
}

static int
create_at(void *client, const char *place, const char *url,
    const char *secret, struct webhook_entry *made, struct err *err)
{
	const struct huntflow_link	*link = client;
	int64_t				 id;

	if (huntflow_webhook_create(link->api, number(place), url, secret,
	    &id, err) == -1)
		return huntflow_org_refused(err);
	snprintf(made->id, sizeof(made->id), "%" PRId64, id);
	return 0;
}

static int
remove_at(void *client, const char *place, const char *id, struct err *err)
{
	const struct huntflow_link	*link = client;

	return huntflow_webhook_delete(link->api, number(place), number(id),
	    err);
}

/* --- what was missed --- */

/* What was cached while no events came may be out of date. */
static int
catch_up(void *client, const struct webhook *hook, bool *done,
    struct err *err)
{
	const struct huntflow_link	*link = client;
	const struct huntflow_cache	 cache = huntflow_cache_of(link);
	own_rows struct db_rows		*rows = NULL;
	struct webhook_place		 place;

	if (webhook_place_list(link->db, hook->id, &rows, err) == -1)
		return -1;
	while (webhook_place_next(rows, &place)) {
		own_str char	*path = mem_fmt("/accounts/%s"
				    "/applicants/0/vacancy", place.name);

		if (huntflow_cache_wrote(&cache, path, err) == -1)
			return -1;
	}
	*done = true;
	return 0;
}

const struct webhook_service	huntflow_hook_service = {
	.provider = "huntflow",
	.label = "Huntflow",
	.signature = "X-Huntflow-Signature",
	.event = "X-Huntflow-Event",
	.unset = "huntflow.setup",
	.shown = "accounts",
	.connection = find_connection,
	.open = open_client,
	.close = close_client,
	.places = add_places,
	.list = list_at,
	.create = create_at,
	.remove = remove_at,
	.catch_up = catch_up,
	.is_signed = webhook_signed_hmac,
	.read = huntflow_event_read,
	.handle = huntflow_event_handle,
};
