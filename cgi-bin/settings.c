/* settings: where tasks come from and where candidates go: the ClickUp form, connection tests,
 * webhooks, what can be chosen. A pool of its own: it waits for remote services. */
#include <string.h>

#include "account/audit.h"
#include "account/auth.h"
#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "candidate/board_hook.h"
#include "clickup/api.h"
#include "clickup/api_place.h"
#include "clickup/hook.h"
#include "clickup/link.h"
#include "clickup/settings.h"
#include "huntflow/api.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/hook.h"
#include "huntflow/link.h"
#include "io/field.h"
#include "io/web.h"
#include "service/connection.h"
#include "service/profile.h"
#include "transfer/choice.h"
#include "transfer/mapping.h"
#include "webhook/registration.h"
#include "webhook/service.h"

static web_handler show_form, save_form, show_fields, save_fields,
    try_fields, show_webhook, add_webhook, remove_webhook, test_clickup, list_path, list_spaces,
    list_folders, list_lists, test_huntflow;

#define HOOK_OF_BOARD	"/api/integrations/:id/webhook"
static const struct web_route routes[] = {
	{ "GET",  "/clickup/settings", show_form, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/settings", save_form, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/fields", show_fields, ROLE_RECRUITER, 0 },
	{ "PUT",  "/clickup/api/fields", save_fields, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/fields/preview", try_fields, ROLE_RECRUITER,
	    0 },
	{ "POST", "/clickup/api/test-connection", test_clickup,
	    ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/webhook", show_webhook, ROLE_RECRUITER, 0 },
	{ "POST", "/clickup/api/webhook", add_webhook, ROLE_RECRUITER, 0 },
	{ "DELETE", "/clickup/api/webhook", remove_webhook, ROLE_RECRUITER,
	    0 },
	{ "GET",  "/clickup/api/path-options", list_path, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/spaces", list_spaces, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/folders", list_folders, ROLE_RECRUITER, 0 },
	{ "GET",  "/clickup/api/lists", list_lists, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/test-connection", test_huntflow, ROLE_RECRUITER,
	    0 },
	{ "GET", "/huntflow/webhook", show_webhook, ROLE_RECRUITER, 0 },
	{ "POST", "/huntflow/webhook", add_webhook, ROLE_RECRUITER, 0 },
	{ "DELETE", "/huntflow/webhook", remove_webhook, ROLE_RECRUITER, 0 },
	{ "GET", HOOK_OF_BOARD, show_webhook, ROLE_ADMIN, 0 },
	{ "POST", HOOK_OF_BOARD, add_webhook, ROLE_ADMIN, 0 },
	{ "DELETE", HOOK_OF_BOARD, remove_webhook, ROLE_ADMIN, 0 },
	{ 0 }
};

int
main(int argc, char **argv)
{
	return web_main(argc, argv, "settings", routes, &auth);
}

/* What the service answered is shown on the connection, too. */
static int
failed(struct db *db, int64_t connection_id, const struct err *why)
{
	struct err	 lost = { 0 };

	if ((why->kind == ERR_REMOTE || why->kind == ERR_TIMEOUT) &&
	    connection_mark(db, connection_id, "error", why->code, why->text,
	    &lost) == -1)
		log_err(LOG_WARN, "connection: mark", &lost);
	return -1;
}

/* --- the ClickUp form --- */

/* GET /clickup/settings -> 200 */
static int
show_form(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);

	if (clickup_settings_get(&who, &res->json, err) == -1)
		return -1;
	return 200;
}

/* POST /clickup/settings {team_id, space_id, folder_id, list_id, ...} -> 200 the same */
static int
save_form(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);

	if (!json_is_object(req->body))
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (clickup_settings_save(&who, req->body, err) == -1)
		return -1;
	audit_request(db, req, "clickup.settings", NULL, NULL);
	return show_form(db, req, res, err);
}

/* --- where the custom fields of a list go --- */

