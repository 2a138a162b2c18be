/* web: whole requests, as plain CGI and over a FastCGI socket (driven by cgi-fcgi). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/db.h"
#include "io/field.h"
#include "io/web.h"

/* --- a small program --- */

static int
show(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)err;
	emit_open(&res->body, NULL, '{');
	emit_str(&res->body, "id", req->param[0]);
	emit_str(&res->body, "lang", req->lang);
	emit_close(&res->body, '}');
	return 200;
}

static int
echo(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)err;
	res->json = json_pack("{s:O?,s:I,s:I}", "body", req->body, "raw",
	    (json_int_t)req->raw_len, "files", (json_int_t)req->nfiles);
	return 201;
}

static int
check(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	const char	*title;
	int64_t		 n;
	int		 rc = field_text(req->body, "title", 1, 9, &title, err);

	(void)db;
	if (field_int(req->body, "n", 1, 5, &n, err) == -1 || rc == -1)
		return -1;
	res->json = json_string(title);
	return 200;
}

static int
ask(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	(void)req;
	web_header_add(res, "X-Early", "1");
	if (db_query(db, "SELECT 41 + 1", DB_NONE, &rows, err) == -1 ||
	    db_one(rows, err) == -1)
		return -1;
	res->json = json_integer(db_col_int(rows, 0));
	return 200;
}

/* Gets SIGTERM in the middle of its work. */
static int
stop(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)req;
	(void)err;
	kill(getpid(), SIGTERM);
	buf_puts(&res->body, "\"whole\"");
	return 200;
}

static int
leak(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)req;
	(void)res;
	return err_set(err, ERR_INTERNAL, "the inside");
}

static int
big(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)req;
	(void)err;
	buf_putc(&res->body, '"');
	for (int i = 0; i < 300000; i++)
		buf_putc(&res->body, 'x');
	buf_putc(&res->body, '"');
	return 200;
}

/* As many bytes as :id says. */
static int
fill(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	(void)db;
	(void)err;
	for (int i = atoi(req->param[0]); i > 0; i--)
		buf_putc(&res->body, 'x');
	return 200;
}

/* Five pieces; :id tells which of them fails, 0: none. */
struct pieces {
	int	n, bad;
};

static int
next_piece(struct db *db, void *arg, struct buf *out, struct err *err)
{
	struct pieces	*p = arg;

	(void)db;
	if (++p->n == p->bad)
		return err_code(err, ERR_CONFLICT, "lost", "piece %d", p->n);
	buf_fmt(out, "piece %d;", p->n);
	return p->n < 5;
}

static int
stream(struct db *db, const struct web_req *req, struct web_res *res,
    struct err *err)
{
	struct pieces	*p = mem_zero(sizeof(*p));

	(void)db;
	(void)err;
	p->bad = atoi(req->param[0]);
	res->type = "text/plain";
	res->stream = next_piece;
	res->arg = p;
	res->arg_close = free;
	return 200;
}

static const struct web_route routes[] = {
	{ "GET",    "/stream/:id", stream, ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/show/:id", show,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/mine/:id", show,	ROLE_NONE,	0 },
	{ "GET",    "/admin/:id", show,	ROLE_ADMIN,	0 },
	{ "POST",   "/echo",	 echo,	ROLE_RECRUITER,	0 },
	{ "POST",   "/login",	 echo,	ROLE_NONE,	WEB_PUBLIC | WEB_NO_CSRF },
	{ "POST",   "/hook",	 echo,	ROLE_NONE,	WEB_PUBLIC | WEB_RAW },
	{ "POST",   "/upload",	 echo,	ROLE_NONE,	WEB_PUBLIC | WEB_UPLOAD },
	{ "POST",   "/bearer",	 echo,	ROLE_NONE,	WEB_NO_CSRF },
	{ "POST",   "/check",	 check,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/ask",	 ask,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/stop",	 stop,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/leak",	 leak,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/fill/:id", fill,	ROLE_NONE,	WEB_PUBLIC },
	{ "GET",    "/big",	 big,	ROLE_NONE,	WEB_PUBLIC },
	{ 0 }
};

/* X-Test: session, read, write (a token of that scope) or down. */
static int
test_who(struct db *db, const struct web_req *req, struct web_who *who,
    struct err *err)
{
	const char	*as = web_header(req, "X-Test");

