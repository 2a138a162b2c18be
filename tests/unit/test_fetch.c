/* fetch: against a server of our own on loopback, one script a case. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/field.h"

#define OK_JSON "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" \
	"Content-Length: 11\r\n\r\n{\"ok\":true}"
#define ANSWER(status, more) "HTTP/1.1 " status " X\r\n" \
	"Content-Type: application/json\r\nContent-Length: 13\r\n" more \
	"\r\n{\"err\":\"bad\"}"
#define HANG_UP	NULL		/* close without an answer */

/*
 * Answers the n-th request with script[n], the last one from then on. An
 * answer that begins with '!' drips; one with '$' closes the connection.
 */
struct server {
	int			 fd, port;
	const char *const	*script;
	size_t			 n, seen, accepted;
	struct buf		 asked;		/* all requests, as they came */
	pthread_t		 thread;
};

static struct conf	*conf;

static void
drip(int fd, const char *text)
{
	for (; *text != '\0'; text++) {
		if (send(fd, text, 1, MSG_NOSIGNAL) != 1)
			return;
		usleep(20000);
	}
}

/* The length of a request at the start of the buffer, 0 when it is not whole. */
static size_t
whole_request(const char *data)
{
	const char	*end = strstr(data, "\r\n\r\n");
	const char	*length = strcasestr(data, "\r\nContent-Length:");
	size_t		 need;

	if (end == NULL)
		return 0;
	need = (size_t)(end - data) + 4;
	if (length != NULL && length < end)
		need += strtoul(length + 17, NULL, 10);
	return strlen(data) >= need ? need : 0;
}

static void
serve(struct server *s, int fd)
{
	char	 data[65536] = "";
	size_t	 len = 0;
	ssize_t	 got;

	while ((got = recv(fd, data + len, sizeof(data) - 1 - len, 0)) > 0) {
		const char	*answer;
		bool		 end;

		len += (size_t)got;
		data[len] = '\0';
		if (whole_request(data) == 0)
			continue;
		buf_add(&s->asked, data, len);
		len = 0;
		answer = s->script[s->seen < s->n ? s->seen : s->n - 1];
		s->seen++;
		if (answer == HANG_UP)
			return;
		end = *answer == '$';
		if (*answer == '!')
			drip(fd, answer + 1);
		else if (send(fd, answer + end, strlen(answer + end),
		    MSG_NOSIGNAL) == -1)
			return;
		if (end)
			return;
	}
}

static void *
run(void *arg)
{
	struct server	*s = arg;
	struct timeval	 bound = { .tv_sec = 10 };	/* a failed test ends too */
	int		 fd;

	while ((fd = accept(s->fd, NULL, NULL)) != -1) {
		setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof(bound));
		s->accepted++;
		serve(s, fd);
		close(fd);
	}
	return NULL;
}

static void
server_open(struct server *s, const char *const *script, size_t n)
{
	struct sockaddr_in	 to = { .sin_family = AF_INET,
				    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t		 len = sizeof(to);

	*s = (struct server){ .script = script, .n = n,
	    .fd = socket(AF_INET, SOCK_STREAM, 0) };
	assert_int_equal(bind(s->fd, (struct sockaddr *)&to, len), 0);
	assert_int_equal(listen(s->fd, 16), 0);
	getsockname(s->fd, (struct sockaddr *)&to, &len);
	s->port = ntohs(to.sin_port);
	pthread_create(&s->thread, NULL, run, s);
}

static void
server_close(struct server *s)
{
	shutdown(s->fd, SHUT_RDWR);
	pthread_join(s->thread, NULL);
	close(s->fd);
	buf_clear(&s->asked);
}

#define SCRIPT(...) (const char *const[]){ __VA_ARGS__ }, \
	sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *)

static struct fetch_call	 last;		/* what was recorded last */
static char			 last_text[4][5000];
static int			 recorded;

