#include "io/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/address.h"
#include "io/budget.h"
#include "io/field.h"
#include "io/pick.h"
#include "io/secret.h"

#define AGENT		"Hirewire/1.0"
#define TRIES		4
#define TOLD_TO_WAIT	20		/* 429s in one call, budget permitting */
#define TIMEOUT_MS	30000
#define CONNECT_MS	10000
#define PERSON_WAIT_MS	6000		/* for all calls of one link */
#define BACKGROUND_WAIT_MS 70000	/* each call; a window of a minute, and some */
#define BACKOFF_MS	500		/* doubles with each try */
#define BACKOFF_MAX_MS	8000
#define DRIP_BYTES	1024		/* less than this ... */
#define DRIP_MS		5000		/* ... in this time is no download */
#define ANSWER_MAX	(8UL << 20)
#define VALUES_MAX	500000		/* JSON costs about 80 bytes each */
#define LOGGED_MAX	4096
#define URL_MAX		4096
#define REDIRECTS	5

struct fetch {
	CURL			*easy;
	const struct conf	*conf;
	struct db		*db;
	char			*provider, *base, *auth;
	bool			 trusted;	/* the admin allows the host */
	int			 limit, period_s;
	int64_t			 company_id, user_id, connection_id;
	fetch_recorder		*record;
	bool			 sent;
	int			 status;
	int64_t			 known_limit, known_reset_s;
	int64_t			 patience_ms;	/* left for a person's calls */
};

/* One call: what is the same for each of its tries, and the last try's end. */
struct call {
	struct fetch		*link;
	const struct fetch_req	*req;
	struct fetch_res	*res;
	const char		*method, *url;
	struct buf		 endpoint;	/* masked, for the log */
	char			*json;
	bool			 repeatable;
	size_t			 max_bytes, file_at;
	int			 timeout_ms, try;
	int64_t			 left_ms, wait_left_ms;

	CURLcode		 code;
	char			 reason[CURL_ERROR_SIZE];
	int			 sends;
	bool			 reached;	/* this try may have been carried out */
	bool			 private, large, slow;
	int64_t			 began_ms, drip_at_ms;
	curl_off_t		 drip_bytes;
};

static void
call_clear(struct call *call)
{
	buf_clear(&call->endpoint);
	free(call->json);
}

static void
free_headers(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static void
free_mime(curl_mime **mime)
{
	curl_mime_free(*mime);
}

static void
free_url(CURLU **url)
{
	curl_url_cleanup(*url);
}

static void
free_curl_str(char **text)
{
	curl_free(*text);
}

void
fetch_res_clear(struct fetch_res *res)
{
	buf_clear(&res->body);
	memset(res, 0, sizeof(*res));
}

/* --- addresses --- */

static int
bad_url(struct err *err, const char *why)
{
	return err_code(err, ERR_INPUT, "url", "URL: %s", why);
}

/* ALLOW_HOSTS names it, as host or host:port. */
static bool
host_allowed(const struct conf *conf, CURLU *url)
{
	cleanup(free_curl_str) char	*host = NULL, *port = NULL;
	own_str char			*both = NULL;

	if (curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) !=
	    CURLUE_OK)
		return false;
	both = mem_fmt("%s:%s", host, port);
	return conf_has(conf, "ALLOW_HOSTS", host) ||
	    conf_has(conf, "ALLOW_HOSTS", both);
}

/* https, or http to an allowed host; no user in it. */
static int
url_check(const struct conf *conf, const char *text, bool *trusted,
    struct err *err)
{
	cleanup(free_url) CURLU		*url = curl_url();
	cleanup(free_curl_str) char	*scheme = NULL;

	if (strlen(text) > URL_MAX)
		return bad_url(err, "too long");
	if (curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) !=
	    CURLUE_OK ||
	    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
		return bad_url(err, "malformed, or names a user");
	*trusted = host_allowed(conf, url);
	if (strcmp(scheme, "https") == 0 ||
	    (strcmp(scheme, "http") == 0 && *trusted))
		return 0;
	return bad_url(err, "only https (http for hosts in ALLOW_HOSTS)");
}