	(void)db;
	if (as == NULL)
		return 0;
	if (strcmp(as, "down") == 0)
		return err_set(err, ERR_DOWN, "away");
	*who = (struct web_who){ .user_id = 7, .role = ROLE_RECRUITER,
	    .locale = "en", .csrf = "c5" };
	if (strcmp(as, "session") == 0)
		who->session_id = 1;
	else
		who->token_id = 1;
	who->may_write = strcmp(as, "read") != 0;
	return 0;
}

static int
test_find(struct db *db, const struct web_req *req, const char *key,
    int *status, struct buf *body, struct err *err)
{
	(void)db;
	(void)req;
	if (strcmp(key, "busy") == 0)
		return err_code(err, ERR_CONFLICT, "account.replay_running", "runs");
	if (strcmp(key, "seen") != 0)
		return 0;
	*status = 201;
	buf_puts(body, "\"from before\"");
	return 1;
}

/* What is saved is written to standard error, which the test reads. */
static void
test_save(struct db *db, const struct web_req *req, const char *key,
    int status, bool unsure, const char *body, size_t len)
{
	(void)db;
	(void)req;
	(void)unsure;
	fprintf(stderr, "saved %s %d %.*s\n", key, status, (int)len, body);
}

static void
test_refused(struct db *db, const struct web_req *req, const struct err *err)
{
	(void)db;
	fprintf(stderr, "refused %s %s\n", req->path, err->code);
}

static const struct web_auth auth = { .who = test_who,
	.replay_find = test_find, .replay_save = test_save,
	.refused = test_refused };

/* --- driving it --- */

#define ENV_MAX	10

struct answer {
	char	 text[400000];	/* what was written, head and body */
	int	 exit;
};

static void
set_env(const char *const *env)
{
	own_str char	*url = mem_dup(getenv("DATABASE_URL"));
	own_str char	*path = mem_dup(getenv("PATH"));
	own_str char	*asan = mem_dup(getenv("ASAN_OPTIONS"));

	clearenv();
	setenv("DATABASE_URL", url, 1);
	setenv("PATH", path, 1);
	if (asan != NULL)
		setenv("ASAN_OPTIONS", asan, 1);
	setenv("LOG_LEVEL", "error", 1);
	setenv("HIREWIRE_CONF", "/nonexistent", 1);
	setenv("WEB_BASE_URL", "https://hire.example/", 1);
	setenv("WEB_ORIGINS", "https://two.example:8443, http://h:82", 1);
	setenv("REQUEST_METHOD", "GET", 1);
	for (; *env != NULL; env++)
		putenv((char *)(uintptr_t)*env);
}

/* Reads all of a descriptor. */
static void
read_all(int fd, struct answer *a)
{
	size_t	 n = 0;
	ssize_t	 got;

	while ((got = read(fd, a->text + n, sizeof(a->text) - 1 - n)) > 0)
		n += (size_t)got;
	a->text[n] = '\0';
	close(fd);
}

