#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/address.h"
#include "io/fetch_int.h"
#include "io/json_scan.h"

#define AGENT		"Hirewire/1.0"
#define CONNECT_MS	10000
#define HEAD_MAX	8192		/* of an answer read in passing: for the log */
#define REFUSAL_MAX	(256UL << 10)
#define DRIP_BYTES	1024		/* less than this ... */
#define DRIP_MS		5000		/* ... in this time is no download */
#define SKEW_S		2		/* clocks this far apart agree */

/* One exchange: what libcurl's callbacks need. */
struct fetch_exchange {
	struct fetch_run	*run;
	CURL			*easy;
	CURLcode		 code;
	int			 sends;
	size_t			 file_at;
	bool			 private, large, slow, held, refusal, sinks;
	size_t			 came;		/* bytes of the body */
	int64_t			 head_at_ms;	/* its first line came; 0: none, -1: all came */
	int64_t			 drip_at_ms;
	curl_off_t		 drip_bytes;
	struct curl_slist	*headers;
	curl_mime		*mime;
};

void *
fetch_curl_open(struct err *err)
{
	CURL	*easy = curl_easy_init();

	if (easy == NULL)
		err_set(err, ERR_INTERNAL, "fetch: libcurl does not start");
	return easy;
}

void
fetch_curl_close(void *easy)
{
	curl_easy_cleanup(easy);
}

/* --- what libcurl asks during a transfer --- */

/* The last word on where a connection goes, after DNS and for every hop. */
static curl_socket_t
open_socket(void *arg, curlsocktype purpose, struct curl_sockaddr *to)
{
	struct fetch_exchange	*t = arg;

	(void)purpose;
	if (!t->run->link->trusted && !address_public(&to->addr)) {
		t->private = true;
		return CURL_SOCKET_BAD;
	}
	return socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
}

/* What kind of answer is it? A refusal is read by its words alone. */
static void
begin_body(struct fetch_exchange *t)
{
	const char	*type = NULL;
	long		 status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	t->refusal = status >= 400;
	t->sinks = t->run->req->sink != NULL && status / 100 == 2;
	t->run->scans = t->run->scan != NULL && !t->refusal && type != NULL &&
	    strcasestr(type, "json") != NULL;
}

static size_t
take_body(char *data, size_t one, size_t len, void *arg)
{
	struct fetch_exchange	*t = arg;
	struct buf	*body = &t->run->res->body;
	size_t		 kept = len;

	(void)one;
	if (t->came == 0)
		begin_body(t);
	if (len > t->run->max_bytes - t->came) {
		t->large = true;
		return 0;
	}
	t->came += len;
	if (t->sinks)
		return t->run->req->sink(t->run->req->sink_arg, data, len) ?
		    len : 0;
	if (t->run->scans)
		json_scan_feed(t->run->scan, data, len);
	if (t->run->scan != NULL || t->refusal) {
		const size_t	 most = t->refusal ? REFUSAL_MAX : HEAD_MAX;

		kept = body->len >= most ? 0 : most - body->len < len ?
		    most - body->len : len;
	}
	if (kept > 0)
		buf_add(body, data, kept);
	return len;
}

/*
 * libcurl repeats any request, POST too, when a kept connection dies before
 * the answer. The service may have carried it out: it must not go twice.
 */
static int
before_send(void *arg, char *ip, char *local_ip, int port, int local_port)
{
	struct fetch_exchange			*t = arg;
	const struct fetch_req		*req = t->run->req;

	(void)ip, (void)local_ip, (void)port, (void)local_port;
	if (t->sends > 0 && !t->run->repeatable)
		return CURL_PREREQFUNC_ABORT;
	t->held = req->ready != NULL && !req->ready(req->ready_arg);
	if (t->held)
		return CURL_PREREQFUNC_ABORT;
	t->sends++;
	t->drip_at_ms = 0;
	return CURL_PREREQFUNC_OK;
}

/* Lines of a head: an empty one ends it. */
static size_t
take_head(char *line, size_t one, size_t len, void *arg)
{
	struct fetch_exchange	*t = arg;

	(void)one;
	if (len <= 2 && strspn(line, "\r\n") >= len)
		t->head_at_ms = -1;
	else if (t->head_at_ms <= 0)
		t->head_at_ms = clock_mono_ms();
	return len;
}