/* GET /clickup/api/fields?list_id= -> 200 {list_id, fields, tasks} | 404 | 409 no list */
static int
show_fields(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	names[] = { "list_id", "lang", NULL };
	const struct caller		who = caller_of(db, req);

	if (web_query_only(req, names, err) == -1)
		return -1;
	return transfer_mapping_get(&who, web_query(req, "list_id"), NULL,
	    &res->json, err) == -1 ? -1 : 200;
}

static int
read_fields(const json_t *body, const char **list_id, json_t **choices,
    struct err *err)
{
	static const char *const	names[] = { "list_id", "fields", NULL };

	return field_only(body, names, err) == -1 ||
	    field_text_opt(body, "list_id", CLICKUP_ID_SIZE, list_id,
	    err) == -1 ? -1 : transfer_choice_read(body, choices, err);
}

/* PUT /clickup/api/fields {list_id?, fields: [{id, to}]} -> 200 as GET | 400 | 404 | 409 */
static int
save_fields(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_json json_t		*choices = NULL;
	const char		*list_id = NULL;

	if (read_fields(req->body, &list_id, &choices, err) == -1 ||
	    transfer_mapping_save(&who, list_id, choices, err) == -1)
		return -1;
	audit_request(db, req, "clickup.fields", list_id, NULL);
	return transfer_mapping_get(&who, list_id, NULL, &res->json,
	    err) == -1 ? -1 : 200;
}

/* POST /clickup/api/fields/preview, the same body -> 200 the same; stores nothing */
static int
try_fields(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	own_json json_t		*choices = NULL;
	const char		*list_id = NULL;

	if (read_fields(req->body, &list_id, &choices, err) == -1)
		return -1;
	return transfer_mapping_get(&who, list_id, choices, &res->json,
	    err) == -1 ? -1 : 200;
}

/* --- webhooks --- */

/* use: of an integration none yet: its board's. */
static const struct hook {
	const char		*path, *added, *removed;
	struct webhook_use	 use;
} hooks[] = {
	{ "/clickup/", "clickup.webhook", "clickup.webhook.remove",
	    { &clickup_hook_service, NULL, 0 } },
	{ "/huntflow/", "huntflow.webhook", "huntflow.webhook.remove",
	    { &huntflow_hook_service, NULL, 0 } },
	{ "/api/integrations/", "integration.webhook",
	    "integration.webhook.remove", { NULL, NULL, 0 } },
};

static const struct hook *
hook_of(const struct web_req *req)
{
	size_t	i = 0;

	while (i + 1 < nitems(hooks) && strncmp(req->path, hooks[i].path,
	    strlen(hooks[i].path)) != 0)
		i++;
	return &hooks[i];
}

static int
use_of(struct db *db, const struct web_req *req, struct webhook_use *out,
    struct err *err)
{
	int64_t	id;

	*out = hook_of(req)->use;
	return out->service != NULL ? 0 : web_id(req, 0, &id, err) == -1 ?
	    -1 : board_hook_use(db, req->who->company_id, id, out, err);
}

/* GET /clickup/api/webhook, /huntflow/webhook, /api/integrations/:id/webhook -> 200 {registered,
 * status, ...} */
static int
show_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	who = caller_of(db, req);
	struct webhook_use	use;

	return web_query_only(req, NULL, err) == -1 ||
	    use_of(db, req, &use, err) == -1 ||
	    webhook_registration_get(&who, &use, &res->json, err) == -1 ? -1 :
	    200;
}

/* POST -> 200 the same, registered wherever it is missing | 409 */
static int
add_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const names[] = { NULL };
	const struct caller	 who = caller_of(db, req);
	struct webhook_use	 use;

	if (field_only(req->body, names, err) == -1 ||
	    use_of(db, req, &use, err) == -1 ||
	    webhook_registration_add(&who, &use, err) == -1)
		return -1;
	audit_request(db, req, hook_of(req)->added, req->param[0], NULL);
	return show_webhook(db, req, res, err);
}