static char *
noted(int i, const char *text)
{
	snprintf(last_text[i], sizeof(last_text[i]), "%s",
	    text == NULL ? "" : text);
	return last_text[i];
}

static void
note(struct db *db, const struct fetch_call *call)
{
	(void)db;
	last = *call;
	last.endpoint = noted(0, call->endpoint);
	last.request_body = noted(1, call->request_body);
	last.response_body = noted(2, call->response_body);
	last.error = noted(3, call->error);
	recorded++;
}

static struct fetch *
link_to(const struct server *s, const char *auth)
{
	own_str char	*base = mem_fmt("http://127.0.0.1:%d/api/v2/", s->port);
	struct err	 err = { 0 };
	struct fetch	*link = fetch_open(&(struct fetch_conf){ .conf = conf,
			    .provider = "clickup", .base_url = base,
			    .auth = auth, .record = note, .company_id = 7 },
			    &err);

	assert_string_equal(err.text, "");
	assert_non_null(link);
	recorded = 0;
	return link;
}

static int
ask(struct fetch *link, const char *method, struct err *err)
{
	json_t	*out = NULL;
	int	 rc = fetch_json(link, &(struct fetch_req){ .method = method,
		    .path = { "task", "1" }, .timeout_ms = 3000,
		    .budget_wait_ms = 1500 }, &out, err);

	json_decref(out);
	return rc;
}

static void
sends_what_was_asked(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_json json_t	*body = json_pack("{s:s,s:s}", "name", "Анна",
			    "refresh_token", "verysecretvalue");
	own_json json_t	*out = NULL;
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(OK_JSON));
	link = link_to(&s, "pk_1_SECRET");
	assert_int_equal(fetch_json(link, &(struct fetch_req){
	    .method = "POST", .path = { "list", "a/б", "x?y" },
	    .query = { { "statuses[]", "a b" }, { "none", NULL },
	    { "token", "tttt" } }, .header = { { "X-File-Parse", "true" } },
	    .json = body }, &out, &err), 0);
	assert_true(json_is_true(json_object_get(out, "ok")));
	assert_non_null(strstr(s.asked.data, "POST /api/v2/list/a%2F%D0%B1/"
	    "x%3Fy?statuses%5B%5D=a%20b&token=tttt HTTP/1.1\r\n"));
	assert_non_null(strstr(s.asked.data, "\r\nUser-Agent: Hirewire/1.0\r\n"));
	assert_non_null(strstr(s.asked.data, "\r\nAuthorization: pk_1_SECRET\r\n"));
	assert_non_null(strstr(s.asked.data, "\r\nX-File-Parse: true\r\n"));
	assert_non_null(strstr(s.asked.data,
	    "\r\nContent-Type: application/json\r\n"));
	assert_non_null(strstr(s.asked.data, "\"verysecretvalue\""));
	assert_null(strstr(last.request_body, "verysecret"));
	assert_null(strstr(last.endpoint, "tttt"));
	assert_non_null(strstr(last.request_body, "Анна"));
	assert_string_equal(last.response_body, "{\"ok\":true}");
	assert_int_equal(last.status, 200);
	assert_int_equal(last.company_id, 7);
	fetch_close(give(link));
	server_close(&s);
}

static void
keeps_the_connection(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(OK_JSON));
	link = link_to(&s, NULL);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ask(link, i % 2 ? "POST" : "GET", &err), 0);
	assert_int_equal(s.seen, 5);
	assert_int_equal(s.accepted, 1);
	fetch_close(give(link));
	server_close(&s);
}

/* A kept connection that dies under a POST: libcurl would send it again. */
static void
never_posts_twice(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(OK_JSON, HANG_UP, OK_JSON));
	link = link_to(&s, NULL);
	assert_int_equal(ask(link, "GET", &err), 0);
	assert_int_equal(ask(link, "POST", &err), -1);
	assert_int_equal(err.kind, ERR_REMOTE);
	assert_string_equal(err.code, "io.remote_cut");
	assert_true(fetch_sent(link));
	assert_int_equal(s.seen, 2);
	assert_int_equal(ask(link, "POST", &(struct err){ 0 }), 0);
	assert_int_equal(s.seen, 3);
	fetch_close(give(link));
	server_close(&s);
}

