#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "io/fetch_many.h"
#include "platform/integration.h"
#include "platform/integration_token.h"
#include "platform/link.h"
#include "platform/oauth.h"
#include "platform/run_int.h"

#define WAIT_MS	20000	/* for another process that renews it */

/* The request that was refused goes out once more. */
static void
go_on(struct run_part *part, const char *access)
{
	platform_link_set_token(part->link, access);
	part->renewed = true;
	part->done.err = (struct err){ 0 };
	part->waits_ms = clock_mono_ms();
	part->phase = RUN_BUDGET;
}

static void
refuse(struct run_part *part, enum platform_refusal refusal, const char *why)
{
	platform_refusal_set(refusal, part->link->platform->title, why,
	    &part->done.err);
	run_end(part, -1);
}

static void
trade(struct platform_run *run, struct run_part *part, const char *refresh)
{
	const struct platform		*platform = part->link->platform;
	const struct platform_grant	 grant = { .refresh_token = refresh };

	platform_request_clear(&part->trade);
	platform->oauth->trade(&part->link->keys, &grant, &part->trade);
	platform->dress(&part->link->keys, part->link->agent, &part->trade);
	part->done.err = (struct err){ 0 };
	run_send(run, part, &part->trade, RUN_TRADED);
	if (part->phase != RUN_TRADED)
		integration_token_drop(run->db, part->link->id, part->lease);
}

void
run_renew_ask(struct platform_run *run, struct run_part *part)
{
	own_str char			*text = NULL;
	const struct integration_stale	 stale = {
	    part->link->keys.access_token, part->doubt };
	enum integration_token_way	 way;
	struct err			 err = { 0 };

	if (integration_token_ask(run->db, run->conf, part->link->id,
	    &stale, part->lease, &way, &text, &err) == -1) {
		part->done.err = err;
		run_end(part, -1);
		return;
	}
	switch (way) {
	case INTEGRATION_TOKEN_FRESH:
		go_on(part, text);
		break;
	case INTEGRATION_TOKEN_TRADE:
		trade(run, part, text);
		break;
	case INTEGRATION_TOKEN_WAIT:
		if (clock_mono_ms() - part->asked_ms > WAIT_MS)
			refuse(part, PLATFORM_BUSY, NULL);
		break;
	case INTEGRATION_TOKEN_NONE:
		run_refused(part);
		break;
	}
}

static void
keep(struct platform_run *run, struct run_part *part, const json_t *doc)
{
	struct integration_token	token;
	struct err			err = { 0 };

	if (oauth_token_read(doc, part->ask.now_ms, &token) == -1) {
		integration_token_drop(run->db, part->link->id, part->lease);
		refuse(part, PLATFORM_DOWN, "a token of another shape");
	} else if (integration_token_keep(run->db, run->conf, part->link->id,
	    part->lease, &token, &err) == -1) {
		part->done.err = err;
		run_end(part, -1);
	} else {
		go_on(part, token.access);
	}
}

/* A refusal that says nothing of the refresh token. True: the part has ended so. */
static bool
is_passing(struct run_part *part, const struct fetch_done *done)
{
	char				 said[200] = "";
	const enum platform_refusal	 refusal = done->err.remote_status <
	    400 ? PLATFORM_DOWN : part->link->platform->refusal(
	    done->err.remote_status, json_is_object(done->doc) ? done->doc :
	    NULL, said, sizeof(said));

	if (refusal != PLATFORM_BUSY && refusal != PLATFORM_QUOTA &&
	    refusal != PLATFORM_BLOCKED && refusal != PLATFORM_CAPTCHA &&
	    refusal != PLATFORM_REGION)
		return false;
	refuse(part, refusal, said[0] != '\0' ? said : NULL);
	return true;
}

void
run_renew_take(struct platform_run *run, struct run_part *part,
    const struct fetch_done *done)
{
	const char	*why;

	if (done->rc == 0) {
		keep(run, part, done->doc);
		return;
	}
	integration_token_drop(run->db, part->link->id, part->lease);
	part->done.err = done->err;
	if (is_passing(part, done))
		return;
	switch (oauth_refusal(done->err.remote_status, done->doc, &why)) {
	case OAUTH_OVER:
		refuse(part, PLATFORM_EXPIRED, why);
		break;
	case OAUTH_EARLY:
		refuse(part, PLATFORM_BUSY, why);
		break;
	case OAUTH_UNCLEAR:
		run_end(part, -1);
		break;
	}
}
