#include "clickup/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/refusal.h"
#include "io/fetch.h"
#include "io/field.h"

#define KEY_GOOD_MS	10000	/* how long the word about the key counts */

struct clickup {
	struct fetch_conf	 conf;	/* for files, without the key */
	char			*base_url;
	struct fetch		*link;
	int			 calls, budget_wait_ms;
	clickup_key_refused	*refused;
	int64_t			 key_good_ms;	/* when it was; 0: not asked */
	int64_t			 asked_ms;	/* the last call began */
	int64_t			 ahead_ms;
};

struct clickup *
clickup_open(const struct fetch_conf *conf, struct err *err)
{
	own_clickup struct clickup	*c = mem_zero(sizeof(*c));

	c->base_url = mem_dup(conf->base_url);
	c->conf = *conf;
	c->conf.base_url = c->base_url;
	c->conf.auth = NULL;
	if ((c->link = fetch_open(conf, err)) == NULL)
		return NULL;
	return give(c);
}

void
clickup_close(struct clickup *c)
{
	if (c == NULL)
		return;
	fetch_close(c->link);
	free(c->base_url);
	free(c);
}

void
clickup_close_p(struct clickup **c)
{
	clickup_close(*c);
	*c = NULL;
}

int
clickup_calls(const struct clickup *c)
{
	return c->calls;
}

void
clickup_set_ahead(struct clickup *c, int64_t ahead_ms)
{
	c->ahead_ms = ahead_ms;
}

int64_t
clickup_ahead_ms(const struct clickup *c)
{
	return c->ahead_ms;
}

int64_t
clickup_longest_s(const struct clickup *c)
{
	return 2 * fetch_longest_ms(c->link) / 1000 + 1;
}

void
clickup_set_patience(struct clickup *c, int budget_wait_ms)
{
	c->budget_wait_ms = budget_wait_ms;
}

void
clickup_on_refused(struct clickup *c, clickup_key_refused *refused)
{
	c->refused = refused;
}

int
clickup_waits(struct clickup *c, int64_t *until_ms, struct err *err)
{
	return fetch_waits(c->link, until_ms, err);
}

int
clickup_lift(struct clickup *c, struct err *err)
{
	return fetch_lift(c->link, err);
}

bool
clickup_sent(const struct clickup *c, const struct err *err)
{
	return err->remote_status == 0 ? fetch_sent(c->link) :
	    err->remote_status >= 500 || err->remote_status < 400 ||
	    err->remote_status == 408;
}