static const struct {
	const char	*answer, *method;
	enum err_kind	 kind;
	const char	*code;
	size_t		 tries;
	bool		 sent;
} failures[] = {
	{ ANSWER("400", ""), "GET", ERR_INPUT, "io.remote_input", 1, false },
	{ ANSWER("401", ""), "GET", ERR_REMOTE_AUTH, "remote_auth", 1, false },
	{ ANSWER("403", ""), "POST", ERR_DENIED, "io.remote_denied", 1, false },
	{ ANSWER("404", ""), "GET", ERR_ABSENT, "io.remote_absent", 1, false },
	{ ANSWER("422", ""), "PUT", ERR_INPUT, "io.remote_input", 1, false },
	{ ANSWER("402", ""), "POST", ERR_REMOTE, "remote", 1, false },
	{ ANSWER("500", ""), "POST", ERR_REMOTE, "remote", 1, true },
	{ ANSWER("503", ""), "PATCH", ERR_REMOTE, "remote", 1, true },
	{ ANSWER("429", "Retry-After: 60\r\n"), "POST", ERR_BUSY,
	    "io.remote_busy", 1, false },
	{ ANSWER("503", "Retry-After: 60\r\n"), "GET", ERR_BUSY,
	    "io.remote_busy", 1, true },
	{ ANSWER("302", "Location: http://127.0.0.1:1/\r\n"), "GET",
	    ERR_REMOTE, "io.remote_redirect", 1, true },
	{ "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n"
	    "\r\n<html>", "POST", ERR_REMOTE, "io.remote_shape", 1, true },
	{ "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "Content-Length: 6\r\n\r\n{\"id\":", "GET", ERR_REMOTE,
	    "io.remote_shape", 2, true },
	{ "$HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "Content-Length: 60\r\n\r\n{\"id\":", "POST", ERR_REMOTE,
	    "io.remote_cut", 1, true },
	{ "!HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "Content-Length: 300\r\n\r\n                                     "
	    "                                                               ",
	    "POST", ERR_TIMEOUT, "timeout", 1, true },
	{ HANG_UP, "POST", ERR_REMOTE, "io.remote_cut", 1, true },
};

static void
failures_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(failures); i++) {
		struct server		 s;
		own_fetch struct fetch	*link = NULL;
		struct err		 err = { 0 };

		server_open(&s, SCRIPT(failures[i].answer));
		link = link_to(&s, "pk_SECRET");
		assert_int_equal(ask(link, failures[i].method, &err), -1);
		assert_string_equal(err.code, failures[i].code);
		assert_int_equal(err.kind, failures[i].kind);
		assert_int_equal(fetch_sent(link), failures[i].sent);
		assert_int_equal(s.seen, failures[i].tries);
		assert_int_equal(recorded, failures[i].tries);
		assert_null(strstr(err.text, "SECRET"));
		fetch_close(give(link));
		server_close(&s);
	}
}

/* A service that answers 503 is down, not slow, also when no time is left to ask again. */
static void
the_last_try_decides_when_time_is_up(void **state)
{
	struct server		 s;
	own_fetch struct fetch	*link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err		 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(ANSWER("503", ""), ANSWER("503", ""),
	    ANSWER("503", ""), ANSWER("503", "")));
	link = link_to(&s, NULL);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .method = "GET",
	    .path = { "a" }, .timeout_ms = 1000 }, &res, &err), -1);
	assert_int_equal(err.kind, ERR_REMOTE);
	assert_int_equal(err.remote_status, 503);
	fetch_close(give(link));
	server_close(&s);
}