static int
exit_of(pid_t pid)
{
	int	 status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* The body as a file to read from: no pipe that could fill up. */
static int
body_fd(const char *body, size_t len)
{
	FILE	*f = tmpfile();
	int	 fd;

	assert_non_null(f);
	assert_int_equal(fwrite(body, 1, len, f), len);
	rewind(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

/* Runs the program as CGI (socket NULL), or cgi-fcgi against a socket. */
static struct answer *
request(const char *sock, const char *const *env, const char *body, size_t len)
{
	struct answer	*a = mem_zero(sizeof(*a));
	int		 in = body_fd(body, len), out[2];
	pid_t		 pid;

	assert_int_equal(pipe(out), 0);
	if ((pid = fork()) == 0) {
		dup2(in, 0);
		dup2(out[1], 1);
		dup2(out[1], 2);
		close(out[0]);
		close(out[1]);
		close(in);
		free(a);
		set_env(env);
		alarm(30);	/* the worker may have died with it */
		if (sock == NULL)
			exit(web_main(0, NULL, "test", routes, &auth));
		execlp("cgi-fcgi", "cgi-fcgi", "-bind", "-connect", sock,
		    (char *)NULL);
		_exit(126);
	}
	close(in);
	close(out[1]);
	read_all(out[0], a);
	a->exit = exit_of(pid);
	return a;
}

struct request {
	const char	*env[ENV_MAX];
	const char	*body;		/* Content-Length is its length unless env has one */
	const char	*want[4];	/* in the answer, in any order */
};

#define JSON	"CONTENT_TYPE=application/json"
#define POST	"REQUEST_METHOD=POST"

static const struct request requests[] = {
	{ { "DOCUMENT_URI=/show/a b/" }, "",
	  { "Status: 200 OK\r\n", "{\"id\":\"a b\",\"lang\":\"ru\"}",
	    "Cache-Control: no-store\r\n", "Content-Length: 24\r\n" } },
	{ { "REQUEST_URI=/show/%D1%91?x", "HTTP_ACCEPT_LANGUAGE=de, en;q=0.8",
	    "REQUEST_ID=0123456789abcdef" }, "",
	  { "\"id\":\"ё\",\"lang\":\"en\"",
	    "X-Request-Id: 0123456789abcdef\r\n" } },
	{ { "DOCUMENT_URI=/show/1", "QUERY_STRING=lang=en",
	    "REQUEST_ID=bad id\r\n" }, "", { "\"lang\":\"en\"" } },
	{ { "REQUEST_METHOD=HEAD", "DOCUMENT_URI=/show/1" }, "",
	  { "Content-Length: 22\r\n" } },
	{ { "REQUEST_METHOD=OPTIONS", "DOCUMENT_URI=/login" }, "",
	  { "Status: 204 No Content\r\n", "Allow: OPTIONS, POST\r\n" } },
	{ { "REQUEST_METHOD=PUT", "DOCUMENT_URI=/login" }, "x",
	  { "Status: 405 ", "Allow: OPTIONS, POST\r\n",
	    "\"code\":\"method\"", "application/problem+json" } },
	{ { "DOCUMENT_URI=/none" }, "", { "Status: 404 ",
	    "\"title\":\"Не найдено\"", "\"code\":\"absent\"" } },
	{ { "REQUEST_METHOD=GET" }, "", { "Status: 400 ",
	    "\"code\":\"io.path\"" } },
	{ { "DOCUMENT_URI=/show/a\r\nb" }, "", { "Status: 400 " } },
	{ { "DOCUMENT_URI=/show/1", "QUERY_STRING=a=%0d" }, "",
	  { "Status: 400 ", "\"code\":\"io.query\"" } },
	{ { "DOCUMENT_URI=/leak" }, "", { "Status: 500 ",
	    "\"code\":\"internal\"", "test\",\"pid" } },
	/* who may */
	{ { "DOCUMENT_URI=/mine/1" }, "", { "Status: 401 ",
	    "\"code\":\"auth\"", "WWW-Authenticate: Bearer" } },
	{ { "DOCUMENT_URI=/mine/1", "HTTP_X_TEST=session" }, "",
	  { "Status: 200 ", "\"lang\":\"en\"" } },
	{ { "DOCUMENT_URI=/mine/1", "HTTP_X_TEST=down" }, "",
	  { "Status: 503 " } },
	{ { "DOCUMENT_URI=/admin/1", "HTTP_X_TEST=session" }, "",
	  { "Status: 403 ", "\"code\":\"io.role\"", "Your role" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=session" }, "{}",
	  { "Status: 403 ", "\"code\":\"io.csrf\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=session",
	    "HTTP_X_CSRF_TOKEN=c6" }, "{}", { "\"code\":\"io.csrf\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=session",
	    "HTTP_X_CSRF_TOKEN=c5", "HTTP_ORIGIN=https://hire.example" },
	  "{\"a\":1}", { "Status: 201 ", "{\"body\":{\"a\":1}" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=session",
	    "HTTP_X_CSRF_TOKEN=c5", "HTTP_ORIGIN=https://hire.example.evil" },
	  "{}", { "Status: 403 ", "\"code\":\"io.origin\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "HTTP_ORIGIN=http://h:81",
	    "HTTP_HOST=h:81" }, "{}", { "Status: 403 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "HTTP_ORIGIN=http://h:82" },
	  "{}", { "Status: 201 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login",
	    "HTTP_ORIGIN=https://two.example:8443" }, "{}",
	  { "Status: 201 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "HTTP_HOST=two.example",
	    "HTTP_ORIGIN=https://two.example" }, "{}", { "Status: 403 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login",
	    "HTTP_ORIGIN=http://localhost:8005" }, "{}",
	  { "Status: 201 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login",
	    "HTTP_ORIGIN=http://localhost:8006" }, "{}",
	  { "Status: 403 " } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "HTTP_ORIGIN=null" }, "{}",
	  { "Status: 403 ", "\"code\":\"io.origin\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/login" }, "{}", { "Status: 201 " } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=read" }, "{}",
	  { "Status: 403 ", "\"code\":\"io.scope\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=write" }, "{}",
	  { "Status: 201 " } },
	{ { POST, JSON, "DOCUMENT_URI=/bearer", "HTTP_X_TEST=session" }, "{}",
	  { "Status: 401 " } },
	/* bodies */
	{ { POST, JSON, "DOCUMENT_URI=/login" }, "", { "{\"body\":null" } },
	{ { POST, JSON, "DOCUMENT_URI=/login" }, "[1]", { "Status: 400 ",
	    "\"code\":\"io.json\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/login" }, "{\"a\":", { "Status: 400 ",
	    "\"code\":\"io.json\"" } },
	{ { POST, "DOCUMENT_URI=/login" }, "{}", { "Status: 415 ",
	    "\"code\":\"io.content_type\"" } },
	{ { POST, "DOCUMENT_URI=/login", "CONTENT_TYPE=text/plain" }, "{}",
	  { "Status: 415 " } },
	{ { POST, "DOCUMENT_URI=/login",
	    "CONTENT_TYPE=application/x-www-form-urlencoded; charset=utf-8" },
	  "a=%0d%0a&b=x+y", { "\"a\":\"\\r\\n\",\"b\":\"x y\"" } },
	{ { POST, "DOCUMENT_URI=/upload",
	    "CONTENT_TYPE=multipart/form-data; boundary=B" },
	  "--B\r\nContent-Disposition: form-data; name=a; filename=b\r\n\r\n"
	  "x\r\n--B--\r\n", { "Status: 201 ", "\"files\":1" } },
	{ { POST, "DOCUMENT_URI=/hook", "CONTENT_TYPE=text/odd" }, "\xff\xfe",
	  { "Status: 201 ", "{\"body\":null,\"raw\":2" } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "CONTENT_LENGTH=3" }, "{}",
	  { "Status: 400 ", "\"code\":\"io.body_short\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "CONTENT_LENGTH=2x" }, "{}",
	  { "Status: 400 ", "\"code\":\"io.content_length\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/login", "CONTENT_LENGTH=999999999" },
	  "{}", { "Status: 413 ", "\"code\":\"io.body_size\"" } },
	{ { POST, JSON, "DOCUMENT_URI=/check", "QUERY_STRING=lang=en" },
	  "{\"title\":5,\"n\":9}", { "Status: 400 ", "\"code\":\"input\"",
	    "{\"field\":\"title\",\"code\":\"type\",\"detail\":\"Wrong type",
	    "{\"field\":\"n\",\"code\":\"range\"" } },
	/* the same POST again */
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=write",
	    "HTTP_IDEMPOTENCY_KEY=new" }, "{}", { "Status: 201 ",
	    "saved new 201 {\"body\":{}" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=write",
	    "HTTP_IDEMPOTENCY_KEY=seen" }, "{}", { "Status: 201 ",
	    "\r\n\r\n\"from before\"", "Idempotency-Replayed: true" } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=write",
	    "HTTP_IDEMPOTENCY_KEY=busy" }, "{}", { "Status: 409 " } },
	{ { POST, JSON, "DOCUMENT_URI=/echo", "HTTP_X_TEST=write",
	    "HTTP_IDEMPOTENCY_KEY=a b" }, "{}", { "Status: 400 ",
	    "\"field\":\"Idempotency-Key\"" } },
	/* the database */
	{ { "DOCUMENT_URI=/ask" }, "", { "Status: 200 ", "\r\n\r\n42",
	    "X-Early: 1" } },
	{ { "DOCUMENT_URI=/ask",
	    "DATABASE_URL=mysql://u@localhost/d?socket=/nonexistent" }, "",
	  { "Status: 503 ", "Retry-After: 2\r\n", "\"code\":\"down\"" } },
	/* an answer in pieces */
	{ { "DOCUMENT_URI=/stream/0" }, "", { "Content-Type: text/plain\r\n"
	    "Cache-Control: no-store\r\n", "\r\n\r\npiece 1;piece 2;"
	    "piece 3;piece 4;piece 5;" } },
	{ { "REQUEST_METHOD=HEAD", "DOCUMENT_URI=/stream/3" }, "",
	  { "Status: 200 ", "Content-Type: text/plain\r\n" } },
	{ { "DOCUMENT_URI=/stream/1" }, "", { "Status: 409 ",
	    "application/problem+json", "\"code\":\"lost\"" } },
	/* cut off, which cgi-fcgi tells by its exit; the worker goes on */
	{ { "DOCUMENT_URI=/stream/3" }, "", { NULL } },
	{ { "DOCUMENT_URI=/big" }, "", { "Content-Length: 300002\r\n",
	    "xxxxxx\"" } },
};

static void
try_request(const char *sock, const struct request *r)
{
	own_str char	*length = mem_fmt("CONTENT_LENGTH=%zu",
	    strlen(r->body));
	const char	*env[ENV_MAX + 2] = { length };
	struct answer	*a;

	for (size_t i = 0; i < ENV_MAX && r->env[i] != NULL; i++)
		env[i + 1] = r->env[i];
	a = request(sock, env, r->body, strlen(r->body));
	for (size_t i = 0; i < nitems(r->want) && r->want[i] != NULL; i++)
		if (strstr(a->text, r->want[i]) == NULL)
			fail_msg("%s %s: no %s in: %.900s", r->env[0],
			    r->env[1] != NULL ? r->env[1] : "", r->want[i],
			    a->text);
	if (r->want[0] != NULL)
		assert_int_equal(a->exit, 0);
	assert_null(strstr(a->text, "the inside\""));
	free(a);
}

static void
requests_are_answered_as_cgi(void **state)
{
	(void)state;
	for (size_t i = 0; i < nitems(requests); i++)
		try_request(NULL, &requests[i]);
}

/* --- over a socket --- */

struct worker {
	char	 folder[40], sock[60];
	pid_t	 pid;
	int	 listener;
};

static void
start_worker(struct worker *w)
{
	static const char *const none[] = { NULL };

	if ((w->pid = fork()) == 0) {
		dup2(w->listener, 0);
		close(w->listener);
		set_env(none);
		exit(web_main(0, NULL, "test", routes, &auth));
	}
}

static int
open_worker(void **state)
{
	static const struct worker	 start = {
		.folder = "/tmp/test_web.XXXXXX" };
	struct worker		*w = mem_zero(sizeof(*w));
	struct sockaddr_un	 at = { .sun_family = AF_UNIX };

	*w = start;
	assert_non_null(mkdtemp(w->folder));
	snprintf(w->sock, sizeof(w->sock), "%s/s", w->folder);
	snprintf(at.sun_path, sizeof(at.sun_path), "%s", w->sock);
	w->listener = socket(AF_UNIX, SOCK_STREAM, 0);
	assert_int_equal(bind(w->listener, (struct sockaddr *)&at,
	    sizeof(at)), 0);
	assert_int_equal(listen(w->listener, 16), 0);
	start_worker(w);
	*state = w;
	return 0;
}

static int
close_worker(void **state)
{
	struct worker	*w = *state;

	close(w->listener);
	unlink(w->sock);
	rmdir(w->folder);
	free(w);
	return 0;
}

/* Sent to cgi-fcgi: it must not keep the worker's own settings from it. */
static void
requests_are_answered_over_a_socket(void **state)
{
	struct worker	*w = *state;

	for (size_t i = 0; i < nitems(requests); i++) {
		const struct request	*r = &requests[i];

		/* the worker's own environment and log are its own */
		if (strstr(r->env[1] != NULL ? r->env[1] : "", "DATABASE") ||
		    strcmp(r->env[0], "DOCUMENT_URI=/leak") == 0 ||
		    (r->want[1] != NULL && strstr(r->want[1], "saved")))
			continue;
		try_request(w->sock, r);
	}
	kill(w->pid, SIGUSR1);
	assert_int_equal(exit_of(w->pid), 0);
}

static void
a_stop_waits_for_the_request_in_hand(void **state)
{
	static const struct request	 stop_it = {
		{ "DOCUMENT_URI=/stop" }, "", { "Status: 200 ", "\"whole\"" } };
	static const struct request	 next = {
		{ "DOCUMENT_URI=/show/2" }, "", { "{\"id\":\"2\"" } };
	struct worker			*w = *state;

	try_request(w->sock, &stop_it);
	assert_int_equal(exit_of(w->pid), 0);
	start_worker(w);	/* the pool's part */
	try_request(w->sock, &next);
	kill(w->pid, SIGTERM);
	assert_int_equal(exit_of(w->pid), 0);
}

/* The whole of it is taken off the line, or the answer would be lost with it. */
static void
a_large_body_is_refused_with_an_answer(void **state)
{
	static const char *const env[] = { POST, JSON, "DOCUMENT_URI=/login",
	    "CONTENT_LENGTH=3000000", NULL };
	static const struct request	 next = {
		{ "DOCUMENT_URI=/show/2" }, "", { "{\"id\":\"2\"" } };
	struct worker	*w = *state;
	own_str char	*body = mem_zero(3000000);
	struct answer	*a = request(w->sock, env, body, 3000000);

	assert_non_null(strstr(a->text, "Status: 413 "));
	free(a);
	try_request(w->sock, &next);
	kill(w->pid, SIGTERM);
	assert_int_equal(exit_of(w->pid), 0);
}

/* One record of FastCGI holds 65535 bytes, head and body. */
static void
answers_of_every_length_come_whole(void **state)
{
	static const int	 sizes[] = { 0, 1, 7, 8191, 8192, 20000, 65000 };
	struct worker		*w = *state;

	for (int i = 0; i < (int)nitems(sizes) + 24; i++) {
		const int	 n = i < (int)nitems(sizes) ? sizes[i] :
				    65260 + (i - (int)nitems(sizes)) * 12;
		own_str char	*uri = mem_fmt("DOCUMENT_URI=/fill/%d", n);
		const char	*env[] = { uri, NULL };
		struct answer	*a = request(w->sock, env, "", 0);
		const char	*body = strstr(a->text, "\r\n\r\n");

		assert_int_equal(a->exit, 0);
		assert_non_null(body);
		assert_int_equal(strspn(body + 4, "x"), n);
		assert_int_equal(strlen(body + 4), n);
		free(a);
	}
	kill(w->pid, SIGTERM);
	assert_int_equal(exit_of(w->pid), 0);
}

/* How often a process has waited for something. */
static long
waits_of(pid_t pid)
{
	static const char	 name[] = "voluntary_ctxt_switches:";
	char			 path[40], line[200];
	long			 n = -1;
	FILE			*f;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	assert_non_null(f = fopen(path, "r"));
	while (fgets(line, sizeof(line), f) != NULL)
		if (strncmp(line, name, sizeof(name) - 1) == 0)
			n = strtol(line + sizeof(name) - 1, NULL, 10);
	fclose(f);
	return n;
}

/* A worker waits three times a request at most, and one of four has at most a quarter of them. */
static void
a_request_wakes_one_worker(void **state)
{
	enum { WORKERS = 4, REQUESTS = 80 };
	static const struct request	 one = {
		{ "DOCUMENT_URI=/show/2" }, "", { "{\"id\":\"2\"" } };
	struct worker	*w = *state, more[WORKERS];
	long		 waits[WORKERS], waited, least = REQUESTS;

	more[0] = *w;
	for (size_t i = 1; i < WORKERS; i++) {
		more[i] = *w;
		start_worker(&more[i]);
	}
	for (int i = 0; i < WORKERS; i++)
		try_request(w->sock, &one);
	for (size_t i = 0; i < WORKERS; i++)
		waits[i] = waits_of(more[i].pid);
	for (int i = 0; i < REQUESTS; i++)
		try_request(w->sock, &one);
	for (size_t i = 0; i < WORKERS; i++) {
		waited = waits_of(more[i].pid) - waits[i];
		least = waited < least ? waited : least;
		kill(more[i].pid, SIGTERM);
		assert_int_equal(exit_of(more[i].pid), 0);
	}
	assert_true(least <= REQUESTS / WORKERS * 3);
}

#define TEST(f)	cmocka_unit_test_setup_teardown(f, open_worker, close_worker)

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(requests_are_answered_as_cgi),
		TEST(requests_are_answered_over_a_socket),
		TEST(a_stop_waits_for_the_request_in_hand),
		TEST(a_large_body_is_refused_with_an_answer),
		TEST(answers_of_every_length_come_whole),
		TEST(a_request_wakes_one_worker),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
