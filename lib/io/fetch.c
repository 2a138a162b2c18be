#include "io/fetch.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/db_note.h"
#include "io/fetch_int.h"
#include "io/json_scan.h"

#define TIMEOUT_MS	30000
#define TIMEOUT_MAX_MS	600000
#define PERSON_WAIT_MS	6000		/* for all calls of one link */
#define BACKGROUND_WAIT_MS 70000	/* each call; a window of a minute, and some */
#define ANSWER_MAX	(8UL << 20)
#define REDIRECTS	5
#define UNRESERVED	"-._~"		/* in a URL, beside letters and digits */

void
fetch_res_clear(struct fetch_res *res)
{
	buf_clear(&res->body);
	json_decref(res->scanned);
	memset(res, 0, sizeof(*res));
}

/* --- links --- */

static char *
without_slash(const char *url)
{
	size_t	len = strlen(url);

	while (len > 0 && url[len - 1] == '/')
		len--;
	return mem_ndup(url, len);
}

/* A link without a base: for URLs from data. */
static struct fetch *
link_new(const struct fetch_conf *conf, struct err *err)
{
	struct fetch	*link = mem_zero(sizeof(*link));

	if ((link->easy = fetch_curl_open(err)) == NULL) {
		free(link);
		return NULL;
	}
	link->conf = conf->conf;
	link->db = conf->db;
	link->provider = mem_dup(conf->provider);
	link->limit = conf->limit;
	link->period_s = conf->period_s;
	link->burst = conf->burst;
	link->budget = mem_dup(conf->budget);
	link->company_id = conf->company_id;
	link->user_id = conf->user_id;
	link->connection_id = conf->connection_id;
	link->record = conf->record;
	link->patience_ms = PERSON_WAIT_MS;
	return link;
}

struct fetch *
fetch_open(const struct fetch_conf *conf, struct err *err)
{
	own_fetch struct fetch	*link = NULL;
	bool			 trusted = false;

	if (fetch_guard_url(conf->conf, "ALLOW_HOSTS", conf->base_url,
	    &trusted, err) == -1 || (link = link_new(conf, err)) == NULL)
		return NULL;
	if (strpbrk(conf->base_url, "?#") != NULL) {
		fetch_log_url(err, "a base takes no query");
		return NULL;
	}
	link->trusted = trusted;
	link->base = without_slash(conf->base_url);
	fetch_set_auth(link, conf->auth);
	return give(link);
}

void
fetch_close(struct fetch *link)
{
	if (link == NULL)
		return;
	fetch_curl_close(link->easy);
	free(link->provider);
	free(link->base);
	free(link->budget);
	fetch_set_auth(link, NULL);
	free(link);
}

void
fetch_close_p(struct fetch **link)
{
	fetch_close(*link);
}

void
fetch_set_auth(struct fetch *link, const char *auth)
{
	char	*fresh = mem_dup(auth);

	if (link->auth != NULL)
		explicit_bzero(link->auth, strlen(link->auth));
	free(link->auth);
	link->auth = fresh;
	mask_add(auth);
}

bool
fetch_sent(const struct fetch *link)
{
	return link->sent;
}

int
fetch_status(const struct fetch *link)
{
	return link->status;
}

/* --- a request under way --- */

static bool
method_reads(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
}

static bool
method_repeatable(const char *method)
{
	return method_reads(method) || strcmp(method, "PUT") == 0 ||
	    strcmp(method, "DELETE") == 0;
}

static int
timeout_of(const struct fetch *link, const struct fetch_req *req)
{
	int64_t	 ms = conf_int(link->conf, "FETCH_TIMEOUT_MS", TIMEOUT_MS);

	if (ms <= 0 || ms > TIMEOUT_MAX_MS)
		ms = TIMEOUT_MS;
	ms *= req->patience > 0 ? req->patience : 1;
	return (int)(req->timeout_ms > 0 && req->timeout_ms < ms ?
	    req->timeout_ms : ms);
}

static int64_t
patience_of(const struct fetch *link, const struct fetch_req *req)
{
	if (req->budget_wait_ms > 0)
		return req->budget_wait_ms;
	return conf_background(link->conf) ? BACKGROUND_WAIT_MS :
	    link->patience_ms;
}