/* The last word on where a connection goes, after DNS and for every hop. */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct call	*call = arg;

	(void)purpose;
	if (!call->link->trusted && !address_public(&to->addr)) {
		call->private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* --- what libcurl asks during a transfer --- */

static size_t
take_body(char *data, size_t one, size_t len, void *arg)
{
	struct call	*call = arg;

	(void)one;
	if (len > call->max_bytes - call->res->body.len) {
		call->large = true;
		return 0;
	}
	buf_add(&call->res->body, data, len);
	return len;
}

/*
 * libcurl repeats any request, POST too, when a kept connection dies before
 * the answer. The service may have carried it out: it must not go twice.
 */
static int
before_send(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct call	*call = arg;

	(void)ip, (void)local_ip, (void)port, (void)local_port;
	if (call->sends > 0 && !call->repeatable)
		return CURL_PREREQFUNC_ABORT;
	call->sends++;
	call->drip_at_ms = 0;
	return CURL_PREREQFUNC_OK;
}

/* An answer that has begun must go on; before, only the timeout counts. */
static int
watch_drip(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total,
    curl_off_t up_now)
{
	struct call	*call = arg;
	int64_t		 at = clock_mono_ms();
	int64_t		 span = call->timeout_ms / 3;

	(void)total, (void)up_total, (void)up_now;
	if (now == 0)
		return 0;
	if (span > DRIP_MS)
		span = DRIP_MS;
	if (call->drip_at_ms == 0 || now - call->drip_bytes >= DRIP_BYTES) {
		call->drip_at_ms = at;
		call->drip_bytes = now;
	}
	call->slow = at - call->drip_at_ms > span;
	return call->slow;
}

static size_t
give_file(char *out, size_t one, size_t n, void *arg)
{
	struct call	*call = arg;
	size_t		 len = call->req->file.len - call->file_at;

	if (len > one * n)
		len = one * n;
	if (len > 0)
		memcpy(out, (const char *)call->req->file.data + call->file_at,
		    len);
	call->file_at += len;
	return len;
}

static int
seek_file(void *arg, curl_off_t at, int origin)
{
	struct call	*call = arg;

	if (origin != SEEK_SET || at < 0 || (size_t)at > call->req->file.len)
		return CURL_SEEKFUNC_FAIL;
	call->file_at = (size_t)at;
	return CURL_SEEKFUNC_OK;
}

/* --- putting a request together --- */

static void
add_escaped(struct buf *out, const char *text)
{
	cleanup(free_curl_str) char	*safe = curl_easy_escape(NULL, text, 0);

	buf_puts(out, safe == NULL ? "" : safe);
}

static int
add_path(struct buf *url, const struct fetch_req *req, struct err *err)
{
	for (size_t i = 0; i < nitems(req->path) && req->path[i] != NULL; i++) {
		const char	*part = req->path[i];

		if (*part == '\0' || strcmp(part, ".") == 0 ||
		    strcmp(part, "..") == 0)
			return bad_url(err, "an empty or dotted path segment");
		buf_putc(url, '/');
		add_escaped(url, part);
	}
	return 0;
}

static void
add_query(struct buf *url, const struct fetch_req *req)
{
	char	mark = '?';

	for (size_t i = 0; i < nitems(req->query) &&
	    req->query[i].name != NULL; i++) {
		if (req->query[i].value == NULL)
			continue;
		buf_putc(url, mark);
		add_escaped(url, req->query[i].name);
		buf_putc(url, '=');
		add_escaped(url, req->query[i].value);
		mark = '&';
	}
}

static int
add_header(struct curl_slist **list, const char *name, const char *value,
    struct err *err)
{
	own_str char		*line = mem_fmt("%s: %s", name, value);
	struct curl_slist	*more;

	if (strpbrk(line, "\r\n") != NULL)
		return err_set(err, ERR_INPUT, "header %s: a line break", name);
	if ((more = curl_slist_append(*list, line)) == NULL)
		return err_set(err, ERR_INTERNAL, "header: no memory");
	*list = more;
	return 0;
}

static int
add_headers(struct curl_slist **list, const struct call *call, struct err *err)
{
	const struct fetch_req	*req = call->req;

	if (add_header(list, "Expect", "", err) == -1 ||
	    (call->link->auth != NULL && add_header(list, "Authorization",
	    call->link->auth, err) == -1) ||
	    (req->file.part == NULL && add_header(list, "Content-Type",
	    call->json != NULL ? "application/json" : "", err) == -1))
		return -1;
	for (size_t i = 0; i < nitems(req->header) &&
	    req->header[i].name != NULL; i++)
		if (req->header[i].value != NULL && add_header(list,
		    req->header[i].name, req->header[i].value, err) == -1)
			return -1;
	return 0;
}

static curl_mime *
make_mime(struct call *call)
{
	curl_mime	*mime = curl_mime_init(call->link->easy);
	curl_mimepart	*part = curl_mime_addpart(mime);

	call->file_at = 0;
	curl_mime_name(part, call->req->file.part);
	curl_mime_filename(part, call->req->file.filename);
	curl_mime_type(part, call->req->file.type);
	curl_mime_data_cb(part, (curl_off_t)call->req->file.len, give_file,
	    seek_file, NULL, call);
	return mime;
}

static void
set_method(struct call *call, curl_mime *mime)
{
	CURL	*easy = call->link->easy;

	if (strcmp(call->method, "GET") == 0)
		return;
	if (strcmp(call->method, "HEAD") == 0) {
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
		return;
	}
	if (mime != NULL)
		curl_easy_setopt(easy, CURLOPT_MIMEPOST, mime);
	else if (call->json != NULL || strcmp(call->method, "DELETE") != 0) {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)(call->json == NULL ? 0 : strlen(call->json)));
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS,
		    call->json == NULL ? "" : call->json);
	}
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, call->method);
}

