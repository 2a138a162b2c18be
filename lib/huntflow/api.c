#include "huntflow/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/refusal.h"
#include "io/fetch.h"
#include "io/field.h"

#define KEY_GOOD_MS	10000	/* how long the word about the key counts */

struct huntflow {
	struct fetch		*link;
	char			*token;
	huntflow_renewer	*renew;
	void			*arg;
	int			 budget_wait_ms;
	bool			 unsure;	/* the last failure: carried out? */
	int			 status;	/* of the last answer */
	int64_t			 key_good_ms;	/* when it was; 0: not asked */
};

/* The address that requests are built on: without trailing slashes, with /v2. */
static char *
base_of(const char *url)
{
	size_t	 len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	if (len > 3 && memcmp(url + len - 3, "/v2", 3) == 0)
		len -= 3;
	return mem_fmt("%.*s/v2", (int)len, url);
}

static void
take_token(struct huntflow *hf, const char *token)
{
	own_str char	*auth = NULL;

	mem_free_str(&hf->token);
	hf->token = mem_dup(token);
	hf->key_good_ms = 0;
	if (token != NULL)
		auth = mem_fmt("Bearer %s", token);
	if (hf->link != NULL)
		fetch_set_auth(hf->link, auth);
}

struct huntflow *
huntflow_open(const struct fetch_conf *conf, const char *token,
    huntflow_renewer *renew, void *arg, struct err *err)
{
	own_huntflow struct huntflow	*hf = mem_zero(sizeof(*hf));
	struct fetch_conf		 fc = *conf;
	own_str char			*base = base_of(conf->base_url);
	own_str char			*auth = NULL;

	if (token != NULL)
		auth = mem_fmt("Bearer %s", token);
	fc.base_url = base;
	fc.auth = auth;
	hf->token = mem_dup(token);
	hf->renew = renew;
	hf->arg = arg;
	if ((hf->link = fetch_open(&fc, err)) == NULL)
		return NULL;
	return give(hf);
}

void
huntflow_close(struct huntflow *hf)
{
	if (hf == NULL)
		return;
	fetch_close(hf->link);
	mem_free_str(&hf->token);
	free(hf);
}

void
huntflow_close_p(struct huntflow **hf)
{
	huntflow_close(*hf);
	*hf = NULL;
}

void
huntflow_set_patience(struct huntflow *hf, int budget_wait_ms)
{
	hf->budget_wait_ms = budget_wait_ms;
}

bool
huntflow_sent(const struct huntflow *hf)
{
	return hf->unsure;
}

int
huntflow_waits(struct huntflow *hf, int64_t *until_ms, struct err *err)
{
	return fetch_waits(hf->link, until_ms, err);
}

int
huntflow_lift(struct huntflow *hf, struct err *err)
{
	return fetch_lift(hf->link, err);
}

/* --- refusals --- */

/* The code and text of a failed call; the texts of fetch stay where no answer came. */
static int
name_failure(const json_t *doc, struct err *err)
{
	if (err->remote_status >= 400)
		return huntflow_refusal_set(huntflow_refusal_of(
		    err->remote_status, doc), doc, err);
	if (err->kind == ERR_BUSY)
		snprintf(err->code, sizeof(err->code), "huntflow.busy");
	else if (err->remote_status != 0)
		snprintf(err->code, sizeof(err->code), "huntflow.shape");
	else if (err->kind == ERR_REMOTE || err->kind == ERR_TIMEOUT)
		snprintf(err->code, sizeof(err->code), "huntflow.down");
	return -1;
}

/* An answer 4xx says no; any other failure leaves open what was done. */
static bool
may_be_done(const struct huntflow *hf, const json_t *doc,
    const struct err *err)
{
	const int	 status = err->remote_status;

	if (status == 0)
		return fetch_sent(hf->link);
	if (status >= 400 && status < 500 && status != 408)
		return huntflow_refusal_of(status, doc) == HUNTFLOW_OWN;
	return true;
}

/* --- asking --- */

/*
 * Is it the key, or this object alone? HUNTFLOW_OBJECT, HUNTFLOW_EXPIRED, HUNTFLOW_KEY; anything
 * else: it could not be found out, err says why. Huntflow's word about the key counts for
 * some time.
 */
static enum huntflow_refusal
ask_key(struct huntflow *hf, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "me" } };
	own_json json_t		*doc = NULL;
	struct err		 why = { 0 };
	enum huntflow_refusal	 means;

	if (hf->key_good_ms != 0 &&
	    clock_mono_ms() - hf->key_good_ms < KEY_GOOD_MS)
		return HUNTFLOW_OBJECT;
	if (fetch_json(hf->link, &rq, &doc, &why) == 0) {
		hf->key_good_ms = clock_mono_ms();
		return HUNTFLOW_OBJECT;
	}
	means = huntflow_refusal_of(why.remote_status, doc);
	if (means == HUNTFLOW_EXPIRED || means == HUNTFLOW_KEY)
		return means;
	*err = why;
	name_failure(doc, err);
	return HUNTFLOW_DOWN;
}

