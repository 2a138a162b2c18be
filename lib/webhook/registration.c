#include "webhook/registration.h"

#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "io/field.h"
#include "service/connection.h"
#include "service/profile.h"
#include "webhook/place.h"
#include "webhook/remote.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define LOCK_WAIT_S	10
#define RETRY_S		60	/* until a check tries what could not be registered */

static int
connection_for(const struct caller *who, const struct webhook_use *use,
    int64_t *id, struct err *err)
{
	*id = use->connection_id;
	return *id != 0 ? 0 : use->service->connection(who, id, err);
}

/* 1: the person has a connection; 0: none; or -1. */
static int
find_connection(const struct caller *who, const struct webhook_use *use,
    int64_t *id, struct err *err)
{
	struct err	why = { 0 };

	if (connection_for(who, use, id, &why) == 0)
		return 1;
	if (strcmp(why.code, use->service->unset) == 0)
		return 0;
	*err = why;
	return -1;
}

/* --- switching on --- */

/* Could the service reach us? */
static int
check_address(const struct caller *who, const struct webhook_use *use,
    struct err *err)
{
	own_str char	*url = webhook_remote_url(who->conf, use, "");
	struct err	 why = { 0 };

	if (profile_url_check(who->conf, "WEB_BASE_URL", url, &why) == 0)
		return 0;
	return err_code(err, ERR_CONFLICT, "webhook.address", "%s",
	    conf_get(who->conf, "WEB_BASE_URL", ""));
}

/* It was on, or works in some places now: a check goes on with the others. */
static void
note_failure(struct webhook_remote *r, const struct err *why)
{
	struct webhook	w = r->hook;
	struct err	err = { 0 };
	int64_t		n = 0;

	if (w.id == 0 || webhook_place_count(r->who.db, w.id, &n, &err) == -1 ||
	    (n == 0 && strcmp(w.status, "off") == 0))
		return;
	webhook_note(&w, n == 0 || strcmp(w.status, "off") == 0 ? "failing" :
	    w.status, why->code);
	if (webhook_checked(r->who.db, &w, RETRY_S, &err) == -1)
		log_err(LOG_WARN, "webhook: registration", &err);
}

static int
register_all(struct webhook_remote *r, struct err *err)
{
	struct webhook_state	state;

	if (webhook_remote_connect(r, err) == -1 || (r->hook.id != 0 &&
	    webhook_place_turn(r->who.db, r->hook.id, WEBHOOK_REMOVED,
	    WEBHOOK_MISSING, err) == -1))
		return -1;
	if (webhook_remote_reconcile(r, &state, err) == -1)
		return -1;
	if (state.registered > 0)
		return webhook_registered(r->who.db, r->hook.id, err);
	if (state.denied.kind == ERR_NONE)
		return err_code(err, ERR_CONFLICT, r->use->service->unset,
		    "webhook: no place to register it in");
	*err = state.denied;
	return -1;
}

int
webhook_registration_add(const struct caller *who,
    const struct webhook_use *use, struct err *err)
{
	own_webhook_remote struct webhook_remote	r = { .who = *who, .use = use };

	if (check_address(who, use, err) == -1 ||
	    connection_for(who, use, &r.connection_id, err) == -1 ||
	    webhook_remote_open(&r, LOCK_WAIT_S, err) == -1)
		return -1;
	if (register_all(&r, err) == 0)
		return 0;
	note_failure(&r, err);
	return -1;
}

/* --- switching off --- */

static int
remove_work(struct db *db, void *arg, struct err *err)
{
	const struct webhook_remote	*r = arg;

	if (webhook_remove(db, r->hook.id, err) == -1 ||
	    connection_secret_set(db, r->who.conf, r->connection_id,
	    WEBHOOK_KEY, NULL, 0, err) == -1)
		return -1;
	return connection_secret_set(db, r->who.conf, r->connection_id,
	    WEBHOOK_SECRET, NULL, 0, err);
}

/* A key that is gone, or that the service takes no more, must not keep the webhook with us. */
int
webhook_registration_remove(const struct caller *who,
    const struct webhook_use *use, struct err *err)
{
	own_webhook_remote struct webhook_remote	r = { .who = *who, .use = use };
	struct err			why = { 0 };
	int				rc;

	if ((rc = find_connection(who, use, &r.connection_id, err)) != 1)
		return rc;
	if (webhook_remote_open(&r, LOCK_WAIT_S, err) == -1)
		return -1;
	if (r.hook.id == 0)
		return 0;
	if ((webhook_remote_connect(&r, &why) == -1 ||
	    webhook_remote_remove(&r, &why) == -1) &&
	    !webhook_remote_final(use, &why)) {
		*err = why;
		return -1;
	}
	return db_tx_run(who->db, remove_work, &r, err);
}

/* --- showing --- */

static int
places_json(struct db *db, int64_t webhook_id, json_t *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct webhook_place	 place;

	if (webhook_place_list(db, webhook_id, &rows, err) == -1)
		return -1;
	while (webhook_place_next(rows, &place))
		if (place.state == WEBHOOK_REGISTERED)
			json_array_append_new(out, json_pack("{s:I}", "id",
			    (json_int_t)strtoll(place.name, NULL, 10)));
	return 0;
}

static json_t *
hook_json(const struct caller *who, const struct webhook_use *use,
    const struct webhook *w)
{
	own_str char	*endpoint = webhook_remote_url(who->conf, use, "***");
	const bool	 registered = strcmp(w->status, "off") != 0;
	char		 text[600] = "";

	if (w->status_code[0] != '\0')
		text_put(text, sizeof(text), who->lang, w->status_code,
		    strncmp(w->status_code, "webhook.", 8) == 0 ?
		    use->service->label : "");
	return json_pack("{s:b, s:s, s:s, s:s, s:I, s:I, s:o, s:o, s:o}",
	    "registered", registered, "status", w->status, "status_code",
	    w->status_code, "status_text", text, "fail_count",
	    (json_int_t)w->fail_count, "events_received",
	    (json_int_t)w->events_received, "last_event_at",
	    field_time(w->last_event_at), "endpoint", registered ?
	    json_string(endpoint) : json_null(), "checked_at",
	    field_time(w->checked_at));
}

int
webhook_registration_get(const struct caller *who,
    const struct webhook_use *use, json_t **out, struct err *err)
{
	own_json json_t	*places = json_array();
	struct webhook	 w = { .status = "off" };
	struct err	 why = { 0 };
	int64_t		 connection_id;
	int		 rc;

	if ((rc = find_connection(who, use, &connection_id, err)) == -1)
		return -1;
	if (rc == 1 && webhook_of(who->db, connection_id, &w, &why) == -1 &&
	    why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	if (places_json(who->db, w.id, places, err) == -1)
		return -1;
	*out = hook_json(who, use, &w);
	if (use->service->shown != NULL)
		json_object_set(*out, use->service->shown, places);
	return 0;
}
