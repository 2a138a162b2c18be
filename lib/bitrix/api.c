#include "bitrix/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "bitrix/address.h"
#include "bitrix/api_int.h"
#include "bitrix/bitrix.h"
#include "bitrix/operating.h"
#include "bitrix/refusal.h"
#include "io/fetch.h"
#include "io/field.h"

#define TRIES		8	/* with waits that double: 0.5 s to 64 s */
#define READ_TRIES	3
#define WAIT_MS		500
#define AGAIN_MS	1000
#define OVERLOAD_MS	300000
#define PERSON_MS	6000
#define BACKGROUND_MS	70000
#define ANSWER_MAX	(16UL << 20)

struct bitrix {
	struct fetch	*link;
	struct db	*db;
	char		*portal;	/* host */
	char		*token;		/* NULL: the address is the secret */
	int		(*renew)(void *arg, const char *stale, char **fresh,
			    struct err *);
	void		*renew_arg;
	int64_t		 calls;
	bool		 background;
};

static void
free_secret(char **text)
{
	if (*text != NULL)
		explicit_bzero(*text, strlen(*text));
	mem_free_str(text);
}

/* What is logged is the method alone: the code is a part of the link's base. */
static char *
base_of(const struct bitrix_conf *conf)
{
	struct bitrix_address	 hook;

	if (conf->webhook == NULL)
		return mem_fmt("%s/rest", conf->origin);
	if (bitrix_address_read(conf->webhook, &hook))
		mask_add(hook.code);
	mask_add(conf->webhook);
	return mem_dup(conf->webhook);
}

static struct fetch *
open_link(const struct bitrix_conf *conf, const char *portal, struct err *err)
{
	cleanup(free_secret) char	*base = base_of(conf);
	const struct fetch_conf		 fc = {
		.conf = conf->conf, .db = conf->db,
		.provider = BITRIX_PROVIDER, .base_url = base,
		.limit = conf->rate > 0 ? conf->rate : BITRIX_RATE,
		.period_s = 1,
		.burst = conf->burst > 0 ? conf->burst : BITRIX_BURST,
		.budget = portal, .company_id = conf->company_id,
		.user_id = conf->user_id,
		.connection_id = conf->connection_id, .record = conf->record,
	};

	return fetch_open(&fc, err);
}

struct bitrix *
bitrix_open(const struct bitrix_conf *conf, struct err *err)
{
	own_bitrix struct bitrix	*b = mem_zero(sizeof(*b));
	char				 host[256];

	bitrix_address_host(conf->origin, host, sizeof(host));
	b->portal = mem_dup(host);
	b->db = conf->db;
	b->renew = conf->renew;
	b->renew_arg = conf->renew_arg;
	b->background = conf_background(conf->conf);
	if (conf->webhook == NULL) {
		b->token = mem_dup(conf->token);
		mask_add(conf->token);
	}
	if ((b->link = open_link(conf, host, err)) == NULL)
		return NULL;
	return give(b);
}

void
bitrix_close(struct bitrix *b)
{
	if (b == NULL)
		return;
	if (b->link != NULL)
		fetch_close(b->link);
	free_secret(&b->token);
	free(b->portal);
	free(b);
}

void
bitrix_close_p(struct bitrix **b)
{
	bitrix_close(*b);
	*b = NULL;
}

int64_t
bitrix_calls(const struct bitrix *b)
{
	return b->calls;
}

const char *
bitrix_portal(const struct bitrix *b)
{
	return b->portal;
}

struct db *
bitrix_db(const struct bitrix *b)
{
	return b->db;
}

json_t *
bitrix_member(const json_t *map, const char *name)
{
	return json_object_get(map, name);
}

/* --- one call --- */

int64_t
bitrix_patience_ms(const struct bitrix *b)
{
	return b->background ? BACKGROUND_MS : PERSON_MS;
}

static bool
ends_with(const char *text, const char *end)
{
	const size_t	 len = strlen(text), n = strlen(end);

	return len >= n && strcmp(text + len - n, end) == 0;
}

/* Nothing is changed by it, however often it is called. */
static bool
is_read(const char *method)
{
	static const char *const	ends[] = { ".get", ".list", "scope",
		"profile", ".current" };

	for (size_t i = 0; i < nitems(ends); i++)
		if (ends_with(method, ends[i]))
			return true;
	return false;
}

static json_t *
body_of(const struct bitrix *b, const json_t *params)
{
	json_t	*body = params != NULL ? json_copy(
		    (json_t *)(uintptr_t)params) : json_object();

	if (b->token != NULL)
		json_object_set_new(body, "auth", json_string(b->token));
	return body;
}