/* An answer that has begun must go on; before, only the timeout counts. */
static int
watch_drip(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total,
    curl_off_t up_now)
{
	struct fetch_exchange	*t = arg;
	int64_t		 at = clock_mono_ms();
	int64_t		 span = t->run->timeout_ms / 3;

	(void)total, (void)up_total, (void)up_now;
	if (span > DRIP_MS)
		span = DRIP_MS;
	if (now == 0) {
		t->slow = t->head_at_ms > 0 && at - t->head_at_ms > span;
		return t->slow;
	}
	if (t->drip_at_ms == 0 || now - t->drip_bytes >= DRIP_BYTES) {
		t->drip_at_ms = at;
		t->drip_bytes = now;
	}
	t->slow = at - t->drip_at_ms > span;
	return t->slow;
}

static size_t
give_file(char *out, size_t one, size_t n, void *arg)
{
	struct fetch_exchange			*t = arg;
	const struct fetch_req		*req = t->run->req;
	size_t				 len = req->file.len - t->file_at;

	if (len > one * n)
		len = one * n;
	if (len > 0)
		memcpy(out, (const char *)req->file.data + t->file_at, len);
	t->file_at += len;
	return len;
}

static int
seek_file(void *arg, curl_off_t at, int origin)
{
	struct fetch_exchange	*t = arg;

	if (origin != SEEK_SET || at < 0 ||
	    (size_t)at > t->run->req->file.len)
		return CURL_SEEKFUNC_FAIL;
	t->file_at = (size_t)at;
	return CURL_SEEKFUNC_OK;
}

static size_t
give_bytes(char *out, size_t one, size_t n, void *arg)
{
	struct fetch_exchange		*t = arg;
	const struct fetch_req		*req = t->run->req;
	const size_t			 left = req->bytes.len - t->file_at;
	size_t				 len;

	if (left == 0)
		return 0;
	len = req->bytes.source(req->bytes.arg, t->file_at, out,
	    one * n < left ? one * n : left);
	if (len == FETCH_GIVE_UP)
		return CURL_READFUNC_ABORT;
	t->file_at += len;
	return len;
}

static int
seek_bytes(void *arg, curl_off_t at, int origin)
{
	struct fetch_exchange	*t = arg;

	if (origin != SEEK_SET || at < 0 ||
	    (size_t)at > t->run->req->bytes.len)
		return CURL_SEEKFUNC_FAIL;
	t->file_at = (size_t)at;
	return CURL_SEEKFUNC_OK;
}

/* --- putting a request together --- */

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
add_headers(struct curl_slist **list, const struct fetch_run *run,
    struct err *err)
{
	const struct fetch_req	*req = run->req;
	const char		*type;
	size_t			 len;

	fetch_run_body(run, &type, &len);
	if (add_header(list, "Expect", "", err) == -1 ||
	    (*log_request_id() != '\0' && add_header(list, "X-Request-Id",
	    log_request_id(), err) == -1) ||
	    (run->link->auth != NULL && add_header(list, "Authorization",
	    run->link->auth, err) == -1) ||
	    (req->file.part == NULL && add_header(list, "Content-Type",
	    type, err) == -1))
		return -1;
	for (size_t i = 0; i < nitems(req->header) &&
	    req->header[i].name != NULL; i++)
		if (req->header[i].value != NULL && add_header(list,
		    req->header[i].name, req->header[i].value, err) == -1)
			return -1;
	return 0;
}

static curl_mime *
make_mime(struct fetch_exchange *t)
{
	const struct fetch_req	*req = t->run->req;
	curl_mime		*mime;
	curl_mimepart		*part;

	if (req->file.part == NULL)
		return NULL;
	mime = curl_mime_init(t->easy);
	part = curl_mime_addpart(mime);
	curl_mime_name(part, req->file.part);
	curl_mime_filename(part, req->file.filename);
	curl_mime_type(part, req->file.type);
	curl_mime_data_cb(part, (curl_off_t)req->file.len, give_file,
	    seek_file, NULL, t);
	return mime;
}