int64_t
fetch_longest_ms(const struct fetch *link)
{
	const struct fetch_req	any = { 0 };

	return patience_of(link, &any) + timeout_of(link, &any);
}

/* name=value&..., up to a name NULL. mark: before the first, if it is not NUL. */
static void
add_pairs(struct buf *to, char mark, const struct fetch_param *v, size_t n)
{
	for (size_t i = 0; i < n && v[i].name != NULL; i++) {
		if (v[i].value == NULL)
			continue;
		if (mark != '\0')
			buf_putc(to, mark);
		buf_escape(to, v[i].name, UNRESERVED);
		buf_putc(to, '=');
		buf_escape(to, v[i].value, UNRESERVED);
		mark = '&';
	}
}

static void
run_open(struct fetch_run *run, struct fetch *link,
    const struct fetch_req *req, struct fetch_res *res)
{
	*run = (struct fetch_run){ .link = link, .req = req, .res = res,
	    .method = req->method != NULL ? req->method : "GET",
	    .max_bytes = req->max_bytes > 0 ? req->max_bytes : ANSWER_MAX,
	    .timeout_ms = timeout_of(link, req),
	    .wait_left_ms = patience_of(link, req) };
	run->repeatable = method_repeatable(run->method) || req->retry_unsafe;
	if (req->json != NULL)
		run->json = json_dumps(req->json, JSON_COMPACT);
	add_pairs(&run->form, '\0', req->form, nitems(req->form));
	link->sent = false;
}

void
fetch_run_clear(struct fetch_run *run)
{
	buf_clear(&run->endpoint);
	json_scan_close(run->scan);
	free(run->json);
	if (run->form.data != NULL)
		explicit_bzero(run->form.data, run->form.len);
	buf_clear(&run->form);
}

const void *
fetch_run_body(const struct fetch_run *run, const char **type, size_t *len)
{
	if (run->req->bytes.type != NULL) {
		*type = run->req->bytes.type;
		*len = run->req->bytes.len;
		return run->req->bytes.data;
	}
	if (run->json != NULL) {
		*type = "application/json";
		*len = strlen(run->json);
		return run->json;
	}
	*type = run->form.len > 0 ? "application/x-www-form-urlencoded" : "";
	*len = run->form.len;
	return run->form.len > 0 ? run->form.data : "";
}

/* A service may repeat the key that it was asked with: nobody behind here sees it. */
static void
hide_secrets(const struct fetch_run *run)
{
	struct buf	*body = &run->res->body;

	if (run->link->base == NULL || body->len == 0)
		return;
	if (run->res->status >= 400)
		mask_known(body->data, body->len);
	else
		mask_value(body->data, body->len, run->link->auth);
}

static int
open_scan(struct fetch_run *run, struct err *err)
{
	const struct fetch_req	*req = run->req;
	const struct json_scan_conf	 conf = { .names = req->keep,
	    .each = req->each, .take = req->take, .arg = req->take_arg,
	    .hide = run->link->auth };

	if (req->keep == NULL)
		return 0;
	json_scan_close(run->scan);
	if (req->take != NULL)
		req->take(req->take_arg, NULL);
	return (run->scan = json_scan_open(&conf, err)) == NULL ? -1 : 0;
}

/* What came in passing, when it is an answer that was whole. */
static void
end_scan(struct fetch_run *run)
{
	struct err	 why = { 0 };

	if (run->scans && run->last.end == FETCH_ANSWERED &&
	    json_scan_end(run->scan, &run->res->scanned, &why) == -1)
		run->res->scanned = NULL;
}

void
fetch_run_note(struct fetch_run *run)
{
	struct fetch	*link = run->link;

	end_scan(run);
	hide_secrets(run);
	link->status = run->res->status;
	link->sent |= run->last.reached;
	fetch_log_try(run);
}

/* What is sent may be done, whatever becomes of us: it is a deed of the request in hand. */
static int
note_deed(const struct fetch_run *run, struct err *err)
{
	return run->link->db == NULL || method_reads(run->method) ? 0 :
	    db_note_now(run->link->db, err);
}

static int
run_try(struct fetch_run *run, struct err *err)
{
	if (fetch_budget_take(run, err) == -1 || note_deed(run, err) == -1 ||
	    open_scan(run, err) == -1 || fetch_curl_send(run, err) == -1)
		return -1;
	fetch_run_note(run);
	run->left_ms -= clock_mono_ms() - run->last.began_ms;
	return 0;
}