/* One exchange: an answer, or the refusal with its own name. */
static int
exchange(struct bitrix *b, const char *method, const json_t *params,
    json_t **answer, struct err *err)
{
	own_json json_t		*body = body_of(b, params), *doc = NULL;
	const struct fetch_req	 rq = { .method = "POST", .path = { method },
				    .json = body, .own_429 = true,
				    .max_bytes = ANSWER_MAX,
				    .budget_wait_ms = (int)bitrix_patience_ms(b) };
	const int		 rc = fetch_json(b->link, &rq, &doc, err);
	const int		 status = fetch_status(b->link);

	b->calls++;
	if (rc == 0 && json_is_object(doc) && !bitrix_refusal_is(doc)) {
		bitrix_operating_learn(b->db, b->portal, method,
		    json_object_get(doc, "time"));
		*answer = give(doc);
		return 0;
	}
	if (rc == -1 && doc == NULL && status < 400 &&
	    strcmp(err->code, "io.remote_shape") != 0) {
		err->unsure = fetch_sent(b->link);	/* no answer, or a part */
		return -1;
	}
	bitrix_refusal_set(method, status, json_is_object(doc) ? doc : NULL,
	    err);
	err->unsure = !json_is_object(doc) && (status < 400 || status >= 500);
	if (strcmp(err->code, "bitrix.operating") == 0)
		bitrix_operating_over(b->db, b->portal, method,
		    json_object_get(doc, "time"), err);
	return -1;
}

/* Another token; false: there is none, and the refusal stays. */
static bool
renewed(struct bitrix *b, struct err *err)
{
	char		*fresh = NULL;
	struct err	 why = { 0 };

	if (b->token == NULL || b->renew == NULL ||
	    strcmp(err->code, "bitrix.expired") != 0)
		return false;
	if (b->renew(b->renew_arg, b->token, &fresh, &why) == -1) {
		*err = why;
		return false;
	}
	free_secret(&b->token);
	b->token = fresh;
	mask_add(fresh);
	return true;
}

/* A fault on the way, or of what stands before the portal. */
static bool
passes(const struct err *why)
{
	return why->kind == ERR_TIMEOUT ||
	    strcmp(why->code, "bitrix.down") == 0 ||
	    strcmp(why->code, "io.remote_cut") == 0;
}

bool
bitrix_waits(struct bitrix *b, const char *method, int try, int64_t left_ms,
    struct err *err)
{
	const int64_t	 ms = (int64_t)WAIT_MS << (try - 1);
	struct err	 why = { 0 };

	if (strcmp(err->code, "bitrix.overload") == 0) {
		err->retry_after_s = OVERLOAD_MS / 1000;
		return false;
	}
	if (strcmp(err->code, "bitrix.query_limit") == 0) {
		err->retry_after_s = (int)((ms + 999) / 1000);
		if (try == TRIES || ms > left_ms)
			return false;
		return fetch_pause(b->link, ms, &why) == 0;
	}
	if (strcmp(err->code, "bitrix.operating") == 0)
		return try < TRIES &&
		    err->retry_after_s * 1000LL <= left_ms;
	return is_read(method) && try < READ_TRIES && passes(err) &&
	    clock_sleep_ms(AGAIN_MS * try) == 0;
}

int
bitrix_ask(struct bitrix *b, const char *method, const json_t *params,
    json_t **answer, struct err *err)
{
	const int64_t	 until = clock_mono_ms() + bitrix_patience_ms(b);
	bool		 fresh = false;

	for (int try = 1;; try++) {
		*err = (struct err){ 0 };
		if (bitrix_operating_wait(b->db, b->portal, method,
		    bitrix_patience_ms(b), err) == -1)
			return -1;
		if (exchange(b, method, params, answer, err) == 0)
			return 0;
		if (!fresh && renewed(b, err)) {
			fresh = true;
			continue;
		}
		if (!bitrix_waits(b, method, try, until - clock_mono_ms(),
		    err))
			return -1;
	}
}

int
bitrix_do(struct bitrix *b, const char *method, const json_t *params,
    json_t **result, struct err *err)
{
	own_json json_t	*doc = NULL;
	json_t		*got;

	if (bitrix_ask(b, method, params, &doc, err) == -1)
		return -1;
	if ((got = json_object_get(doc, "result")) == NULL) {
		err_code(err, ERR_REMOTE, "bitrix.shape", "%s", method);
		err->unsure = true;
		return -1;
	}
	*result = json_incref(got);
	return 0;
}