static void
set_limits(struct call *call)
{
	CURL	*easy = call->link->easy;
	long	 ms = (long)call->left_ms;

	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    ms < CONNECT_MS ? ms : (long)CONNECT_MS);
	curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, watch_drip);
	curl_easy_setopt(easy, CURLOPT_XFERINFODATA, call);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, call);
	curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_send);
	curl_easy_setopt(easy, CURLOPT_PREREQDATA, call);
}

static void
set_guard(struct call *call)
{
	CURL		*easy = call->link->easy;
	const char	*schemes = call->link->trusted ? "http,https" : "https";

	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, schemes);
	curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, call);
}

/* --- one try --- */

static bool
never_left(CURLcode code)
{
	return code == CURLE_COULDNT_RESOLVE_HOST ||
	    code == CURLE_COULDNT_CONNECT || code == CURLE_SSL_CONNECT_ERROR ||
	    code == CURLE_PEER_FAILED_VERIFICATION;
}

static void
read_answer(struct call *call)
{
	CURL		*easy = call->link->easy;
	const char	*type = NULL;
	long		 status = 0;
	curl_off_t	 wait = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
	call->res->status = call->code == CURLE_OK ? (int)status : 0;
	call->link->status = call->res->status;
	if (type != NULL)
		strncpy(call->res->content_type, type,
		    sizeof(call->res->content_type) - 1);
	call->res->retry_after_s = wait > 3600 ? 3600 : (int)wait;
}

/* One exchange. -1 only when the request could not be put together. */
static int
send_once(struct call *call, struct err *err)
{
	CURL					*easy = call->link->easy;
	cleanup(free_headers) struct curl_slist	*headers = NULL;
	cleanup(free_mime) curl_mime		*mime = NULL;

	if (add_headers(&headers, call, err) == -1)
		return -1;
	fetch_res_clear(call->res);
	call->sends = 0;
	call->drip_at_ms = call->drip_bytes = 0;
	call->private = call->large = call->slow = false;
	call->reason[0] = '\0';
	call->began_ms = clock_mono_ms();
	curl_easy_reset(easy);		/* options only: connections stay */
	curl_easy_setopt(easy, CURLOPT_URL, call->url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, AGENT);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, call->reason);
	if (call->link->base != NULL)	/* an API; files come as they are */
		curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	if (call->req->file.part != NULL)
		mime = make_mime(call);
	set_method(call, mime);
	set_limits(call);
	set_guard(call);
	call->code = curl_easy_perform(easy);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
	read_answer(call);
	call->private &= call->code == CURLE_COULDNT_CONNECT;
	call->reached = call->sends > 0 && !never_left(call->code) &&
	    (call->res->status < 400 || call->res->status >= 500);
	call->link->sent |= call->reached;
	return 0;
}