/* DELETE -> 200 the same */
static int
remove_webhook(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const struct caller	 who = caller_of(db, req);
	struct webhook_use	 use;

	if (use_of(db, req, &use, err) == -1 ||
	    webhook_registration_remove(&who, &use, err) == -1)
		return -1;
	audit_request(db, req, hook_of(req)->removed, req->param[0], NULL);
	return show_webhook(db, req, res, err);
}

/* --- ClickUp: who am I, what can be chosen --- */

static int
open_clickup(struct db *db, const struct web_req *req, const char *key,
    struct clickup **out, struct err *err)
{
	const struct web_who	*who = req->who;

	return key != NULL ?
	    clickup_link_try(db, req->conf, who->company_id, who->user_id,
	    key, out, err) :
	    clickup_link_open(db, req->conf, who->company_id, who->user_id,
	    out, err);
}

/* Lists also say how many tasks they hold. */
static json_t *
places_json(const struct clickup_places *all)
{
	json_t	*list = json_array();

	for (size_t i = 0; i < all->n; i++) {
		const struct clickup_place	*p = &all->v[i];
		json_t				*one;

		one = json_pack("{s:s, s:s}", "id", p->id, "name", p->name);
		if (p->task_count >= 0)
			json_object_set_new(one, "task_count",
			    json_integer(p->task_count));
		json_array_append_new(list, one);
	}
	return list;
}

