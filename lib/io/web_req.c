#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/random.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "base/utf8.h"
#include "io/field.h"
#include "io/web.h"
#include "io/web_int.h"

#define NAME_MAX_BYTES	100
#define QUERY_PAIRS_MAX	200

const char *
web_env(char *const *env, const char *name)
{
	size_t	 len = strlen(name);

	for (; env != NULL && *env != NULL; env++)
		if (strncmp(*env, name, len) == 0 && (*env)[len] == '=')
			return *env + len + 1;
	return NULL;
}

const char *
web_header(const struct web_req *req, const char *name)
{
	char	 key[80];
	size_t	 n = strcasecmp(name, "Content-Type") == 0 ? 0 : 5;

	memcpy(key, "HTTP_", 5);
	for (; *name != '\0' && n + 1 < sizeof(key); name++)
		key[n++] = *name == '-' ? '_' : *name >= 'a' && *name <= 'z' ?
		    (char)(*name - 32) : *name;
	key[n] = '\0';
	return web_env(req->env, key);
}

bool
web_wants_page(const struct web_req *req)
{
	const char	*accept = web_header(req, "Accept");

	return accept != NULL && strstr(accept, "text/html") != NULL;
}

const char *
web_cookie(const struct web_req *req, const char *name, char *out, size_t size)
{
	const char	*at = web_header(req, "Cookie");
	size_t		 want = strlen(name), len;

	for (; at != NULL && *at != '\0'; at += len + (at[len] == ';')) {
		at += strspn(at, " \t");
		len = strcspn(at, ";");
		if (len <= want || strncmp(at, name, want) != 0 ||
		    at[want] != '=')
			continue;
		if (len - want - 1 >= size)
			return NULL;
		memcpy(out, at + want + 1, len - want - 1);
		out[len - want - 1] = '\0';
		return out;
	}
	return NULL;
}

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decodes in place; the new length, or -1: a broken escape. */
static ssize_t
unescape(char *s, size_t len, bool plus)
{
	size_t	 n = 0;

	for (size_t i = 0; i < len; i++) {
		char	 c = s[i];

		if (c == '+' && plus) {
			c = ' ';
		} else if (c == '%') {
			if (i + 2 >= len || hex(s[i + 1]) == -1 ||
			    hex(s[i + 2]) == -1)
				return -1;
			c = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
			i += 2;
		}
		s[n++] = c;
	}
	return (ssize_t)n;
}

/* Control characters; lines: but those of text. */
static bool
has_control(const char *s, size_t len, bool lines)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char	 c = (unsigned char)s[i];

		if ((c < 0x20 || c == 0x7f) &&
		    !(lines && (c == '\n' || c == '\r' || c == '\t')))
			return true;
	}
	return false;
}

static bool
is_utf8(const char *s, size_t len)
{
	json_t	*text = json_stringn(s, len);	/* jansson checks it */
	bool	 ok = text != NULL;

	json_decref(text);
	return ok;
}

int
web_path_parse(char *path, bool escaped, struct err *err)
{
	size_t	 len = strlen(path);
	ssize_t	 n = escaped ? unescape(path, len, false) : (ssize_t)len;

	if (n <= 0 || *path != '/' || has_control(path, (size_t)n, false) ||
	    !is_utf8(path, (size_t)n))
		return err_code(err, ERR_INPUT, "io.path", "not a path");
	path[n] = '\0';
	if (n > 1 && path[n - 1] == '/')
		path[n - 1] = '\0';
	return 0;
}

int
web_pairs_add(json_t *into, const char *name, size_t name_len,
    const char *value, size_t len, struct err *err)
{
	own_str char	*key = NULL;
	json_t		*text = field_string(value, len), *old;

	if (name_len == 0 || name_len > NAME_MAX_BYTES ||
	    !is_utf8(name, name_len)) {
		json_decref(text);
		return err_code(err, ERR_INPUT, "io.query", "bad name");
	}
	key = mem_ndup(name, name_len);
	if (text == NULL)
		return err_field(err, key, "utf8", "%s", "");
	if ((old = json_object_get(into, key)) == NULL)
		json_object_set_new(into, key, text);
	else if (json_is_array(old))
		json_array_append_new(old, text);
	else
		json_object_set_new(into, key, json_pack("[Oo]", old, text));
	return 0;
}

static int
add_pair(char *pair, size_t len, bool lines, json_t *into, struct err *err)
{
	char	*eq = memchr(pair, '=', len);
	size_t	 name_len = eq != NULL ? (size_t)(eq - pair) : len;
	char	*value = eq != NULL ? eq + 1 : pair + len;
	ssize_t	 name_n = unescape(pair, name_len, true);
	ssize_t	 value_n = unescape(value, (size_t)(pair + len - value), true);

	if (name_n == -1 || value_n == -1)
		return err_code(err, ERR_INPUT, "io.query",
		    "broken percent-encoding");
	if (has_control(pair, (size_t)name_n, false) ||
	    has_control(value, (size_t)value_n, lines))
		return err_code(err, ERR_INPUT, "io.query", "control character");
	return web_pairs_add(into, pair, (size_t)name_n, value,
	    (size_t)value_n, err);
}