/* --- the log of calls --- */

/* Text for the log: masked, cut between characters; NULL when it is not text. */
static char *
loggable(const char *text, size_t len)
{
	own_json json_t	*valid = NULL;
	size_t		 end = len < LOGGED_MAX ? len : LOGGED_MAX;
	char		*out;

	while (end > 0 && end < len && (text[end] & 0xc0) == 0x80)
		end--;
	if (end == 0 || (valid = json_stringn(text, end)) == NULL ||
	    memchr(text, '\0', end) != NULL)
		return NULL;
	out = mem_ndup(text, end);
	log_mask(out, end);
	return out;
}

static char *
logged_request(const struct call *call)
{
	if (call->req->file.part != NULL)
		return mem_fmt("{\"bytes\":%zu}", call->req->file.len);
	if (call->json == NULL)
		return NULL;
	return loggable(call->json, strlen(call->json));
}

static char *
logged_answer(const struct fetch_res *res)
{
	char	*text = NULL;

	if (res->body.len == 0)
		return NULL;
	if (strstr(res->content_type, "json") != NULL ||
	    strncmp(res->content_type, "text/", 5) == 0)
		text = loggable(res->body.data, res->body.len);
	if (text == NULL)
		text = mem_fmt("{\"bytes\":%zu}", res->body.len);
	return text;
}

static const char *
endpoint_of(const struct call *call)
{
	return call->endpoint.len > 0 ? call->endpoint.data : "/";
}

static const char *
failure(const struct call *call)
{
	if (call->code == CURLE_OK)
		return NULL;
	if (call->private)
		return "a private address";
	if (call->large)
		return "the answer is too large";
	if (call->slow)
		return "the answer drips";
	if (call->code == CURLE_ABORTED_BY_CALLBACK)
		return "the connection was lost before the answer";
	return call->reason[0] != '\0' ? call->reason :
	    curl_easy_strerror(call->code);
}

static void
record(struct call *call)
{
	const struct fetch	*link = call->link;
	own_str char		*request = NULL, *answer = NULL;

	if (link->record == NULL)
		return;
	request = logged_request(call);
	answer = logged_answer(call->res);
	link->record(link->db, &(struct fetch_call){
	    .provider = link->provider, .method = call->method,
	    .endpoint = endpoint_of(call),
	    .request_body = request, .response_body = answer,
	    .error = failure(call), .status = call->res->status,
	    .attempt = call->try,
	    .duration_ms = clock_mono_ms() - call->began_ms,
	    .company_id = link->company_id, .user_id = link->user_id,
	    .connection_id = link->connection_id });
}

/* --- the shared budget --- */

static struct budget
budget_of(const struct fetch *link)
{
	return (struct budget){ .provider = link->provider,
	    .credential = link->auth != NULL ? link->auth : link->base,
	    .limit = link->limit, .period_s = link->period_s,
	    .background = conf_background(link->conf) };
}

static int
take_budget(struct call *call, struct err *err)
{
	const struct fetch	*link = call->link;
	const struct budget	 budget = budget_of(link);
	int64_t			 began = clock_mono_ms();

	if (link->db == NULL || link->base == NULL)
		return 0;
	if (budget_take(link->db, &budget, call->wait_left_ms, err) == -1)
		return -1;
	call->wait_left_ms -= clock_mono_ms() - began;
	if (call->wait_left_ms < 0)
		call->wait_left_ms = 0;
	return 0;
}

/* A header of the answer as a number, or -1. */
static int64_t
header_num(CURL *easy, const char *name)
{
	struct curl_header	*h;
	char			*end;
	long long		 n;

	if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
		return -1;
	n = strtoll(h->value, &end, 10);
	return end == h->value || n < 0 ? -1 : n;
}