/* The key in the form before it is stored; NULL: the stored one. */
static int
take_key(const json_t *body, const char **out, struct err *err)
{
	const char	*key = NULL;

	if (field_text_opt(body, "api_key", 2000, &key, err) == -1)
		return -1;
	for (const char *c = key; c != NULL && *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return err_field(err, "api_key", "service.key_format", "blank");
	*out = key != NULL && *key != '\0' ? key : NULL;
	return 0;
}

static int
read_key(const json_t *body, const char **out, struct err *err)
{
	static const char *const names[] = { "api_key", NULL };

	return field_only(body, names, err) == -1 ? -1 :
	    take_key(body, out, err);
}

static int
ask_clickup(struct clickup *api, json_t **out, struct err *err)
{
	cleanup(clickup_user_clear) struct clickup_user	 me = { 0 };
	own_clickup_places struct clickup_places teams = { 0 };

	if (clickup_user_fetch(api, &me, err) == -1 ||
	    clickup_place_fetch(api, CLICKUP_TEAMS, NULL, &teams, err) == -1)
		return -1;
	*out = json_pack("{s:b, s:{s:I, s:s?, s:s?}, s:o}", "ok", 1,
	    "user", "id", (json_int_t)me.id, "username", me.username,
	    "email", me.email, "teams", places_json(&teams));
	return 0;
}

/* POST /clickup/api/test-connection {"api_key"?} -> 200 {ok, user, teams} | 424 */
static int
test_clickup(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_clickup struct clickup	*api = NULL;
	own_connection struct connection con = { 0 };
	const char			*key = NULL;

	if (read_key(req->body, &key, err) == -1 ||
	    open_clickup(db, req, key, &api, err) == -1 ||
	    clickup_lift(api, err) == -1)
		return -1;
	if (ask_clickup(api, &res->json, err) == 0)
		return 200;
	/* A key that is only tried says nothing of the stored one. */
	if (key != NULL || connection_of(db, req->who->user_id, "clickup",
	    "PROD", &con, &(struct err){ 0 }) == -1)
		return -1;
	return failed(db, con.id, err);
}

/* An id of the query; NULL: not given. */
static int
query_id(const struct web_req *req, const char *name, const char **out,
    struct err *err)
{
	const char	*id = web_query(req, name);

	if (id != NULL && *id == '\0')
		id = NULL;
	if (id != NULL && !clickup_id_ok(id))
		return err_field(err, name, "format", "90120001");
	*out = id;
	return 0;
}

/* What was chosen so far. */
struct chosen {
	const char	*team_id, *space_id, *folder_id;
};

static int
read_chosen(const struct web_req *req, struct chosen *out, struct err *err)
{
	static const char *const names[] = { "team_id", "space_id",
		"folder_id", NULL };

	if (web_query_only(req, names, err) == -1 ||
	    query_id(req, "team_id", &out->team_id, err) == -1 ||
	    query_id(req, "space_id", &out->space_id, err) == -1 ||
	    query_id(req, "folder_id", &out->folder_id, err) == -1)
		return -1;
	return 0;
}

/* The place whose places of a level are asked for; NULL: not chosen (or the top). */
static const char *
place_above(enum clickup_level level, const struct chosen *at)
{
	switch (level) {
	case CLICKUP_SPACES:		return at->team_id;
	case CLICKUP_FOLDERS:
	case CLICKUP_SPACE_LISTS:	return at->space_id;
	case CLICKUP_FOLDER_LISTS:	return at->folder_id;
	default:			return NULL;
	}
}

/* Lists are those of the folder, or, without one, those of the space itself. */
static enum clickup_level
lists_level(const struct chosen *at)
{
	return at->folder_id != NULL ? CLICKUP_FOLDER_LISTS :
	    CLICKUP_SPACE_LISTS;
}

/* Nothing chosen above: an empty list. */
static int
get_places(struct clickup *api, enum clickup_level level,
    const struct chosen *at, json_t **out, struct err *err)
{
	own_clickup_places struct clickup_places all = { 0 };
	const char	*above = place_above(level, at);

	if ((level == CLICKUP_TEAMS || above != NULL) &&
	    clickup_place_fetch(api, level, above, &all, err) == -1)
		return -1;
	*out = places_json(&all);
	return 0;
}

/* GET /clickup/api/path-options?team_id=&space_id=&folder_id= -> 200
 * {teams, spaces, folders, lists} */
static int
list_path(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	static const char *const	 names[] = { "teams", "spaces",
		"folders", "lists" };
	own_clickup struct clickup	*api = NULL;
	own_json json_t			*doc = json_object();
	struct chosen			 at = { 0 };
	enum clickup_level		 levels[] = { CLICKUP_TEAMS,
		CLICKUP_SPACES, CLICKUP_FOLDERS, CLICKUP_SPACE_LISTS };

	if (read_chosen(req, &at, err) == -1 ||
	    open_clickup(db, req, NULL, &api, err) == -1)
		return -1;
	levels[3] = lists_level(&at);
	for (size_t i = 0; i < nitems(levels); i++) {
		json_t	*list = NULL;

		if (get_places(api, levels[i], &at, &list, err) == -1)
			return -1;
		json_object_set_new(doc, names[i], list);
	}
	res->json = give(doc);
	return 200;
}

/* One level; must: the parameter that says where. */
static int
show_places(struct db *db, const struct web_req *req, struct web_res *res,
    enum clickup_level level, const char *must, struct err *err)
{
	own_clickup struct clickup	*api = NULL;
	struct chosen			 at = { 0 };

	if (read_chosen(req, &at, err) == -1)
		return -1;
	if (level == CLICKUP_SPACE_LISTS)
		level = lists_level(&at);
	if (place_above(level, &at) == NULL)
		return err_field(err, must, "required", "text");
	if (open_clickup(db, req, NULL, &api, err) == -1 ||
	    get_places(api, level, &at, &res->json, err) == -1)
		return -1;
	return 200;
}

/* GET /clickup/api/spaces?team_id= -> 200 [{id, name}] */
static int
list_spaces(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return show_places(db, req, res, CLICKUP_SPACES, "team_id", err);
}

/* GET /clickup/api/folders?space_id= -> 200 [{id, name}] */
static int
list_folders(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return show_places(db, req, res, CLICKUP_FOLDERS, "space_id", err);
}

/* GET /clickup/api/lists?folder_id= or ?space_id= -> 200 [{id, name, task_count?}] */
static int
list_lists(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	return show_places(db, req, res, CLICKUP_SPACE_LISTS, "space_id", err);
}

/* --- Huntflow --- */

static json_t *
number_or_null(int64_t n)
{
	return n != 0 ? json_integer(n) : json_null();
}

/* Which key is asked with: the stored one, or one that is tried before it is stored. */
struct trial {
	const char	*system, *url, *key;	/* NULL: not given */
};

static int
read_trial(const struct web_req *req, struct trial *t, struct err *err)
{
	static const char *const names[] = { "system", "url", "api_key",
		NULL };
	static const char *const systems[] = { "PROD", "SANDBOX", NULL };

	if (field_only(req->body, names, err) == -1 ||
	    field_word_opt(req->body, "system", systems, &t->system,
	    err) == -1 ||
	    field_text_opt(req->body, "url", 300, &t->url, err) == -1 ||
	    take_key(req->body, &t->key, err) == -1)
		return -1;
	if (t->url != NULL && *t->url == '\0')
		t->url = NULL;
	if (t->url != NULL && t->key == NULL)
		return err_field(err, "api_key", "required", "%s", "");
	if (t->key == NULL)
		return 0;
	return auth_session_only(req, err) == -1 || (t->url != NULL &&
	    profile_url_check(req->conf, "url", t->url, err) == -1) ? -1 : 0;
}

static int
open_huntflow(struct db *db, const struct web_req *req, const struct trial *t,
    struct huntflow_link **out, struct err *err)
{
	return t->key == NULL ? huntflow_link_open(db, req->conf,
	    req->who->user_id, t->system, out, err) :
	    huntflow_link_try(db, req->conf, req->who->user_id, t->system,
	    t->url, t->key, out, err);
}

/* What became of a key that was tried belongs to its field. */
static int
trial_failed(struct err *err)
{
	const struct err	 why = *err;

	if (strncmp(why.code, "huntflow.key_", 13) != 0)
		return -1;
	*err = (struct err){ 0 };
	return err_field(err, "api_key", why.code, "%s", "");
}

static int
ask_huntflow(struct huntflow_link *link, json_t **out, struct err *err)
{
	own_huntflow_me struct huntflow_me	 me = { 0 };
	own_huntflow_items struct huntflow_items all = { 0 };

	if (huntflow_me(link->api, &me, err) == -1 ||
	    huntflow_dictionary_accounts(link->api, &all, err) == -1)
		return -1;
	*out = json_pack("{s:b, s:s, s:{s:o, s:s?, s:s?}, s:o}", "ok", 1,
	    "system", link->environment, "user", "id", number_or_null(me.id),
	    "name", me.name, "email", me.email, "accounts",
	    huntflow_items_named(&all));
	return 0;
}

/* POST /huntflow/test-connection {"system"?} -> 200 {ok, user, accounts, expires_at} | 424 */
static int
test_huntflow(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_json json_t		*doc = NULL;
	struct secret_hint	 key = { 0 };
	char			 at[CLOCK_ISO_SIZE];
	struct trial		 trial = { 0 };

	if (read_trial(req, &trial, err) == -1 ||
	    open_huntflow(db, req, &trial, &link, err) == -1 ||
	    huntflow_lift(link->api, err) == -1)
		return -1;
	if (ask_huntflow(link, &doc, err) == -1)
		return trial.key != NULL ? trial_failed(err) :
		    failed(db, link->connection_id, err);
	huntflow_link_ok(link);
	if (trial.key == NULL && connection_secret_hint(db, link->connection_id, "api_key", &key,
	    err) == -1)
		return -1;
	clock_iso(key.expires_at, at);
	json_object_set_new(doc, "expires_at", key.expires_at != 0 ?
	    json_string(at) : json_null());
	res->json = give(doc);
	return 200;
}