static void
set_given(struct fetch_exchange *t)
{
	curl_easy_setopt(t->easy, CURLOPT_POST, 1L);
	curl_easy_setopt(t->easy, CURLOPT_READFUNCTION, give_bytes);
	curl_easy_setopt(t->easy, CURLOPT_READDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_SEEKFUNCTION, seek_bytes);
	curl_easy_setopt(t->easy, CURLOPT_SEEKDATA, t);
}

static void
set_method(struct fetch_exchange *t, curl_mime *mime)
{
	const char	*method = t->run->method, *type;
	size_t		 len;
	const void	*body = fetch_run_body(t->run, &type, &len);

	if (strcmp(method, "GET") == 0)
		return;
	if (strcmp(method, "HEAD") == 0) {
		curl_easy_setopt(t->easy, CURLOPT_NOBODY, 1L);
		return;
	}
	if (mime != NULL)
		curl_easy_setopt(t->easy, CURLOPT_MIMEPOST, mime);
	else if (len > 0 || strcmp(method, "DELETE") != 0) {
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)len);
		if (t->run->req->bytes.source != NULL)
			set_given(t);
		else
			curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, body);
	}
	curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, method);
}

static void
set_limits(struct fetch_exchange *t)
{
	long	 ms = (long)t->run->left_ms;

	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, ms);
	curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
	    ms < CONNECT_MS ? ms : (long)CONNECT_MS);
	curl_easy_setopt(t->easy, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(t->easy, CURLOPT_XFERINFOFUNCTION, watch_drip);
	curl_easy_setopt(t->easy, CURLOPT_XFERINFODATA, t);
	curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, take_head);
	curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_PREREQFUNCTION, before_send);
	curl_easy_setopt(t->easy, CURLOPT_PREREQDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_FRESH_CONNECT,
	    t->run->req->ready != NULL ? 1L : 0L);
}

static void
set_guard(struct fetch_exchange *t)
{
	const char	*schemes = t->run->link->trusted ? "http,https" :
			    "https";

	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, schemes);
	curl_easy_setopt(t->easy, CURLOPT_REDIR_PROTOCOLS_STR, schemes);
	curl_easy_setopt(t->easy, CURLOPT_PROXY, "");
	curl_easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(t->easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
}

/* --- what came back --- */

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

/* A clock that is off shows in Date. */
static int64_t
clock_skew_s(CURL *easy)
{
	struct curl_header	*h;
	int64_t			 skew_s;
	time_t			 theirs;

	if (curl_easy_header(easy, "Date", 0, CURLH_HEADER, -1, &h) !=
	    CURLHE_OK || (theirs = curl_getdate(h->value, NULL)) == -1)
		return 0;
	skew_s = clock_now() - theirs;
	return skew_s >= -SKEW_S && skew_s <= SKEW_S ? 0 : skew_s;
}

static void
read_etag(CURL *easy, char *out, size_t size)
{
	struct curl_header	*h;

	if (curl_easy_header(easy, "ETag", 0, CURLH_HEADER, -1, &h) ==
	    CURLHE_OK && strlen(h->value) < size)
		memcpy(out, h->value, strlen(h->value) + 1);
}

static void
read_answer(const struct fetch_exchange *t)
{
	struct fetch_res	*res = t->run->res;
	const char		*type = NULL;
	long			 status = 0;
	curl_off_t		 wait = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(t->easy, CURLINFO_CONTENT_TYPE, &type);
	curl_easy_getinfo(t->easy, CURLINFO_RETRY_AFTER, &wait);
	res->status = t->code == CURLE_OK ? (int)status : 0;
	if (type != NULL)
		strncpy(res->content_type, type,
		    sizeof(res->content_type) - 1);
	read_etag(t->easy, res->etag, sizeof(res->etag));
	res->retry_after_s = wait > FETCH_RETRY_AFTER_MAX_S ?
	    FETCH_RETRY_AFTER_MAX_S : (int)wait;
	t->run->last.rate = (struct fetch_rate){
		.limit = header_num(t->easy, "X-RateLimit-Limit"),
		.remaining = header_num(t->easy, "X-RateLimit-Remaining"),
		.reset_s = header_num(t->easy, "X-RateLimit-Reset"),
		.skew_s = clock_skew_s(t->easy),
	};
}