int
web_pairs_parse(char *text, size_t len, size_t max, bool lines, json_t *into,
    struct err *err)
{
	char	*end = text + len, *stop;
	size_t	 n = 0;

	for (; text < end; text = stop + 1) {
		if ((stop = memchr(text, '&', (size_t)(end - text))) == NULL)
			stop = end;
		if (stop == text)
			continue;
		if (++n > max)
			return err_code(err, ERR_INPUT, "io.query",
			    "more than %zu parameters", max);
		if (add_pair(text, (size_t)(stop - text), lines, into,
		    err) == -1)
			return -1;
	}
	return 0;
}

/* nginx gives DOCUMENT_URI decoded and without dots; REQUEST_URI, of other
 * servers, is neither, and of an auth_request it is not this request's. */
static int
read_path(struct web_call *c, char *const *env, struct err *err)
{
	const char	*uri = web_env(env, "DOCUMENT_URI");
	bool		 raw = false;
	size_t		 len;

	if (uri == NULL && (uri = web_env(env, "PATH_INFO")) == NULL) {
		uri = web_env(env, "REQUEST_URI");
		raw = true;
	}
	if (uri == NULL)
		return err_code(err, ERR_INPUT, "io.path", "no path");
	len = raw ? strcspn(uri, "?#") : strlen(uri);
	if (len > WEB_PATH_MAX)
		return err_code(err, ERR_INPUT, "io.path", "over %d bytes",
		    WEB_PATH_MAX);
	snprintf(c->path, sizeof(c->path), "%.*s", (int)len, uri);
	return web_path_parse(c->path, raw, err);
}

static int
read_query(struct web_call *c, char *const *env, struct err *err)
{
	const char	*text = web_env(env, "QUERY_STRING");
	size_t		 len = text == NULL ? 0 : strlen(text);
	char		 copy[WEB_QUERY_MAX + 1];

	if (len >= sizeof(copy))
		return err_code(err, ERR_TOO_LARGE, "io.query_size",
		    "the query is over %d bytes", WEB_QUERY_MAX);
	if (len == 0)
		return 0;
	memcpy(copy, text, len + 1);
	return web_pairs_parse(copy, len, QUERY_PAIRS_MAX, false,
	    c->req.query, err);
}