/* A token that works instead of the refused one, or why there is none. */
static int
renew(struct huntflow *hf, bool expired, struct err *err)
{
	own_str char	*fresh = NULL;
	struct err	 why = { 0 };

	if (hf->renew(hf->arg, hf->token, expired, &fresh, &why) == -1) {
		*err = why;
		return -1;
	}
	take_token(hf, fresh);
	return 0;
}

/* What was done about the refusals of one request. */
struct tried {
	bool	 renewed;	/* another token was taken */
	bool	 again;		/* the same was asked again with the same token */
};

/*
 * 1: ask again, with another token or, as the key is good now, with the same; -1: err says what
 * the refusal means. A refused request was not carried out.
 */
static int
settle_refusal(struct huntflow *hf, const struct fetch_req *rq,
    const json_t *doc, struct tried *tried, struct err *err)
{
	enum huntflow_refusal	 means = huntflow_refusal_of(
	    err->remote_status, doc);

	if (hf->token == NULL || (means != HUNTFLOW_KEY &&
	    means != HUNTFLOW_EXPIRED))
		return name_failure(doc, err);
	if ((means == HUNTFLOW_KEY || tried->renewed) &&
	    (rq->path[0] == NULL || strcmp(rq->path[0], "me") != 0))
		means = ask_key(hf, err);
	if (means == HUNTFLOW_DOWN)
		return -1;
	if (means == HUNTFLOW_OBJECT && !tried->again) {
		tried->again = true;
		return 1;
	}
	if (means == HUNTFLOW_OBJECT || tried->renewed || hf->renew == NULL)
		return huntflow_refusal_set(means, doc, err);
	tried->renewed = true;
	return renew(hf, means == HUNTFLOW_EXPIRED, err) == -1 ? -1 : 1;
}

/* refusal: the service's document on an error status, when it sent one. */
static int
ask_whole(struct huntflow *hf, const struct fetch_req *asked, json_t **out,
    json_t **refusal, struct err *err)
{
	struct fetch_req rq = *asked;
	struct tried	 tried = { false, false };

	rq.budget_wait_ms = hf->budget_wait_ms;
	for (;;) {
		own_json json_t	*doc = NULL;

		if (fetch_json(hf->link, &rq, &doc, err) == 0) {
			hf->unsure = false;
			hf->status = fetch_status(hf->link);
			*out = give(doc);
			return 0;
		}
		hf->unsure = may_be_done(hf, doc, err);
		hf->status = fetch_status(hf->link);
		if (settle_refusal(hf, &rq, doc, &tried, err) == -1) {
			if (refusal != NULL)
				*refusal = give(doc);
			return -1;
		}
		memset(err, 0, sizeof(*err));
	}
}

static int
ask(struct huntflow *hf, const struct fetch_req *rq, json_t **out,
    struct err *err)
{
	return ask_whole(hf, rq, out, NULL, err);
}

int
huntflow_raw(struct huntflow *hf, const struct fetch_req *rq, int *status,
    json_t **out, struct err *err)
{
	own_json json_t	*answer = NULL, *refusal = NULL;
	int		 rc = ask_whole(hf, rq, &answer, &refusal, err);

	*status = hf->status;
	*out = rc == 0 ? give(answer) : give(refusal);
	return rc;
}

int
huntflow_unsure(struct huntflow *hf, int rc)
{
	hf->unsure = rc == -1;
	return rc;
}

int
huntflow_shape(struct err *err, const char *what)
{
	return err_code(err, ERR_REMOTE, "huntflow.shape", "huntflow: %s",
	    what);
}

void
huntflow_me_clear(struct huntflow_me *me)
{
	mem_free_str(&me->name);
	mem_free_str(&me->email);
	memset(me, 0, sizeof(*me));
}

int
huntflow_me_parse(const json_t *doc, struct huntflow_me *out, struct err *err)
{
	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "me: no id");
	out->id = field_num(doc, "id", 0);
	out->name = mem_dup(field_str(doc, "name"));
	out->email = mem_dup(field_str(doc, "email"));
	return 0;
}

int
huntflow_me(struct huntflow *hf, struct huntflow_me *out, struct err *err)
{
	const struct fetch_req	 rq = { .path = { "me" } };
	own_json json_t		*doc = NULL;

	if (ask(hf, &rq, &doc, err) == -1)
		return -1;
	return huntflow_me_parse(doc, out, err);
}