/* A service's unix seconds by our clock: a clock that is off shows in Date. */
static int64_t
our_ms(CURL *easy, int64_t remote_s)
{
	struct curl_header	*h;
	int64_t			 now_ms = clock_ms(), skew_s = 0;

	if (remote_s > INT32_MAX * 4LL)
		return 0;
	if (curl_easy_header(easy, "Date", 0, CURLH_HEADER, -1, &h) ==
	    CURLHE_OK) {
		time_t	 theirs = curl_getdate(h->value, NULL);

		if (theirs != -1)
			skew_s = now_ms / 1000 - theirs;
		if (skew_s >= -2 && skew_s <= 2)
			skew_s = 0;
	}
	return (remote_s + skew_s) * 1000;
}

/*
 * What the headers say goes to the budget when it is news: another limit or
 * window, few calls left, or a refusal. Retry-After and, with a refusal, the
 * window's end become res->retry_after_s; wait_ms: the answer's own wish.
 */
static void
learn(struct call *call, int64_t wait_ms)
{
	struct fetch		*link = call->link;
	const struct budget	 budget = budget_of(link);
	int64_t			 limit = header_num(link->easy,
				    "X-RateLimit-Limit");
	int64_t			 remaining = header_num(link->easy,
				    "X-RateLimit-Remaining");
	int64_t			 reset_s = header_num(link->easy,
				    "X-RateLimit-Reset");
	struct err		 err = { 0 };
	int			 rc = 0;

	if (link->db == NULL || link->base == NULL)
		return;
	if (limit > 0 && remaining >= 0 && reset_s > 0 && link->limit > 0 &&
	    (limit != link->known_limit || remaining <= limit / 20 ||
	    llabs(reset_s - link->known_reset_s) > 1)) {
		link->known_limit = limit;
		link->known_reset_s = reset_s;
		rc = budget_learn(link->db, &budget, limit, remaining,
		    our_ms(link->easy, reset_s), &err);
	}
	if (rc == 0 && wait_ms > 0)
		rc = budget_learn(link->db, &budget, 0, -1,
		    clock_ms() + wait_ms, &err);
	if (rc == -1)
		log_err(LOG_WARN, "fetch: budget", &err);
}

/* --- tries --- */

static int64_t
backoff_ms(int try)
{
	int64_t	 most = (int64_t)BACKOFF_MS << (try - 1);

	if (most > BACKOFF_MAX_MS)
		most = BACKOFF_MAX_MS;
	return secret_random((uint32_t)most) + 1;
}

/* How long the answer asks us to stay away; 0: it does not say. */
static int64_t
asked_wait_ms(struct call *call)
{
	int64_t	 reset_s = header_num(call->link->easy, "X-RateLimit-Reset");
	int64_t	 ms = (int64_t)call->res->retry_after_s * 1000;

	if (ms == 0 && call->res->status == 429 && reset_s > 0) {
		ms = our_ms(call->link->easy, reset_s) - clock_ms();
		if (ms > 3600000)
			ms = 3600000;
	}
	if (ms <= 0)
		return 0;
	call->res->retry_after_s = (int)((ms + 999) / 1000);
	return ms;
}

static bool
worth_another(const struct call *call)
{
	if (call->code == CURLE_OK)
		return call->repeatable && (call->res->status == 500 ||
		    (call->res->status >= 502 && call->res->status <= 504));
	if (call->private || call->large ||
	    call->code == CURLE_PEER_FAILED_VERIFICATION ||
	    call->code == CURLE_URL_MALFORMAT)
		return false;
	return call->repeatable || !call->reached;
}

static int
busy(const struct call *call, struct err *err)
{
	err_code(err, ERR_BUSY, "remote_busy", "%s: told to wait",
	    call->link->provider);
	err->remote_status = call->res->status;
	err->retry_after_s = call->res->retry_after_s > 0 ?
	    call->res->retry_after_s : 1;
	return -1;
}

/*
 * Wait before the next try: with a database the shared budget waits (and keeps
 * the other processes away as well). -1: not within this call's time.
 */
