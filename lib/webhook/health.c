#include "webhook/health.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/secret.h"
#include "webhook/place.h"
#include "webhook/remote.h"
#include "webhook/service.h"
#include "webhook/webhook.h"

#define CHECK_S		600	/* between two checks of a healthy one */
#define CHECK_SICK_S	60
#define CHECK_JITTER_S	60
#define CHECKS_MAX	100	/* of one go */
#define RUN_MS		20000	/* then the others are left to the next tick */
#define BLIND_MS	INT64_C(2400000)	/* not checked for so long: we were away */

/* The state of the webhook, and whether events may have been missed. */
static void
judge(struct webhook *w, const struct webhook_state *state, int64_t now)
{
	const bool	blind = w->checked_at != 0 &&
			    now - w->checked_at > BLIND_MS;
	const bool	fails = state->fail_count > w->fail_count;

	if (blind || fails || state->stopped || state->made)
		w->gap_at = now;
	w->fail_count = state->fail_count;
	if (state->registered == 0 && state->removed == 0)
		webhook_note(w, "failing", state->denied.code);
	else if (state->removed > 0)
		webhook_note(w, state->registered == 0 ? "off" : "failing",
		    "webhook.gone");
	else if (fails || state->failing)
		webhook_note(w, "failing", "webhook.failing");
	else
		webhook_note(w, "active", "");
}

static void
catch_up(struct webhook_remote *r, struct webhook *w)
{
	struct err	err = { 0 };
	bool		done = false;

	if (w->gap_at == 0 || strcmp(w->status, "off") == 0)
		return;
	if (r->use->service->catch_up(r->client, w, &done, &err) == -1 ||
	    (done && webhook_gap_done(r->who.db, w, &err) == -1))
		log_err(LOG_WARN, "webhook: catch up", &err);
	else if (done)
		w->gap_at = 0;
}

/* What hindered the check; the service has stopped it, or nothing is registered any more. */
static int
note_hindrance(struct webhook_remote *r, struct webhook *w,
    const struct webhook_state *state, const struct err *why, struct err *err)
{
	int64_t	n, now;

	if (webhook_place_count(r->who.db, w->id, &n, err) == -1 ||
	    db_now(r->who.db, &now, err) == -1)
		return -1;
	log_err(LOG_WARN, "webhook: check", why);
	if (state->stopped)
		w->gap_at = now;
	if (state->stopped)
		webhook_note(w, "suspended", why->kind == ERR_BUSY ?
		    "webhook.suspended" : why->code);
	else if (n == 0)
		webhook_note(w, "failing", why->code);
	else if (why->kind != ERR_BUSY)
		snprintf(w->status_code, sizeof(w->status_code), "%s",
		    why->code);
	return 0;
}

/* One that is ours for a minute, and locked. */
static int
check_locked(struct webhook_remote *r, struct err *err)
{
	struct webhook_state	state = { .registered = 0 };
	struct webhook		w = r->hook;
	struct err		why = { 0 };
	int64_t			next_s = CHECK_S, now;

	if (db_now(r->who.db, &now, err) == -1)
		return -1;
	if (webhook_remote_connect(r, &why) == 0 &&
	    webhook_remote_reconcile(r, &state, &why) == 0) {
		judge(&w, &state, now);
		catch_up(r, &w);
	} else if (why.kind == ERR_DOWN) {
		*err = why;
		return -1;
	} else if (note_hindrance(r, &w, &state, &why, err) == -1)
		return -1;
	if (w.gap_at != 0 || why.kind != ERR_NONE ||
	    strcmp(w.status, "active") != 0)
		next_s = CHECK_SICK_S;
	return webhook_checked(r->who.db, &w, next_s +
	    (int64_t)secret_random(CHECK_JITTER_S), err);
}

static int
check_one(struct db *db, const struct conf *conf,
    const struct webhook_use *use, const struct webhook *due, struct err *err)
{
	own_webhook_remote struct webhook_remote	r = { .use = use,
		.connection_id = due->connection_id, .who = { .db = db,
		.conf = conf, .company_id = due->company_id,
		.user_id = due->user_id, .lang = "" } };

	if (webhook_remote_open(&r, 0, err) == -1) {
		if (err->kind != ERR_BUSY)	/* a person is at it */
			return -1;
		memset(err, 0, sizeof(*err));
		return 0;
	}
	if (r.hook.id != due->id)
		return 0;	/* removed meanwhile */
	return check_locked(&r, err);
}

int
webhook_health_check(struct db *db, const struct conf *conf,
    const struct webhook_use *uses, struct err *err)
{
	own_rows struct db_rows		*rows = NULL;
	const struct webhook_use	*use;
	const int64_t			 end = clock_mono_ms() + RUN_MS;
	struct webhook			 due;
	bool				 taken;

	if (webhook_due(db, CHECKS_MAX, &rows, err) == -1)
		return -1;
	while (clock_mono_ms() < end && webhook_next(rows, &due)) {
		if ((use = webhook_use_of(uses, due.provider)) == NULL)
			continue;
		if (webhook_take(db, due.id, &taken, err) == -1 ||
		    (taken && check_one(db, conf, use, &due, err) == -1))
			return -1;
	}
	return 0;
}
