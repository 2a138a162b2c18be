#include "platform/connect.h"

#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "platform/integration.h"
#include "platform/integration_token.h"
#include "platform/link.h"
#include "platform/oauth.h"
#include "platform/request.h"
#include "platform/run.h"
#include "platform/sign_in.h"

#define DEADLINE_MS	25000

static const char *const	client[] = { "api_key", "api_secret", NULL };

int
connect_begin(const struct caller *who, const struct platform *platform,
    const struct integration *in, char **url, struct err *err)
{
	own_platform_link struct platform_link	*link = NULL;

	if (platform->oauth == NULL)
		return err_code(err, ERR_UNFIT, "platform.no_sign_in", "%s",
		    platform->title);
	return platform_link_open(who->db, who->conf, platform, in,
	    who->user_id, client, &link, err) == -1 ? -1 :
	    sign_in_begin(who->db, who->conf, platform, in, &link->keys,
	    who->user_id, url, err);
}

/* --- the trade, a talk of one request --- */

struct trade {
	const struct platform_link	*link;
	struct platform_grant		 grant;
	bool				 sent;
};

static void *
trade_open(const struct platform_ask *ask)
{
	/* what is traded lives as long as the run */
	return (void *)(uintptr_t)ask->account;
}

static int
trade_next(void *state, struct platform_request *req, struct err *err)
{
	struct trade	*t = state;

	(void)err;
	if (t->sent)
		return 0;
	t->sent = true;
	t->link->platform->oauth->trade(&t->link->keys, &t->grant, req);
	return 1;
}

static int
trade_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	(void)state, (void)err;
	got->about = json_incref((json_t *)(uintptr_t)doc);
	return 0;
}

static void
trade_close(void *state)
{
	(void)state;
}

static const struct platform_talk	trade_talk = {
	.open = trade_open,
	.next = trade_next,
	.take = trade_take,
	.close = trade_close,
};

/* What a refused code means is not what a refused call does. */
static int
trade_failed(const struct platform *platform, const struct platform_done *done,
    struct err *err)
{
	*err = done->err;
	if (strcmp(err->code, "platform.input") == 0 ||
	    strcmp(err->code, "platform.key") == 0 ||
	    strcmp(err->code, "platform.denied") == 0)
		return err_code(err, ERR_REMOTE_AUTH, "platform.sign_in",
		    "%s: %d", platform->title, done->err.remote_status);
	return -1;
}

int
connect_trade(const struct caller *who, const struct platform *platform,
    const struct integration *in, const char *code, const char *verifier,
    struct err *err)
{
	own_platform_run struct platform_run	*run = NULL;
	own_str char		*redirect = sign_in_redirect(who->conf,
				    platform);
	struct trade		 trade = { .grant = { .code = code,
				    .redirect_uri = redirect,
				    .verifier = verifier } };
	const struct platform_ask ask = {
	    .account = (const json_t *)&trade, .now_ms = clock_ms() };
	struct platform_link	*link;
	struct platform_done	*done;
	struct integration_token token;

	if ((run = platform_run_open(who->db, who->conf, DEADLINE_MS,
	    err)) == NULL || platform_link_open(who->db, who->conf, platform,
	    in, who->user_id, client, &link, err) == -1)
		return -1;
	trade.link = link;
	platform_run_add(run, link, &trade_talk, &ask, NULL);
	done = platform_run_next(run);
	if (done->rc == -1)
		return trade_failed(platform, done, err);
	if (oauth_token_read(done->got.about, clock_ms(), &token) == -1)
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "%s: no token", platform->title);
	return integration_token_keep(who->db, who->conf, in->con.id, NULL,
	    &token, err);
}

/* --- whose is it? --- */

static int
ask_whose(const struct caller *who, const struct platform *platform,
    const struct integration *in, json_t **about, json_t **notes,
    struct err *err)
{
	own_platform_run struct platform_run	*run = NULL;
	const struct platform_ask ask = { .account = in->account,
	    .base_url = platform_address(platform, who->conf),
	    .now_ms = clock_ms() };
	struct platform_link	*link;
	struct platform_done	*done;

	if ((run = platform_run_open(who->db, who->conf, DEADLINE_MS,
	    err)) == NULL || platform_link_open(who->db, who->conf, platform,
	    in, who->user_id, NULL, &link, err) == -1)
		return -1;
	platform_run_add(run, link, platform->check, &ask, NULL);
	done = platform_run_next(run);
	if (done->rc == -1) {
		*err = done->err;
		return -1;
	}
	*about = give(done->got.about);
	*notes = give(done->got.notes);
	return 0;
}

int
connect_check(const struct caller *who, const struct platform *platform,
    const struct integration *in, json_t **about, json_t **notes,
    struct err *err)
{
	const int64_t	began = clock_mono_ms();
	struct err	lost = { 0 };
	int		rc = ask_whose(who, platform, in, about, notes, err);

	if (rc == 0 && *about != NULL)
		rc = integration_set_account(who->db, in->con.id, *about,
		    err);
	/* A credential that is missing is none that was refused. */
	if ((rc == 0 || err->kind != ERR_CONFLICT) &&
	    integration_settle(who->db, in->con.id, clock_mono_ms() - began,
	    rc == -1 ? err : NULL, &lost) == -1)
		log_err(LOG_WARN, "integration: settle", &lost);
	return rc;
}