static int
stand_back(struct call *call, struct err *err)
{
	int64_t	 asked = asked_wait_ms(call), pause = backoff_ms(call->try);
	bool	 refused = call->res->status == 429;

	if (refused && asked == 0)
		asked = pause + call->link->period_s * 1000LL;
	learn(call, asked);
	if (asked > call->wait_left_ms)
		return busy(call, err);
	if (asked > 0) {
		if (call->link->db != NULL && call->link->base != NULL)
			return 0;
		call->wait_left_ms -= asked;
		pause = asked;
	} else if ((call->left_ms -= pause) <= 0)
		return err_code(err, ERR_TIMEOUT, "timeout",
		    "%s: no answer in time", call->link->provider);
	if (clock_sleep_ms(pause) == -1)
		return busy(call, err);
	return 0;
}

/* --- what the end means --- */

static int
transfer_error(const struct call *call, struct err *err)
{
	enum err_kind	 kind = ERR_REMOTE;
	const char	*code = "remote_unreachable";

	if (call->private) {
		kind = ERR_DENIED;
		code = "private_address";
	} else if (call->large || call->code == CURLE_FILESIZE_EXCEEDED)
		code = "remote_too_large";
	else if (call->slow || call->code == CURLE_OPERATION_TIMEDOUT) {
		kind = ERR_TIMEOUT;
		code = "timeout";
	} else if (call->code == CURLE_PEER_FAILED_VERIFICATION ||
	    call->code == CURLE_SSL_CONNECT_ERROR)
		code = "remote_tls";
	else if (!never_left(call->code))
		code = "remote_cut";
	return err_code(err, kind, code, "%s: %s %.120s: %s",
	    call->link->provider, call->method, endpoint_of(call),
	    failure(call));
}

static int
status_error(const struct call *call, struct err *err)
{
	static const struct {
		int		 status;
		enum err_kind	 kind;
		const char	*code;
	} known[] = {
		{ 400, ERR_INPUT, "remote_input" },
		{ 401, ERR_REMOTE_AUTH, "remote_auth" },
		{ 403, ERR_DENIED, "remote_denied" },
		{ 404, ERR_ABSENT, "remote_absent" },
		{ 422, ERR_INPUT, "remote_input" },
		{ 429, ERR_BUSY, "remote_busy" },
	};
	int		 status = call->res->status;
	enum err_kind	 kind = ERR_REMOTE;
	const char	*code = status < 400 ? "remote_redirect" : "remote";

	for (size_t i = 0; i < nitems(known); i++)
		if (known[i].status == status) {
			kind = known[i].kind;
			code = known[i].code;
		}
	err_code(err, kind, code, "%s: %s %.200s: status %d",
	    call->link->provider, call->method, endpoint_of(call), status);
	err->remote_status = status;
	err->retry_after_s = call->res->retry_after_s;
	return -1;
}

/* 1: try again. */
static int
judge(struct call *call, int waits, struct err *err)
{
	int	 status = call->res->status;
	bool	 again = call->left_ms > 0 && (status == 429 ?
		    waits < TOLD_TO_WAIT :
		    call->try - waits < TRIES && worth_another(call));

	if (again)
		return stand_back(call, err) == -1 ? -1 : 1;
	learn(call, status == 503 || status == 429 ? asked_wait_ms(call) : 0);
	if (call->code != CURLE_OK)
		return transfer_error(call, err);
	return status >= 300 ? status_error(call, err) : 0;
}

static int
run(struct call *call, struct err *err)
{
	int	 waits = 0, verdict;

	call->link->sent = false;
	call->link->status = 0;
	call->left_ms = call->timeout_ms;
	for (call->try = 1;; call->try++) {
		if (take_budget(call, err) == -1 || send_once(call, err) == -1)
			return -1;
		call->left_ms -= clock_mono_ms() - call->began_ms;
		record(call);
		waits += call->res->status == 429;
		if ((verdict = judge(call, waits, err)) != 1)
			return verdict;
	}
}

