#include "huntflow/proxy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "huntflow/api.h"
#include "huntflow/cache.h"
#include "huntflow/link.h"
#include "io/fetch.h"
#include "io/field.h"

#define SEGMENTS_MAX	10	/* as many as a request holds */
#define PARAMS_MAX	23
#define NAME_MAX_CHARS	100
#define VALUE_MAX	1000
#define CACHE_MAX_S	86400

/* What the API offers at its top; token is for our own renewal alone. */
static const char *const roots[] = { "accounts", "me", "calendar_accounts",
    "email_accounts", "production_calendars", NULL };

void
huntflow_proxy_clear(struct huntflow_proxy *ask)
{
	json_decref(ask->params);
	memset(ask, 0, sizeof(*ask));
}

void
huntflow_proxy_done_clear(struct huntflow_proxy_done *done)
{
	json_decref(done->data);
	memset(done, 0, sizeof(*done));
}

/* --- what is asked for --- */

static bool
among(const char *const *words, const char *word)
{
	for (; *words != NULL; words++)
		if (strcmp(*words, word) == 0)
			return true;
	return false;
}

static int
bad_endpoint(struct err *err)
{
	return err_field(err, "endpoint", "format", "/accounts/123/vacancies");
}

/*
 * Dots, colons, percent signs, queries and empty segments have no place in these paths,
 * so no other host or folder can be reached.
 */
static int
read_endpoint(const char *text, struct huntflow_proxy *out, struct err *err)
{
	size_t	 len = strlen(text);
	int	 n = 0;

	if (*text != '/' || len > PROXY_TEXT || strspn(text,
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
	    "0123456789_-/") != len || strstr(text, "//") != NULL)
		return bad_endpoint(err);
	if (strncmp(text, "/v2/", 4) == 0)
		text += 3;
	snprintf(out->path, sizeof(out->path), "%s", text);
	len = strlen(out->path);
	if (len > 1 && out->path[len - 1] == '/')
		out->path[len - 1] = '\0';
	memcpy(out->words, out->path, sizeof(out->words));
	for (char *at = out->words; (at = strchr(at, '/')) != NULL; n++)
		*at++ = '\0';
	if (n > SEGMENTS_MAX || out->words[1] == '\0')
		return bad_endpoint(err);
	return among(roots, out->words + 1) ? 0 : err_field(err, "endpoint",
	    "choice", "/accounts, /me, /calendar_accounts, /email_accounts,"
	    " /production_calendars");
}

/* The text of a scalar, or NULL. */
static json_t *
scalar(const json_t *value)
{
	json_t	*holder, *text;

	if (json_is_null(value) || json_is_object(value) ||
	    json_is_array(value))
		return NULL;
	holder = json_pack("{s:O}", "v", value);
	field_str(holder, "v");
	text = json_incref(json_object_get(holder, "v"));
	json_decref(holder);
	return text;
}

static int
add_param(json_t *list, const char *name, const json_t *value,
    struct err *err)
{
	own_str char	*path = mem_fmt("params.%.80s", name);
	json_t		*text = scalar(value);

	if (text == NULL)
		return err_field(err, path, "type", "string");
	if (strlen(name) > NAME_MAX_CHARS || *name == '\0' ||
	    strlen(json_string_value(text)) > VALUE_MAX) {
		json_decref(text);
		return err_field(err, path, "length", "1..%d", VALUE_MAX);
	}
	json_array_append_new(list, json_pack("[s, o]", name, text));
	return json_array_size(list) <= PARAMS_MAX ? 0 :
	    err_field(err, "params", "length", "0..%d", PARAMS_MAX);
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in their order, so that equal questions have one key in the cache; an array repeats
 * its name. */
static int
read_params(const json_t *params, json_t **out, struct err *err)
{
	own_json json_t	*list = json_array();
	const char	*names[PARAMS_MAX], *name;
	json_t		*value;
	size_t		 n = 0, i;

	if (json_object_size(params) > PARAMS_MAX)
		return err_field(err, "params", "length", "0..%d", PARAMS_MAX);
	json_object_foreach((json_t *)(uintptr_t)params, name, value)
		names[n++] = name;
	qsort(names, n, sizeof(*names), by_text);
	for (size_t k = 0; k < n; k++) {
		const json_t	*values = json_object_get(params, names[k]);
		const json_t	*one;

		if (json_is_null(values))
			continue;
		if (!json_is_array(values)) {
			if (add_param(list, names[k], values, err) == -1)
				return -1;
			continue;
		}
		json_array_foreach(values, i, one)
			if (add_param(list, names[k], one, err) == -1)
				return -1;
	}
	*out = give(list);
	return 0;
}

/* A GET has no body; an empty one, as in the documented example, is none. */
static int
read_data(const json_t *data, bool reads, struct huntflow_proxy *out,
    struct err *err)
{
	if (reads && json_object_size(data) > 0)
		return err_field(err, "data", "unknown", "GET");
	out->data = reads || (strcmp(out->method, "DELETE") == 0 &&
	    json_object_size(data) == 0) ? NULL : data;
	return 0;
}

int
huntflow_proxy_read(const json_t *body, struct huntflow_proxy *out,
    struct err *err)
{
	static const char *const names[] = { "endpoint", "method", "data",
		"params", "use_cache", "cache_timeout", NULL };
	static const char *const methods[] = { "GET", "POST", "PUT", "PATCH",
		"DELETE", NULL };
	own_huntflow_proxy struct huntflow_proxy got = { .method = "GET" };
	const char	*endpoint;
	json_t		*data, *params;
	int64_t		 cache_s = PROXY_CACHE_S;
	bool		 cached = false, reads;