static const struct {
	const char	*first, *method;
} mended[] = {
	{ HANG_UP, "GET" },
	{ ANSWER("500", ""), "GET" }, { ANSWER("502", ""), "DELETE" },
	{ ANSWER("503", "Retry-After: 1\r\n"), "PUT" },
	{ ANSWER("504", ""), "HEAD" }, { ANSWER("429", ""), "POST" },
	{ ANSWER("429", "Retry-After: 1\r\n"), "GET" },
	{ "$HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
	    "Content-Length: 60\r\n\r\n{\"id\":", "GET" },
};

static void
what_may_be_retried_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(mended); i++) {
		struct server		 s;
		own_fetch struct fetch	*link = NULL;
		own_res struct fetch_res res = { 0 };
		struct err		 err = { 0 };

		server_open(&s, SCRIPT(mended[i].first, OK_JSON));
		link = link_to(&s, NULL);
		assert_int_equal(fetch_do(link, &(struct fetch_req){
		    .method = mended[i].method, .path = { "a" } }, &res, &err),
		    0);
		assert_int_equal(res.status, 200);
		assert_int_equal(s.seen, 2);
		fetch_close(give(link));
		server_close(&s);
	}
}

static void
retries_unsafe_when_allowed(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err	 err = { 0 };
	static const char bytes[] = "%PDF-1.4 bytes";

	(void)state;
	server_open(&s, SCRIPT(ANSWER("500", ""), OK_JSON));
	link = link_to(&s, NULL);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .method = "POST",
	    .path = { "upload" }, .retry_unsafe = true, .file = { "file",
	    "Иванова.pdf", "application/pdf", bytes, sizeof(bytes) - 1 } },
	    &res, &err), 0);
	assert_int_equal(s.seen, 2);
	assert_non_null(strstr(s.asked.data, "multipart/form-data"));
	assert_non_null(strstr(s.asked.data, "filename=\"Иванова.pdf\""));
	assert_non_null(strstr(s.asked.data, bytes));
	assert_string_equal(last.request_body, "{\"bytes\":14}");
	fetch_close(give(link));
	server_close(&s);
}

static void
bounds_the_answer(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked"
	    "\r\n\r\n6\r\n123456\r\n6\r\n123456\r\n0\r\n\r\n"));
	link = link_to(&s, NULL);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .path = { "a" },
	    .max_bytes = 10 }, &res, &err), -1);
	assert_string_equal(err.code, "io.remote_too_large");
	assert_int_equal(s.seen, 1);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .path = { "a" },
	    .max_bytes = 12 }, &res, &err), 0);
	assert_int_equal(res.body.len, 12);
	fetch_close(give(link));
	server_close(&s);
}

static void
keeps_the_error_document(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_json json_t	*out = NULL;
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(ANSWER("401", "")));
	link = link_to(&s, NULL);
	assert_int_equal(fetch_json(link, &(struct fetch_req){
	    .path = { "user" } }, &out, &err), -1);
	assert_int_equal(err.remote_status, 401);
	assert_string_equal(json_string_value(json_object_get(out, "err")),
	    "bad");
	fetch_close(give(link));
	server_close(&s);
}

static void
refuses_bad_requests(void **state)
{
	static const char *const segments[] = { "", ".", ".." };
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(OK_JSON));
	link = link_to(&s, NULL);
	for (size_t i = 0; i < nitems(segments); i++)
		assert_int_equal(fetch_do(link, &(struct fetch_req){
		    .path = { "a", segments[i] } }, &res, &err), -1);
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .path = { "a" },
	    .header = { { "X-A", "b\r\nX-Evil: 1" } } }, &res, &err), -1);
	fetch_set_auth(link, "a\nb");
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .path = { "a" } },
	    &res, &err), -1);
	assert_false(fetch_sent(link));
	assert_int_equal(s.seen, 0);
	fetch_close(give(link));
	server_close(&s);
}