static bool
method_repeatable(const char *method)
{
	return strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0 ||
	    strcmp(method, "PUT") == 0 || strcmp(method, "DELETE") == 0;
}

static int
timeout_of(const struct fetch *link, const struct fetch_req *req)
{
	int64_t	 ms = conf_int(link->conf, "FETCH_TIMEOUT_MS", TIMEOUT_MS);

	if (req->timeout_ms > 0)
		return req->timeout_ms;
	return ms > 0 && ms <= INT32_MAX ? (int)ms : TIMEOUT_MS;
}

static void
call_open(struct call *call, struct fetch *link, const struct fetch_req *req,
    struct fetch_res *res)
{
	*call = (struct call){ .link = link, .req = req, .res = res,
	    .method = req->method != NULL ? req->method : "GET",
	    .max_bytes = req->max_bytes > 0 ? req->max_bytes : ANSWER_MAX,
	    .timeout_ms = timeout_of(link, req),
	    .wait_left_ms = req->budget_wait_ms > 0 ? req->budget_wait_ms :
	    conf_background(link->conf) ? BACKGROUND_WAIT_MS :
	    link->patience_ms };
	call->repeatable = method_repeatable(call->method) || req->retry_unsafe;
	if (req->json != NULL)
		call->json = json_dumps(req->json, JSON_COMPACT);
}

int
fetch_do(struct fetch *link, const struct fetch_req *req,
    struct fetch_res *res, struct err *err)
{
	cleanup(call_clear) struct call	call;
	own_buf struct buf		url = { 0 };
	int				rc;

	call_open(&call, link, req, res);
	link->sent = false;
	if (add_path(&call.endpoint, req, err) == -1)
		return -1;
	add_query(&call.endpoint, req);
	buf_puts(&url, link->base);
	buf_puts(&url, buf_str(&call.endpoint));
	call.url = buf_str(&url);
	log_mask(call.endpoint.data, call.endpoint.len);
	rc = run(&call, err);
	if (req->budget_wait_ms == 0)
		link->patience_ms = call.wait_left_ms;
	return rc;
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

/* --- JSON --- */

/* A document of nothing but brackets and commas would cost a hundredfold. */
static bool
too_many_values(const struct buf *body)
{
	size_t	n = 0;

	for (size_t i = 0; i < body->len; i++)
		n += body->data[i] == ',' || body->data[i] == '[' ||
		    body->data[i] == '{';
	return n > VALUES_MAX;
}

static int
read_json(const struct fetch *link, const struct fetch_res *res,
    const char *const *keep, json_t **out, struct err *err)
{
	struct err	 why = { 0 };
	int		 rc;

	if (res->body.len == 0) {
		*out = json_null();
		return 0;
	}
	if (strcasestr(res->content_type, "json") == NULL)
		return err_code(err, ERR_REMOTE, "remote_shape",
		    "%s: answered with \"%.60s\", not JSON", link->provider,
		    res->content_type);
	if (keep != NULL)
		rc = pick_parse(res->body.data, res->body.len, keep, out, &why);
	else if (too_many_values(&res->body))
		return err_code(err, ERR_REMOTE, "remote_too_large",
		    "%s: too many values", link->provider);
	else
		rc = field_parse(res->body.data, res->body.len, out, &why);
	if (rc == -1)
		return err_code(err, ERR_REMOTE, "remote_shape",
		    "%s: broken JSON: %.200s", link->provider, why.text);
	return 0;
}

int
fetch_json(struct fetch *link, const struct fetch_req *req, json_t **out,
    struct err *err)
{
	bool	 safe = req->method == NULL || strcmp(req->method, "GET") == 0;

	*out = NULL;
	for (int try = 1;; try++) {
		own_res struct fetch_res	res = { 0 };
		struct err			ignored = { 0 };

		if (fetch_do(link, req, &res, err) == -1) {
			if (res.status >= 400 && res.body.len > 0)
				read_json(link, &res, NULL, out, &ignored);
			return -1;
		}
		if (read_json(link, &res, req->keep, out, err) == 0)
			return 0;
		if (!safe || try == 2)	/* cut short once, perhaps */
			return -1;
		*err = (struct err){ 0 };
	}
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