	if (field_only(body, names, err) == -1 ||
	    field_text(body, "endpoint", 1, PROXY_TEXT, &endpoint,
	    err) == -1 ||
	    field_word_opt(body, "method", methods, &got.method, err) == -1 ||
	    field_object_opt(body, "data", &data, err) == -1 ||
	    field_object_opt(body, "params", &params, err) == -1 ||
	    field_bool_opt(body, "use_cache", &cached, err) == -1 ||
	    field_int_opt(body, "cache_timeout", 1, CACHE_MAX_S, &cache_s,
	    err) == -1)
		return -1;
	reads = strcmp(got.method, "GET") == 0;
	if (read_endpoint(endpoint, &got, err) == -1 ||
	    read_params(params, &got.params, err) == -1 ||
	    read_data(data, reads, &got, err) == -1)
		return -1;
	got.use_cache = cached && reads;
	got.cache_s = (int)cache_s;
	*out = give(got);
	return 0;
}

/* --- asking --- */

struct question {
	struct huntflow_link		*link;
	const struct huntflow_proxy	*ask;
	struct huntflow_proxy_done	*done;
};

static const char *
param(const json_t *pair, size_t i)
{
	return json_string_value(json_array_get(pair, i));
}

static void
put_request(const struct huntflow_proxy *ask, struct fetch_req *rq)
{
	const char	*word = ask->words;
	const json_t	*pair;
	size_t		 i;

	*rq = (struct fetch_req){ .method = ask->method, .json = ask->data };
	for (int n = 0; word < ask->words + strlen(ask->path); n++) {
		word += strlen(word) + 1;
		rq->path[n] = word;
		word += strlen(word);
	}
	json_array_foreach(ask->params, i, pair)
		rq->query[i] = (struct fetch_param){ param(pair, 0),
		    param(pair, 1) };
}

/* A huntflow_cache_fill; a refusal's document goes into the answer at once. */
static int
ask_service(void *arg, json_t **out, struct err *err)
{
	struct question	*q = arg;
	struct fetch_req rq;
	json_t		*doc = NULL;

	put_request(q->ask, &rq);
	if (huntflow_raw(q->link->api, &rq, &q->done->status, &doc,
	    err) == -1) {
		q->done->data = doc;
		return -1;
	}
	huntflow_link_ok(q->link);
	*out = doc;
	return 0;
}

/* Signs that part a query, so that no two questions have one key. */
static void
add_escaped(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		if (strchr("%&=#+ ", *text) != NULL)
			buf_fmt(out, "%%%02X", (unsigned char)*text);
		else
			buf_putc(out, *text);
}

static void
put_query(struct buf *out, const json_t *params)
{
	const json_t	*pair;
	size_t		 i;

	json_array_foreach(params, i, pair) {
		if (i > 0)
			buf_putc(out, '&');
		add_escaped(out, param(pair, 0));
		buf_putc(out, '=');
		add_escaped(out, param(pair, 1));
	}
}

static int
ask_cached(struct question *q, const struct huntflow_cache *cache,
    struct err *err)
{
	own_buf struct buf	 query = { 0 };
	struct api_cache_key	 key;

	put_query(&query, q->ask->params);
	key = huntflow_cache_answer(q->ask->path, buf_str(&query));
	if (huntflow_cache_read(cache, &key, ask_service, q, &q->done->data,
	    &q->done->hit, err) == -1)
		return -1;
	if (q->done->hit)
		q->done->status = 200;
	return 0;
}

/* The document is not kept; what is kept of it and around it may be wrong now. */
static int
ask_write(struct question *q, const struct huntflow_cache *cache,
    struct err *err)
{
	int		 rc = ask_service(q, &q->done->data, err);
	struct err	 lost = { 0 };

	if (rc == -1 && !huntflow_sent(q->link->api))
		return -1;
	if (huntflow_cache_wrote(cache, q->ask->path, &lost) == -1)
		log_err(LOG_WARN, "proxy: cache", &lost);
	err->unsure = rc == -1;
	if (rc == -1 && q->done->status == 0)
		return err_code(err, err->kind, "huntflow.proxy_lost",
		    "the answer was lost");
	return rc;
}

int
huntflow_proxy_run(const struct caller *who, const struct huntflow_proxy *ask,
    struct huntflow_proxy_done *out, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	struct huntflow_cache			 cache;
	struct question				 q = { .ask = ask,
	    .done = out };

	if (huntflow_link_open(who->db, who->conf, who->user_id, NULL, &link,
	    err) == -1)
		return -1;
	q.link = link;
	cache = huntflow_cache_of(link);
	cache.ttl_s = ask->cache_s;
	if (strcmp(ask->method, "GET") != 0)
		return ask_write(&q, &cache, err);
	return ask->use_cache ? ask_cached(&q, &cache, err) :
	    ask_service(&q, &out->data, err);
}