static bool
is_id(const char *s)
{
	size_t	 len = s == NULL ? 0 : strlen(s);

	return len >= 8 && len <= 64 && strspn(s, "0123456789"
	    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_") == len;
}

static void
read_request_id(struct web_call *c, char *const *env)
{
	const char	*given = web_env(env, "REQUEST_ID");
	unsigned char	 r[16] = { 0 };

	if (is_id(given)) {
		snprintf(c->request_id, sizeof(c->request_id), "%s", given);
		return;
	}
	if (getrandom(r, sizeof(r), 0) == -1)
		return;		/* an empty id is better than no answer */
	for (size_t i = 0; i < sizeof(r); i++)
		snprintf(c->request_id + 2 * i, 3, "%02x", r[i]);
}

/* The first language of ours in Accept-Language; browsers sort it. */
static const char *
accepted(const char *list)
{
	for (; list != NULL && *list != '\0';
	    list += strcspn(list, ","), list += *list == ',') {
		list += strspn(list, " ");
		if (strncasecmp(list, "ru", 2) == 0)
			return "ru";
		if (strncasecmp(list, "en", 2) == 0)
			return "en";
	}
	return "ru";
}

int
web_req_read(struct web_call *c, char *const *env, const struct conf *conf,
    struct err *err)
{
	const char	*method = web_env(env, "REQUEST_METHOD");
	const char	*address = web_env(env, "REMOTE_ADDR");

	c->req = (struct web_req){ .conf = conf, .who = &c->who,
	    .method = c->method, .path = c->path, .request_id = c->request_id,
	    .query = json_object(), .env = (void *)(uintptr_t)env };
	c->req.remote_addr = address != NULL ? address : "";
	c->head = method != NULL && strcmp(method, "HEAD") == 0;
	snprintf(c->method, sizeof(c->method), "%s", c->head ||
	    method == NULL ? "GET" : method);
	c->req.lang = accepted(web_env(env, "HTTP_ACCEPT_LANGUAGE"));
	read_request_id(c, env);
	if (read_path(c, env, err) == -1 || read_query(c, env, err) == -1)
		return -1;
	if (web_query(&c->req, "lang") != NULL)
		c->req.lang = strcmp(web_query(&c->req, "lang"), "en") == 0 ?
		    "en" : "ru";
	return 0;
}

/* Keeps the room of the buffers for the next request unless it is large. */
static void
reuse(struct buf *b)
{
	if (b->cap > WEB_BODY_MAX)
		buf_clear(b);
	b->len = 0;
}

void
web_stream_close(struct web_res *res)
{
	if (res->stream != NULL && res->arg_close != NULL)
		res->arg_close(res->arg);
	res->stream = NULL;
	res->arg = NULL;
	res->arg_close = NULL;
}

void
web_call_clear(struct web_call *c)
{
	web_stream_close(&c->res);
	json_decref(c->req.query);
	json_decref(c->req.body);
	json_decref(c->res.json);
	json_decref(c->res.more);
	json_decref(c->keep);
	c->req = (struct web_req){ 0 };
	c->res.json = c->res.more = c->keep = NULL;
	c->res.type = NULL;
	c->who = (struct web_who){ 0 };
	c->route = NULL;
	c->matched = false;
	c->path[0] = c->request_id[0] = c->allow[0] = '\0';
	reuse(&c->res.body);
	reuse(&c->res.headers);
	reuse(&c->raw);
}

const char *
web_server(const struct web_req *req)
{
	return web_env(req->env, "SERVER_SOFTWARE");
}

bool
web_https(const struct web_req *req)
{
	const char	*https = web_env(req->env, "HTTPS");

	return (https != NULL && strcasecmp(https, "on") == 0) ||
	    strncmp(conf_get(req->conf, "WEB_BASE_URL", ""), "https:", 6) == 0;
}

int
web_id(const struct web_req *req, int n, int64_t *out, struct err *err)
{
	const char	*text = req->param[n];
	char		*end;
	long long	 id;

	if (text == NULL || strlen(text) > 19 ||
	    strspn(text, "0123456789") != strlen(text))
		return err_set(err, ERR_ABSENT, "not an id");
	id = strtoll(text, &end, 10);	/* 19 digits may still be too many */
	if (id <= 0 || id == INT64_MAX)
		return err_set(err, ERR_ABSENT, "not an id");
	*out = id;
	return 0;
}

const char *
web_query(const struct web_req *req, const char *name)
{
	const json_t	*value = json_object_get(req->query, name);

	return json_string_value(json_is_array(value) ?
	    json_array_get(value, 0) : value);
}

int
web_query_int(const struct web_req *req, const char *name, int64_t dflt,
    int64_t min, int64_t max, int64_t *out, struct err *err)
{
	const json_t	*value = json_object_get(req->query, name);
	const char	*text = json_string_value(value);
	size_t		 digits;
	long long	 n;

	if (value == NULL) {
		*out = dflt;
		return 0;
	}
	digits = text == NULL ? 0 : strlen(text + (*text == '-'));
	if (digits == 0 || digits > 18 ||
	    strspn(text + (*text == '-'), "0123456789") != digits)
		return err_field(err, name, "type", "integer");
	n = strtoll(text, NULL, 10);
	if (n < min || n > max)
		return err_field(err, name, "range", "%lld..%lld",
		    (long long)min, (long long)max);
	*out = n;
	return 0;
}

int
web_query_flag(const struct web_req *req, const char *name, bool *out,
    struct err *err)
{
	int64_t	 flag = 0;

	if (web_query_int(req, name, 0, 0, 1, &flag, err) == -1)
		return -1;
	*out = flag == 1;
	return 0;
}

int
web_query_word(const struct web_req *req, const char *name,
    const char *const *words, const char **out, struct err *err)
{
	const char	*text = web_query(req, name);

	if (text == NULL || *text == '\0')
		return 0;
	return field_word_opt(req->query, name, words, out, err);
}

int
web_query_text(const struct web_req *req, const char *name, size_t max,
    const char **out, struct err *err)
{
	const char	*text = web_query(req, name);

	if (text == NULL || *text == '\0')
		return 0;
	if (utf8_count(text) > max)
		return err_field(err, name, "length", "0..%zu", max);
	*out = text;
	return 0;
}

int
web_query_only(const struct web_req *req, const char *const *names,
    struct err *err)
{
	const char	*name;
	json_t		*value;
	int		 rc = 0;

	json_object_foreach(req->query, name, value) {
		size_t	 i = 0;

		while (names != NULL && names[i] != NULL &&
		    strcmp(names[i], name) != 0)
			i++;
		if ((names == NULL || names[i] == NULL) &&
		    strcmp(name, "lang") != 0)
			rc = err_field(err, name, "unknown", "%s", "");
	}
	return rc;
}
