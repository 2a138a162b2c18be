#include "file/s3.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/secret.h"

#define PLAIN		"-._~"	/* in an address, beside letters and digits */
#define PARAMS_MAX	9
#define PATIENCE	2	/* a file of 20 MB over a slow line */

/* --- configuration --- */

void
s3_clear(struct s3 *s3)
{
	if (s3->secret != NULL)
		explicit_bzero(s3->secret, strlen(s3->secret));
	free(s3->endpoint);
	free(s3->bucket);
	free(s3->region);
	free(s3->prefix);
	free(s3->key);
	free(s3->secret);
	*s3 = (struct s3){ 0 };
}

static bool
is_plain(const char *s, const char *also)
{
	for (; *s != '\0'; s++)
		if (!((*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
		    (*s >= '0' && *s <= '9') || strchr(also, *s) != NULL))
			return false;
	return true;
}

/* The value of name in "name=value&...": the caller's; NULL: it is not there. */
static char *
option(const char *query, const char *name)
{
	const size_t	len = strlen(name);

	while (query != NULL && *query != '\0') {
		const size_t	all = strcspn(query, "&");

		if (all > len && query[len] == '=' &&
		    strncmp(query, name, len) == 0)
			return mem_ndup(query + len + 1, all - len - 1);
		query += all + (query[all] == '&');
	}
	return NULL;
}

static int
parse(const char *url, struct s3 *out, struct err *err)
{
	const char	*at, *query;
	size_t		 len;

	if (strncmp(url, "s3://", 5) != 0)
		return err_set(err, ERR_INTERNAL,
		    "FILES_URL begins with s3://");
	at = url + 5;
	len = strcspn(at, "?");
	query = at[len] == '?' ? at + len + 1 : "";
	out->bucket = mem_ndup(at, len);
	out->endpoint = option(query, "endpoint");
	out->region = option(query, "region");
	out->prefix = option(query, "prefix");
	if (len == 0 || len > 63 || !is_plain(out->bucket, "-."))
		return err_set(err, ERR_INTERNAL, "FILES_URL: no bucket");
	if (out->endpoint == NULL || (strncmp(out->endpoint, "https://", 8) !=
	    0 && strncmp(out->endpoint, "http://", 7) != 0) ||
	    strpbrk(strstr(out->endpoint, "://") + 3, "/?#@") != NULL)
		return err_set(err, ERR_INTERNAL,
		    "FILES_URL: endpoint=https://host");
	if ((out->region != NULL && !is_plain(out->region, "-")) ||
	    (out->prefix != NULL && (!is_plain(out->prefix, "-._") ||
	    strlen(out->prefix) > 40)))
		return err_set(err, ERR_INTERNAL, "FILES_URL: region, prefix");
	if (out->region == NULL)
		out->region = mem_dup("us-east-1");
	if (out->prefix == NULL)
		out->prefix = mem_dup("files");
	return 0;
}

int
s3_read_conf(const struct conf *conf, struct s3 *out, bool *on,
    struct err *err)
{
	own_s3 struct s3	got = { 0 };
	const char		*url = conf_get(conf, "FILES_URL", "");
	const char		*key = conf_get(conf, "FILES_KEY", "");
	const char		*secret = conf_get(conf, "FILES_SECRET", "");

	*on = *url != '\0';
	if (!*on)
		return 0;
	if (parse(url, &got, err) == -1)
		return -1;
	if (*key == '\0' || *secret == '\0' || !is_plain(key, "-._~+/="))
		return err_set(err, ERR_INTERNAL,
		    "FILES_URL is set: so must be FILES_KEY and FILES_SECRET");
	got.key = mem_dup(key);
	got.secret = mem_dup(secret);
	*out = got;
	got = (struct s3){ 0 };
	return 0;
}

/* --- signing --- */

struct signing {
	const char		*method, *name, *host;
	char			 day[9], at[17];	/* 20261130, 20261130T140500Z */
	char			*scope, *credential, seconds[12];
	struct fetch_param	 param[PARAMS_MAX + 1];
	size_t			 n;
};

/* The key of a day, region and service, by four steps from the secret. */
static void
sign(const struct s3 *s3, const struct signing *s, const char *text,
    char out[SECRET_HASH_SIZE])
{
	own_str char		*first = mem_fmt("AWS4%s", s3->secret);
	const char *const	 steps[] = { s->day, s3->region, "s3",
		"aws4_request", text };
	unsigned char		 key[SECRET_SHA256_SIZE];

	secret_hmac_raw(first, strlen(first), steps[0], strlen(steps[0]), key);
	for (size_t i = 1; i < nitems(steps); i++)
		secret_hmac_raw(key, sizeof(key), steps[i], strlen(steps[i]),
		    key);
	secret_hex(key, out);
	explicit_bzero(first, strlen(first));
	explicit_bzero(key, sizeof(key));
}

static void
put_path(const struct s3 *s3, const char *name, struct buf *out)
{
	buf_putc(out, '/');
	buf_escape(out, s3->bucket, PLAIN);
	buf_putc(out, '/');
	buf_escape(out, s3->prefix, PLAIN);
	buf_putc(out, '/');
	buf_escape(out, name, PLAIN "/");
}

static void
put_params(const struct signing *s, struct buf *out)
{
	for (size_t i = 0; i < s->n; i++) {
		if (i > 0)
			buf_putc(out, '&');
		buf_escape(out, s->param[i].name, PLAIN);
		buf_putc(out, '=');
		buf_escape(out, s->param[i].value, PLAIN);
	}
}

static void
add_param(struct signing *s, const char *name, const char *value)
{
	if (value != NULL)
		s->param[s->n++] = (struct fetch_param){ name, value };
}

/* In the order in which they are signed. */
static void
signing_open(struct signing *s, const struct s3 *s3, const char *method,
    const char *name, const struct s3_answer *answer, int64_t at_ms,
    int seconds)
{
	const time_t	at = (time_t)(at_ms / 1000);
	struct tm	tm;

	*s = (struct signing){ .method = method, .name = name,
	    .host = strstr(s3->endpoint, "://") + 3 };
	gmtime_r(&at, &tm);
	strftime(s->day, sizeof(s->day), "%Y%m%d", &tm);
	strftime(s->at, sizeof(s->at), "%Y%m%dT%H%M%SZ", &tm);
	snprintf(s->seconds, sizeof(s->seconds), "%d", seconds);
	s->scope = mem_fmt("%s/%s/s3/aws4_request", s->day, s3->region);
	s->credential = mem_fmt("%s/%s", s3->key, s->scope);
	add_param(s, "X-Amz-Algorithm", "AWS4-HMAC-SHA256");
	add_param(s, "X-Amz-Credential", s->credential);
	add_param(s, "X-Amz-Date", s->at);
	add_param(s, "X-Amz-Expires", s->seconds);
	add_param(s, "X-Amz-SignedHeaders", "host");
	if (answer != NULL) {
		add_param(s, "response-content-disposition",
		    answer->disposition);
		add_param(s, "response-content-type", answer->type);
	}
}

static void
signing_clear(struct signing *s)
{
	free(s->scope);
	free(s->credential);
}

static void
signature_of(const struct s3 *s3, const struct signing *s,
    char out[SECRET_HASH_SIZE])
{
	own_buf struct buf	asked = { 0 }, text = { 0 };
	char			hash[SECRET_HASH_SIZE];

	buf_fmt(&asked, "%s\n", s->method);
	put_path(s3, s->name, &asked);
	buf_putc(&asked, '\n');
	put_params(s, &asked);
	buf_fmt(&asked, "\nhost:%s\n\nhost\nUNSIGNED-PAYLOAD", s->host);
	secret_sha256_hex(asked.data, asked.len, hash);
	buf_fmt(&text, "AWS4-HMAC-SHA256\n%s\n%s\n%s", s->at, s->scope,
	    hash);
	sign(s3, s, buf_str(&text), out);
}

void
s3_link(const struct s3 *s3, const char *method, const char *name,
    const struct s3_answer *answer, int64_t at_ms, int seconds,
    struct buf *out)
{
	struct signing	s;
	char		signature[SECRET_HASH_SIZE];

	signing_open(&s, s3, method, name, answer, at_ms, seconds);
	signature_of(s3, &s, signature);
	buf_puts(out, s3->endpoint);
	put_path(s3, name, out);
	buf_putc(out, '?');
	put_params(&s, out);
	buf_fmt(out, "&X-Amz-Signature=%s", signature);
	signing_clear(&s);
}

/* --- objects --- */

static struct fetch *
open_link(const struct s3 *s3, struct db *db, const struct conf *conf,
    struct err *err)
{
	return fetch_open(&(struct fetch_conf){ .conf = conf, .db = db,
	    .provider = "files", .base_url = s3->endpoint }, err);
}

/* name: "home/id-digest"; what is signed is what fetch makes of it. */
static int
ask(const struct s3 *s3, struct db *db, const struct conf *conf,
    const char *name, struct fetch_req *req, struct fetch_res *res,
    struct err *err)
{
	own_fetch struct fetch	*link = open_link(s3, db, conf, err);
	own_str char		*parts = mem_dup(name);
	char			 signature[SECRET_HASH_SIZE], *slash;
	struct signing		 s;
	int			 rc;

	if (link == NULL)
		return -1;
	signing_open(&s, s3, req->method, name, NULL, clock_ms(), S3_LINK_S);
	signature_of(s3, &s, signature);
	req->path[0] = s3->bucket;
	req->path[1] = s3->prefix;
	req->path[2] = parts;
	if ((slash = strchr(parts, '/')) != NULL) {
		*slash = '\0';
		req->path[3] = slash + 1;
	}
	memcpy(req->query, s.param, s.n * sizeof(s.param[0]));
	req->query[s.n] = (struct fetch_param){ "X-Amz-Signature", signature };
	req->secret_query = true;
	req->patience = PATIENCE;
	rc = fetch_do(link, req, res, err);
	signing_clear(&s);
	return rc;
}

int
s3_put(const struct s3 *s3, struct db *db, const struct conf *conf,
    const char *name, s3_give *give_piece, void *arg, size_t len,
    struct err *err)
{
	own_res struct fetch_res	res = { 0 };
	struct fetch_req		req = { .method = "PUT",
		.bytes = { .type = "application/octet-stream", .len = len,
		.source = give_piece, .arg = arg } };

	return ask(s3, db, conf, name, &req, &res, err);
}

int
s3_get(const struct s3 *s3, struct db *db, const struct conf *conf,
    const char *name, size_t max, s3_sink *sink, void *arg,
    struct err *err)
{
	own_res struct fetch_res	res = { 0 };
	struct fetch_req		req = { .method = "GET",
		.max_bytes = max, .sink = sink, .sink_arg = arg };

	return ask(s3, db, conf, name, &req, &res, err);
}

int
s3_drop(const struct s3 *s3, struct db *db, const struct conf *conf,
    const char *name, struct err *err)
{
	own_res struct fetch_res	res = { 0 };
	struct fetch_req		req = { .method = "DELETE",
		.may_miss = true };

	if (ask(s3, db, conf, name, &req, &res, err) == 0)
		return 0;
	if (err->kind != ERR_ABSENT)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}