	if ((link->easy = curl_easy_init()) == NULL) {
		free(link);
		err_set(err, ERR_INTERNAL, "fetch: libcurl does not start");
		return NULL;
	}
	link->conf = conf->conf;
	link->db = conf->db;
	link->provider = mem_dup(conf->provider);
	link->limit = conf->limit;
	link->period_s = conf->period_s;
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

	if (url_check(conf->conf, conf->base_url, &trusted, err) == -1 ||
	    (link = link_new(conf, err)) == NULL)
		return NULL;
	if (strpbrk(conf->base_url, "?#") != NULL) {
		bad_url(err, "a base takes no query");
		return NULL;
	}
	link->trusted = trusted;
	link->base = without_slash(conf->base_url);
	link->auth = mem_dup(conf->auth);
	return give(link);
}

void
fetch_close(struct fetch *link)
{
	if (link == NULL)
		return;
	curl_easy_cleanup(link->easy);
	free(link->provider);
	free(link->base);
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
}

/* --- a URL from data --- */

/* What may be kept of it: signatures stand in the query. */
static void
log_endpoint(struct call *call)
{
	size_t	len = strcspn(call->url, "?#");

	buf_clear(&call->endpoint);
	buf_add(&call->endpoint, call->url, len);
	if (call->url[len] == '?')
		buf_puts(&call->endpoint, "?***");
}

/* The target of the redirect that was just answered. */
static int
next_hop(struct call *call, char **url, struct err *err)
{
	const char	*to = NULL;
	char		*next;

	curl_easy_getinfo(call->link->easy, CURLINFO_REDIRECT_URL, &to);
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
	const struct fetch_req		 req = { .max_bytes = max_bytes };
	own_fetch struct fetch		*link = link_new(conf, err);
	own_str char			*at = mem_dup(url);
	cleanup(call_clear) struct call	 call = { 0 };

	if (link == NULL)
		return -1;
	call_open(&call, link, &req, res);
	for (int hops = 0; hops <= REDIRECTS; hops++) {
		if (url_check(conf->conf, at, &link->trusted, err) == -1)
			return -1;
		call.url = at;
		log_endpoint(&call);
		if (run(&call, err) == 0)
			return 0;
		if (res->status < 300 || res->status > 399 ||
		    call.left_ms <= 0 || next_hop(&call, &at, err) == -1)
			return -1;
		call.timeout_ms = (int)call.left_ms;	/* one for all hops */
	}
	return err_code(err, ERR_REMOTE, "remote_redirect",
	    "%s: more than %d redirects", link->provider, REDIRECTS);
}

/* --- a unix socket --- */

static size_t
drop_body(char *data, size_t one, size_t len, void *arg)
{
	(void)data, (void)one, (void)arg;
	return len;
}

static void
free_easy(CURL **easy)
{
	curl_easy_cleanup(*easy);
}

int
fetch_unix(const char *socket_path, const char *path, const char *type,
    const char *data, size_t len, struct err *err)
{
	cleanup(free_easy) CURL			*easy = curl_easy_init();
	cleanup(free_headers) struct curl_slist	*headers = NULL;
	own_str char				*url = NULL;
	CURLcode				 code;
	long					 status = 0;

	if (easy == NULL)
		return err_set(err, ERR_INTERNAL, "fetch: libcurl does not start");
	if (add_header(&headers, "Content-Type", type, err) == -1 ||
	    add_header(&headers, "Expect", "", err) == -1)
		return -1;
	url = mem_fmt("http://localhost%s", path);
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 1000L);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, drop_body);
	if (data == NULL) {
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
	} else {
		curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)len);
		curl_easy_setopt(easy, CURLOPT_POSTFIELDS, data);
	}
	if ((code = curl_easy_perform(easy)) != CURLE_OK)
		return err_set(err, ERR_REMOTE, "%s: %s", socket_path,
		    curl_easy_strerror(code));
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (status < 200 || status > 299) {
		err->remote_status = (int)status;
		return err_set(err, ERR_REMOTE, "%s: status %ld", socket_path,
		    status);
	}
	return 0;
}