bool
clickup_id_ok(const char *id)
{
	size_t	len = id != NULL ? strlen(id) : 0;

	return len > 0 && len <= CLICKUP_ID_SIZE && strspn(id,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_")
	    == len;
}

/* --- asking --- */

/* The code of a failure that the service did not name: no whole answer came. */
static int
unanswered(struct err *err)
{
	const bool	 ours = err->kind == ERR_DOWN ||
			    err->kind == ERR_INTERNAL;
	const bool	 named = strcmp(err->code, "io.private_address") == 0 ||
			    strcmp(err->code, "io.remote_too_large") == 0;

	if (!ours && !named)
		snprintf(err->code, sizeof(err->code), "%s", err->kind ==
		    ERR_BUSY ? "clickup.limit" : "clickup.down");
	if (err->kind == ERR_INPUT)
		err->kind = ERR_REMOTE;	/* it is not the person who erred */
	return err_wrap(err, ERR_NONE, "clickup");
}

/* Is it the key, or this object alone? ClickUp's word about the key counts for some time. */
static enum clickup_refusal
ask_key(struct clickup *c, struct err *err)
{
	struct fetch_req	 rq = { .path = { "user" },
				    .budget_wait_ms = c->budget_wait_ms };
	own_json json_t		*doc = NULL;
	struct err		 why = { 0 };
	enum clickup_refusal	 means;

	if (c->key_good_ms != 0 &&
	    clock_mono_ms() - c->key_good_ms < KEY_GOOD_MS)
		return CLICKUP_OBJECT;
	c->calls++;
	c->asked_ms = clock_mono_ms();
	if (fetch_json(c->link, &rq, &doc, &why) == 0) {
		c->key_good_ms = clock_mono_ms();
		return CLICKUP_OBJECT;
	}
	*err = why;
	if (why.remote_status == 0)
		return CLICKUP_DOWN;
	means = clickup_refusal_of(why.remote_status, doc);
	return means == CLICKUP_KEY || means == CLICKUP_BUSY ? means :
	    CLICKUP_DOWN;
}

/*
 * Says in our own words why a call failed; doc: the service's, or NULL. 1: nothing is wrong with
 * the key, ask again; not when it was asked again.
 */
static int
failed(struct clickup *c, const struct fetch_req *rq, const json_t *doc,
    bool again, const char *absent, struct err *err)
{
	enum clickup_refusal	means;

	if (err->remote_status == 0)
		return unanswered(err);
	means = clickup_refusal_of(err->remote_status, doc);
	if (means == CLICKUP_KEY && strcmp(rq->path[0], "user") != 0) {
		means = ask_key(c, err);
		if (means == CLICKUP_OBJECT && !again)
			return 1;
		if (err->remote_status == 0)
			return unanswered(err);
	}
	if (means == CLICKUP_KEY && c->refused != NULL)
		c->refused(c->conf.db, c->conf.connection_id,
		    clock_mono_ms() - c->asked_ms);
	return clickup_refusal_set(means, doc, absent, err);
}

int
clickup_odd(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "clickup.answer",
	    "clickup: %s: an answer of another shape", what);
}

int
clickup_ask(struct clickup *c, const struct fetch_req *asked,
    const char *absent, json_t **out, struct err *err)
{
	struct fetch_req	 rq = *asked;

	rq.budget_wait_ms = c->budget_wait_ms;
	for (bool again = false;; again = true) {
		own_json json_t	*doc = NULL;

		c->calls++;
		c->asked_ms = clock_mono_ms();
		if (fetch_json(c->link, &rq, &doc, err) == 0) {
			*out = give(doc);
			return 0;
		}
		if (failed(c, &rq, doc, again, absent, err) == -1)
			return -1;
		*err = (struct err){ 0 };
	}
}

int64_t
clickup_time(const json_t *doc, const char *name)
{
	int64_t	ms = field_num(doc, name, 0);

	return ms > 0 && ms < INT64_C(253402300800000) ? ms : 0;
}

void
clickup_user_clear(struct clickup_user *u)
{
	free(u->username);
	free(u->email);
	memset(u, 0, sizeof(*u));
}

int
clickup_user_parse(const json_t *doc, struct clickup_user *out,
    struct err *err)
{
	const json_t	*user = json_object_get(doc, "user");
	int64_t		 id = field_num(user, "id", 0);

	if (!json_is_object(user) || id <= 0)
		return clickup_odd(err, "user");
	out->id = id;
	out->username = field_dup(user, "username", SIZE_MAX);
	out->email = field_dup(user, "email", SIZE_MAX);
	return 0;
}

int
clickup_user_fetch(struct clickup *c, struct clickup_user *out,
    struct err *err)
{
	const struct fetch_req	 rq = { .path = { "user" } };
	own_json json_t		*doc = NULL;

	if (clickup_ask(c, &rq, "clickup.absent", &doc, err) == -1)
		return -1;
	return clickup_user_parse(doc, out, err);
}

int
clickup_bytes(struct clickup *c, const char *url, size_t max_bytes,
    struct fetch_res *out, struct err *err)
{
	c->calls++;
	if (fetch_url(&c->conf, url, max_bytes, out, err) == 0)
		return 0;
	return err->remote_status == 0 ? unanswered(err) :
	    clickup_refusal_set(clickup_refusal_of_file(err->remote_status),
	    NULL, "clickup.absent", err);
}
