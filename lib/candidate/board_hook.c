#include "candidate/board_hook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "boards/boards.h"
#include "candidate/known.h"
#include "candidate/search_row.h"
#include "hh/hook.h"
#include "io/db.h"
#include "io/field.h"
#include "live/post.h"
#include "notice/notice.h"
#include "platform/integration.h"
#include "platform/integration_sync.h"
#include "platform/link.h"
#include "platform/platform.h"
#include "platform/run.h"
#include "webhook/registration.h"
#include "webhook/service.h"

#define DEADLINE_MS	15000
#define PLACE		"all"	/* an account has one list of subscriptions */

struct client {
	struct caller		 who;
	struct integration	 in;
	const struct platform	*platform;
};

static void
close_client(void *client)
{
	struct client	*c = client;

	integration_clear(&c->in);
	free(c);
}

static int
open_client(const struct caller *who, int64_t connection_id, const void *arg,
    void **client, struct err *err)
{
	struct client	*c = mem_zero(sizeof(*c));

	(void)arg;
	c->who = *who;
	if (integration_get(who->db, who->company_id, connection_id, &c->in,
	    err) == -1) {
		close_client(c);
		return -1;
	}
	c->platform = platform_by_name(boards, c->in.con.provider);
	*client = c;
	return 0;
}

/* One talk; got: what it brought, the caller's. */
static int
ask(const struct client *c, const struct platform_talk *talk, const char *id,
    const json_t *more, struct platform_got *got, struct err *err)
{
	own_platform_run struct platform_run	*run = platform_run_open(
		c->who.db, c->who.conf, DEADLINE_MS, err);
	const struct platform_ask		 what = { .id = id,
		.more = more, .account = c->in.account,
		.base_url = platform_address(c->platform, c->who.conf),
		.now_ms = clock_ms() };
	struct platform_link			*link;
	struct platform_done			*done;

	if (run == NULL || platform_link_open(c->who.db, c->who.conf,
	    c->platform, &c->in, c->who.user_id, NULL, &link, err) == -1)
		return -1;
	platform_run_add(run, link, talk, &what, NULL);
	done = platform_run_next(run);
	if (done->rc == -1) {
		*err = done->err;
		return -1;
	}
	*got = give(done->got);
	return 0;
}

/* --- at the board --- */

static int
add_places(void *client, json_t *names, struct err *err)
{
	(void)client;
	(void)err;
	return json_array_append_new(names, json_string(PLACE));
}

static void
read_entries(const struct platform_got *got, struct webhook_entries *out)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(got->about, "items"), i, one) {
		struct webhook_entry	*entry = webhook_entries_add(out);
		const char		*url = field_str(one, "url");

		snprintf(entry->id, sizeof(entry->id), "%s", field_str(one,
		    "id"));
		entry->url = url != NULL ? mem_dup(url) : NULL;
	}
}

static int
list_at(void *client, const char *place, struct webhook_entries *out,
    struct err *err)
{
	const struct client		*c = client;
	own_platform_got struct platform_got got = { 0 };

	(void)place;
	if (ask(c, c->platform->hook, NULL, NULL, &got, err) == -1)
		return -1;
	read_entries(&got, out);
	return 0;
}

/* The answer has no id: it is in the list that follows. */
static int
create_at(void *client, const char *place, const char *url,
    const char *secret, struct webhook_entry *made, struct err *err)
{
	const struct client		*c = client;
	own_platform_got struct platform_got got = { 0 };
	own_webhook_entries struct webhook_entries all = { .n = 0 };
	own_json json_t			*more = json_pack("{s:s}", "url", url);

	(void)place;
	(void)secret;
	if (ask(c, c->platform->hook, NULL, more, &got, err) == -1)
		return -1;
	read_entries(&got, &all);
	for (size_t i = 0; i < all.n; i++)
		if (all.v[i].url != NULL && strcmp(all.v[i].url, url) == 0) {
			snprintf(made->id, sizeof(made->id), "%s",
			    all.v[i].id);
			return 0;
		}
	return err_code(err, ERR_REMOTE, "platform.shape",
	    "%s: a subscription that was made is not listed",
	    c->platform->title);
}

static int
remove_at(void *client, const char *place, const char *id, struct err *err)
{
	const struct client		*c = client;
	own_platform_got struct platform_got got = { 0 };

	(void)place;
	return ask(c, c->platform->hook, id, NULL, &got, err);
}

/* --- what comes --- */

/* The board signs nothing: the address is known to it alone, and all is read there again. */
static bool
is_signed(const struct webhook_post *post, const char *secret)
{
	(void)post;
	(void)secret;
	return true;
}