static void
refused_connections_were_not_sent(void **state)
{
	struct server	 s;
	own_fetch struct fetch *link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(OK_JSON));
	link = link_to(&s, NULL);
	server_close(&s);
	/* time for all tries: the pauses between them are 3.5 s at most */
	assert_int_equal(fetch_do(link, &(struct fetch_req){ .method = "POST",
	    .path = { "a" }, .timeout_ms = 10000 }, &res, &err), -1);
	assert_string_equal(err.code, "io.remote_unreachable");
	assert_false(fetch_sent(link));
	assert_int_equal(recorded, 4);
	assert_true(strlen(last.error) > 0);
}

static const char *const bad_bases[] = { "http://example.com/",
	"https://user:pw@example.com", "ftp://127.0.0.1", "file:///etc/passwd",
	"gopher://127.0.0.1", "", "https://", "https://127.0.0.1/?a=1",
	"http://localhost.:80/" };

static void
refuses_bad_bases(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(bad_bases); i++) {
		struct err	 err = { 0 };

		assert_null(fetch_open(&(struct fetch_conf){ .conf = conf,
		    .provider = "x", .base_url = bad_bases[i] }, &err));
		assert_string_equal(err.code, "io.url");
		assert_null(strstr(err.text, "pw"));
	}
}

static void
follows_redirects_of_files(void **state)
{
	struct server	 s, other;
	own_str char	*url = NULL, *hop = NULL, *evil = NULL;
	own_res struct fetch_res res = { 0 };
	struct fetch_conf fc = { .conf = conf, .provider = "file",
			    .auth = "pk_SECRET", .record = note };
	struct err	 err = { 0 };

	(void)state;
	server_open(&other, SCRIPT("HTTP/1.1 200 OK\r\nContent-Type: "
	    "application/pdf\r\nContent-Length: 5\r\n\r\n%PDF-",
	    ANSWER("302", "Location: https://10.0.0.1/x\r\n")));
	hop = mem_fmt(ANSWER("302", "Location: http://127.0.0.1:%d/f?sig=1\r\n"),
	    other.port);
	server_open(&s, SCRIPT(hop));
	url = mem_fmt("http://127.0.0.1:%d/a.pdf?signature=zzz", s.port);
	assert_int_equal(fetch_url(&fc, url, 100, &res, &err), 0);
	assert_int_equal(res.body.len, 5);
	assert_string_equal(res.content_type, "application/pdf");
	assert_null(strstr(s.asked.data, "Authorization"));
	assert_null(strstr(other.asked.data, "Authorization"));
	assert_null(strstr(last.endpoint, "sig"));
	assert_string_equal(last.response_body, "{\"bytes\":5}");
	assert_int_equal(fetch_url(&fc, url, 100, &res, &err), -1);
	assert_string_equal(err.code, "io.private_address");
	server_close(&s);
	server_close(&other);
}

static void
gives_up_on_endless_redirects(void **state)
{
	struct server	 s;
	own_str char	*url = NULL;
	own_res struct fetch_res res = { 0 };
	struct err	 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT(ANSWER("302", "Location: /again\r\n")));
	url = mem_fmt("http://127.0.0.1:%d/a", s.port);
	assert_int_equal(fetch_url(&(struct fetch_conf){ .conf = conf,
	    .provider = "file" }, url, 100, &res, &err), -1);
	assert_string_equal(err.code, "io.remote_redirect");
	assert_int_equal(s.seen, 6);
	server_close(&s);
}