static enum fetch_end
end_of(const struct fetch_exchange *t)
{
	if (t->private && t->code == CURLE_COULDNT_CONNECT)
		return FETCH_PRIVATE;
	if (t->code != CURLE_OK && t->held)
		return FETCH_HELD;
	if (t->code != CURLE_OK && t->large)
		return FETCH_LARGE;
	if (t->code != CURLE_OK && t->slow)
		return FETCH_DRIPPED;
	switch (t->code) {
	case CURLE_OK:				return FETCH_ANSWERED;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_CONNECT:		return FETCH_UNREACHABLE;
	case CURLE_SSL_CONNECT_ERROR:		return FETCH_TLS;
	case CURLE_PEER_FAILED_VERIFICATION:	return FETCH_CERTIFICATE;
	case CURLE_OPERATION_TIMEDOUT:		return FETCH_TIMEOUT;
	case CURLE_FILESIZE_EXCEEDED:		return FETCH_LARGE;
	case CURLE_URL_MALFORMAT:		return FETCH_BAD_URL;
	default:				return FETCH_CUT;
	}
}

static const char *
why_of(const struct fetch_exchange *t)
{
	const struct fetch_try	*last = &t->run->last;

	switch (last->end) {
	case FETCH_ANSWERED:	return NULL;
	case FETCH_PRIVATE:	return "a private address";
	case FETCH_LARGE:	return "the answer is too large";
	case FETCH_DRIPPED:	return "the answer drips";
	case FETCH_HELD:	return "not sent: its time was over";
	default:		break;
	}
	if (t->code == CURLE_ABORTED_BY_CALLBACK)
		return "the connection was lost before the answer";
	return last->reason[0] != '\0' ? last->reason :
	    curl_easy_strerror(t->code);
}

/* May the service have carried it out? */
static bool
has_reached(const struct fetch_exchange *t)
{
	const int	 status = t->run->res->status;

	switch (t->run->last.end) {
	case FETCH_UNREACHABLE:
	case FETCH_PRIVATE:
	case FETCH_TLS:
	case FETCH_CERTIFICATE:
		return false;
	default:
		return t->sends > 0 && (status < 400 || status >= 500);
	}
}

static void
conclude(struct fetch_exchange *t)
{
	struct fetch_try	*last = &t->run->last;

	read_answer(t);
	last->end = end_of(t);
	last->why = why_of(t);
	last->reached = has_reached(t);
}

static void
exchange_free(struct fetch_exchange *t)
{
	curl_slist_free_all(t->headers);
	curl_mime_free(t->mime);
	free(t);
}

struct fetch_exchange *
fetch_curl_begin(struct fetch_run *run, struct err *err)
{
	_Static_assert(sizeof(run->last.reason) >= CURL_ERROR_SIZE, "room");
	CURL			*easy = run->link->easy;
	struct fetch_exchange	*t = mem_zero(sizeof(*t));

	t->run = run;
	t->easy = easy;
	if (add_headers(&t->headers, run, err) == -1) {
		exchange_free(t);
		return NULL;
	}
	fetch_res_clear(run->res);
	run->scans = false;
	if (run->req->sink != NULL)
		run->req->sink(run->req->sink_arg, NULL, 0);
	run->last = (struct fetch_try){ .began_ms = clock_mono_ms() };
	curl_easy_reset(easy);		/* options only: connections stay */
	curl_easy_setopt(easy, CURLOPT_URL, run->url);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, AGENT);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->headers);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, run->last.reason);
	if (run->link->base != NULL)	/* an API; files come as they are */
		curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
	t->mime = make_mime(t);
	set_method(t, t->mime);
	set_limits(t);
	set_guard(t);
	return t;
}

void
fetch_curl_end(struct fetch_exchange *t, int code)
{
	t->code = (CURLcode)code;
	curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, NULL);
	conclude(t);
	exchange_free(t);
}

int
fetch_curl_send(struct fetch_run *run, struct err *err)
{
	struct fetch_exchange	*t = fetch_curl_begin(run, err);

	if (t == NULL)
		return -1;
	fetch_curl_end(t, (int)curl_easy_perform(t->easy));
	return 0;
}

const char *
fetch_curl_redirect(void *easy)
{
	const char	*to = NULL;

	curl_easy_getinfo((CURL *)easy, CURLINFO_REDIRECT_URL, &to);
	return to;
}

const char *
fetch_version(void)
{
	return curl_version_info(CURLVERSION_NOW)->version;
}