/* Tries until it is answered, or there is no use. */
static int
run_all(struct fetch_run *run, struct err *err)
{
	int	 refused = 0, verdict;

	run->link->sent = false;
	run->link->status = 0;
	run->left_ms = run->timeout_ms;
	for (run->try = 1;; run->try++) {
		if (run_try(run, err) == -1)
			return -1;
		refused += run->res->status == 429;
		if ((verdict = fetch_retry_judge(run, refused, err)) != 1)
			return verdict;
	}
}

/* --- an API --- */

static int
add_path(struct buf *url, const struct fetch_req *req, struct err *err)
{
	for (size_t i = 0; i < nitems(req->path) && req->path[i] != NULL; i++) {
		const char	*part = req->path[i];

		if (*part == '\0' || strcmp(part, ".") == 0 ||
		    strcmp(part, "..") == 0)
			return fetch_log_url(err,
			    "an empty or dotted path segment");
		buf_putc(url, '/');
		buf_escape(url, part, UNRESERVED);
	}
	return 0;
}

int
fetch_run_open(struct fetch_run *run, struct fetch *link,
    const struct fetch_req *req, struct fetch_res *res, struct buf *url,
    struct err *err)
{
	run_open(run, link, req, res);
	if (add_path(&run->endpoint, req, err) == -1)
		return -1;
	if (req->slash)
		buf_putc(&run->endpoint, '/');
	buf_puts(url, link->base);
	buf_puts(url, buf_str(&run->endpoint));
	add_pairs(url, '?', req->query, nitems(req->query));
	if (!req->secret_query)
		add_pairs(&run->endpoint, '?', req->query,
		    nitems(req->query));
	run->url = buf_str(url);
	run->left_ms = run->timeout_ms;
	mask_text(run->endpoint.data, run->endpoint.len);
	return 0;
}

int
fetch_do(struct fetch *link, const struct fetch_req *req,
    struct fetch_res *res, struct err *err)
{
	cleanup(fetch_run_clear) struct fetch_run	run = { 0 };
	own_buf struct buf				url = { 0 };
	int						rc;

	if (fetch_run_open(&run, link, req, res, &url, err) == -1)
		return -1;
	rc = run_all(&run, err);
	if (req->budget_wait_ms == 0)
		link->patience_ms = run.wait_left_ms;
	return rc;
}

/* --- a URL from data --- */

/* What may be kept of it: the query may hold a signature. */
static void
log_endpoint(struct fetch_run *run)
{
	size_t	len = strcspn(run->url, "?#");

	buf_clear(&run->endpoint);
	buf_add(&run->endpoint, run->url, len);
	if (run->url[len] == '?')
		buf_puts(&run->endpoint, "?***");
}

/* The target of the redirect that was just answered. */
static int
next_hop(const struct fetch_run *run, char **url, struct err *err)
{
	const char	*to = fetch_curl_redirect(run->link->easy);
	char		*next;

	if (to == NULL)
		return -1;
	next = mem_dup(to);
	free(*url);
	*url = next;
	*err = (struct err){ 0 };
	return 0;
}

int
fetch_url(const struct fetch_conf *conf, const char *url, size_t max_bytes,
    struct fetch_res *res, struct err *err)
{
	const struct fetch_req		req = { .max_bytes = max_bytes };
	own_fetch struct fetch		*link = link_new(conf, err);
	own_str char			*at = mem_dup(url);
	cleanup(fetch_run_clear) struct fetch_run run = { 0 };

	if (link == NULL)
		return -1;
	run_open(&run, link, &req, res);
	for (int hops = 0; hops <= REDIRECTS; hops++) {
		if (fetch_guard_url(conf->conf, "ALLOW_FILE_HOSTS", at,
		    &link->trusted, err) == -1)
			return -1;
		run.url = at;
		log_endpoint(&run);
		if (run_all(&run, err) == 0)
			return 0;
		if (res->status < 300 || res->status > 399 ||
		    run.left_ms <= 0 || next_hop(&run, &at, err) == -1)
			return -1;
		run.timeout_ms = (int)run.left_ms;	/* one for all hops */
	}
	return err_code(err, ERR_REMOTE, "io.remote_redirect",
	    "%s: more than %d redirects", link->provider, REDIRECTS);
}