static void
posts_to_a_unix_socket(void **state)
{
	struct sockaddr_un	 to = { .sun_family = AF_UNIX };
	struct server		 s = { .n = 2, .script = (const char *const[]){
				    "$" OK_JSON, "$" ANSWER("403", "") } };
	struct err		 err = { 0 };

	(void)state;
	snprintf(to.sun_path, sizeof(to.sun_path), "/tmp/test_fetch.%d",
	    getpid());
	assert_int_equal(fetch_unix(to.sun_path, "/publish?channel=a", "a/b",
	    "x", 1, &err), -1);
	s.fd = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(s.fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(listen(s.fd, 4), 0);
	pthread_create(&s.thread, NULL, run, &s);
	assert_int_equal(fetch_unix(to.sun_path, "/publish?channel=a",
	    "application/json", "{\"a\":1}", 7, &err), 0);
	assert_non_null(strstr(s.asked.data, "POST /publish?channel=a HTTP/1.1"));
	assert_non_null(strstr(s.asked.data, "\r\n\r\n{\"a\":1}"));
	assert_int_equal(fetch_unix(to.sun_path, "/publish?channel=a",
	    "application/json", "{}", 2, &err), -1);
	unlink(to.sun_path);
	server_close(&s);
}

static int
open_conf(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	setenv("ALLOW_HOSTS", "127.0.0.1", 1);
	setenv("ALLOW_FILE_HOSTS", "127.0.0.1", 1);
	setenv("LOG_LEVEL", "error", 1);
	return (conf = conf_open(&err)) == NULL;
}

static int
close_conf(void **state)
{
	(void)state;
	conf_close(conf);
	return 0;
}

/* Its first line is there, and the others never end. */
static void
a_head_that_drips_is_given_up(void **state)
{
	struct server		 s;
	own_fetch struct fetch	*link = NULL;
	struct err		 err = { 0 };

	(void)state;
	server_open(&s, SCRIPT("!HTTP/1.1 200 OK\r\n"
	    "X-A: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
	    "X-B: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
	    "X-C: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
	    "X-D: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n"
	    "\r\n"));
	link = link_to(&s, NULL);
	assert_int_equal(ask(link, "POST", &err), -1);
	assert_int_equal(err.kind, ERR_TIMEOUT);
	assert_string_equal(last.error, "the answer drips");
	server_close(&s);
}

/* An endless refusal is read by its beginning. */
static void
a_refusal_is_not_kept_whole(void **state)
{
	own_buf struct buf	 answer = { 0 };
	struct server		 s;
	own_fetch struct fetch	*link = NULL;
	own_res struct fetch_res res = { 0 };
	struct err		 err = { 0 };

	(void)state;
	buf_puts(&answer, "$HTTP/1.1 403 No\r\nContent-Type: application/json"
	    "\r\n\r\n{\"err\":\"");
	for (int i = 0; i < 100000; i++)
		buf_puts(&answer, "0123456789");
	server_open(&s, SCRIPT(answer.data));
	link = link_to(&s, NULL);
	assert_int_equal(fetch_do(link, &(struct fetch_req){
	    .path = { "x" } }, &res, &err), -1);
	assert_int_equal(err.kind, ERR_DENIED);
	assert_int_equal(res.body.len, 256 << 10);
	server_close(&s);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(sends_what_was_asked),
		cmocka_unit_test(keeps_the_connection),
		cmocka_unit_test(never_posts_twice),
		cmocka_unit_test(failures_are_told_apart),
		cmocka_unit_test(the_last_try_decides_when_time_is_up),
		cmocka_unit_test(what_may_be_retried_is),
		cmocka_unit_test(retries_unsafe_when_allowed),
		cmocka_unit_test(bounds_the_answer),
		cmocka_unit_test(keeps_the_error_document),
		cmocka_unit_test(refuses_bad_requests),
		cmocka_unit_test(refused_connections_were_not_sent),
		cmocka_unit_test(refuses_bad_bases),
		cmocka_unit_test(follows_redirects_of_files),
		cmocka_unit_test(gives_up_on_endless_redirects),
		cmocka_unit_test(posts_to_a_unix_socket),
		cmocka_unit_test(a_head_that_drips_is_given_up),
		cmocka_unit_test(a_refusal_is_not_kept_whole),
	};

	return cmocka_run_group_tests(tests, open_conf, close_conf);
}