static int
catch_up(void *client, const struct webhook *hook, bool *done,
    struct err *err)
{
	const struct client	*c = client;
	struct err		 why = { 0 };
	int64_t			 run_id;

	(void)hook;
	if (integration_sync_queue(c->who.db, &c->in, &run_id, &why) == -1 &&
	    strcmp(why.code, "service.sync_running") != 0) {
		*err = why;
		return -1;
	}
	*done = true;
	return 0;
}

/* Whoever connected the account hears of somebody who answered, once for each response. */
static int
tell(const struct client *c, const char *topic, const json_t *row,
    struct err *err)
{
	const int64_t	 id = field_num(row, "id", 0);
	const char	*name = field_str(row, "full_name");
	own_str char	*key = mem_fmt("response:%lld:%s",
			    (long long)c->in.con.id, topic);
	own_str char	*href = mem_fmt("/candidates/%lld/", (long long)id);

	if (id == 0)
		return 0;
	if (notice_add(c->who.db, &(struct notice_new){
	    .company_id = c->who.company_id, .kind = NOTICE_RESPONSE,
	    .about = c->platform->title, .text = name != NULL ? name : "",
	    .href = href, .subject = "candidate", .subject_id = id,
	    .dedupe_key = key }, &c->in.created_by, 1, err) == -1)
		return -1;
	live_post_wake(c->who.db, c->who.conf);
	return 0;
}

static bool
is_new(const struct webhook_group *g)
{
	own_str char	*names = mem_dup(g->names);
	char		*rest = names;

	for (char *one; (one = strsep(&rest, "\n")) != NULL;)
		if (hh_hook_is_new(one))
			return true;
	return false;
}

static int
handle(void *client, const struct webhook_group *g,
    struct webhook_outcome *out, struct err *err)
{
	const struct client			*c = client;
	const struct candidate_viewer		 viewer = {
		c->who.company_id, c->who.user_id };
	own_json json_t				*more = json_pack("{s:b}",
						    "person", 1);
	own_platform_got struct platform_got	 got = { 0 };
	own_candidate_rows struct candidate_rows rows = { 0 };
	struct candidate_counts			 n = { 0 };
	struct err				 why = { 0 };

	out->result = "foreign";
	if (g->object_id[0] == '\0')
		return 0;
	if (ask(c, c->platform->response, g->object_id, more, &got,
	    &why) == -1) {
		out->result = "gone";
		if (why.kind == ERR_ABSENT)
			return 0;
		*err = why;
		return -1;
	}
	if (candidate_rows_add(c->who.db, &c->in, got.found, 0, &rows, &n,
	    err) == -1 ||
	    candidate_rows_end(c->who.db, &viewer, &rows, err) == -1)
		return -1;
	out->result = json_array_size(rows.list) > 0 ? "stored" : "hidden";
	return !is_new(g) || g->stale ? 0 : tell(c, g->object_id,
	    json_array_get(rows.list, 0), err);
}

const struct webhook_service	board_hook_hh = {
	.provider = "hh_ru",
	.label = "HH.ru",
	.unset = "platform.setup",
	.open = open_client,
	.close = close_client,
	.is_on = integration_on,
	.places = add_places,
	.list = list_at,
	.create = create_at,
	.remove = remove_at,
	.catch_up = catch_up,
	.is_signed = is_signed,
	.read = hh_hook_read,
	.handle = handle,
};

static const struct webhook_service *
service_of(const struct integration *in)
{
	return strcmp(in->con.provider, board_hook_hh.provider) == 0 ?
	    &board_hook_hh : NULL;
}

int
board_hook_use(struct db *db, int64_t company_id, int64_t id,
    struct webhook_use *out, struct err *err)
{
	own_integration struct integration	in = { 0 };

	if (integration_get(db, company_id, id, &in, err) == -1)
		return -1;
	*out = (struct webhook_use){ .service = service_of(&in),
		.connection_id = id };
	return out->service != NULL ? 0 : err_code(err, ERR_UNFIT,
	    "platform.no_such", "%s", platform_by_name(boards,
	    in.con.provider)->title);
}

void
board_hook_drop(struct db *db, const struct conf *conf,
    const struct integration *in)
{
	const struct caller		who = { .db = db, .conf = conf,
		.company_id = in->con.company_id, .user_id = in->created_by,
		.lang = "" };
	const struct webhook_use	use = { .service = service_of(in),
		.connection_id = in->con.id };
	struct err			err = { 0 };

	if (use.service != NULL && webhook_registration_remove(&who, &use,
	    &err) == -1)
		log_err(LOG_WARN, "integration: webhook", &err);
}
