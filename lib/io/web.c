#include "io/web.h"

#include <errno.h>
#include <fcgiapp.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/confine.h"
#include "io/db.h"
#include "io/db_schema.h"
#include "io/db_wait.h"
#include "io/pool.h"
#include "io/web_int.h"

#define PIECE		65536
#define DRAIN_MAX	(4 * WEB_UPLOAD_MAX)
#define KEY_MAX		120
#define WATCH_S		60
#define LOOK_MS		1000

/* Where the body comes from and the answer goes: FastCGI, or as plain CGI (fcgi
 * NULL) descriptors 0 and 1. left: body bytes not read yet. */
struct port {
	FCGX_Request	*fcgi;
	size_t		 left;
};

struct web {
	const struct web_route	*routes;
	const struct web_auth	*auth;
	struct conf		*conf;
	struct db		*db;
	struct web_call		 call;
	struct buf		 head;
	int			 more;		/* of a stream: a piece follows */
	struct web_meter	 meter;
	int64_t			 look_ms;	/* when the configuration is looked at again */
};

static size_t
port_read(struct port *port, char *out, size_t max)
{
	ssize_t	 n;

	if (max > port->left)
		max = port->left;
	n = port->fcgi != NULL ? FCGX_GetStr(out, (int)max, port->fcgi->in) :
	    read(STDIN_FILENO, out, max);
	if (n <= 0)
		return 0;
	port->left -= (size_t)n;
	return (size_t)n;
}

/* false: nobody hears it any more. */
static bool
port_write(struct port *port, const char *s, size_t len)
{
	if (port->fcgi != NULL)
		return FCGX_PutStr(s, (int)len, port->fcgi->out) == (int)len;
	for (ssize_t n; len > 0; s += n, len -= (size_t)n)
		if ((n = write(STDOUT_FILENO, s, len)) <= 0)
			return false;
	return true;
}

/*
 * A body left unread would reset the line under the answer. Where all has come, the library need
 * not wait for nginx to close the line (by shutdown, poll, read): it closes it alone.
 */
static void
port_drain(struct port *port)
{
	char	 piece[8192];
	size_t	 n, total = 0;

	while (port->left > 0 && total < DRAIN_MAX &&
	    (n = port_read(port, piece, sizeof(piece))) > 0)
		total += n;
	if (port->fcgi != NULL && port->left == 0 &&
	    FCGX_GetChar(port->fcgi->in) == EOF &&
	    FCGX_GetError(port->fcgi->in) == 0)
		FCGX_Detach(port->fcgi);
}

/* The announced length, bounded; not yet believed. */
static int
read_length(char *const *env, struct port *port, struct err *err)
{
	const char	*text = web_env(env, "CONTENT_LENGTH");
	size_t		 digits = text == NULL ? 0 : strlen(text);

	if (digits == 0)
		return 0;
	if (digits > 12 || strspn(text, "0123456789") != digits)
		return err_code(err, ERR_INPUT, "io.content_length",
		    "Content-Length is no number");
	port->left = (size_t)strtoull(text, NULL, 10);
	return 0;
}

/* The room grows with what arrives, not with what was announced. */
static int
read_body(struct web_call *c, struct port *port, struct err *err)
{
	const int flags = c->route->flags;
	size_t	 max = (flags & WEB_FILES) != 0 ? WEB_MANY_MAX + PIECE :
	    (flags & WEB_UPLOAD) != 0 ? WEB_UPLOAD_MAX + PIECE :
	    (flags & WEB_LONG) != 0 ? WEB_LONG_MAX : WEB_BODY_MAX;
	size_t	 n, want = port->left;
	char	 piece[PIECE];

	if (want > max)
		return err_code(err, ERR_TOO_LARGE, "io.body_size", "%zu",
		    max >> 20);
	while (port->left > 0 &&
	    (n = port_read(port, piece, sizeof(piece))) > 0)
		buf_add(&c->raw, piece, n);
	if (c->raw.len != want)
		return err_code(err, ERR_INPUT, "io.body_short",
		    "%zu of %zu bytes came", c->raw.len, want);
	c->req.raw = buf_str(&c->raw);
	c->req.raw_len = c->raw.len;
	return 0;
}

/* The next piece becomes the body: 1, 0 or -1 as the streamer says. */
static int
next_piece(struct web *w, struct err *err)
{
	struct web_res	*res = &w->call.res;

	res->body.len = 0;
	return res->stream(w->db, res->arg, &res->body, err);
}

static int
handle(struct web *w, struct err *err)
{
	struct web_call	*c = &w->call;
	int		 status = c->route->handler(w->db, &c->req, &c->res,
	    err);

	web_dump(&c->res);
	if (status == -1 || c->res.stream == NULL)
		return status;
	if ((w->more = next_piece(w, err)) == -1)
		return -1;
	return status;
}

static bool
is_key(const char *key)
{
	size_t	 len = strlen(key);

	for (size_t i = 0; i < len; i++)
		if (key[i] <= ' ' || key[i] >= 0x7f)
			return false;
	return len > 0 && len <= KEY_MAX;
}

/* A POST with an Idempotency-Key: done once, answered as often as asked. */
static int
handle_once(struct web *w, const char *key, struct err *err)
{
	struct web_call	*c = &w->call;
	int		 status, seen;

	if (!is_key(key))
		return err_field(err, "Idempotency-Key", "format",
		    "1 to %d visible ASCII characters", KEY_MAX);
	seen = w->auth->replay_find(w->db, &c->req, key, &status,
	    &c->res.body, err);
	if (seen == -1)
		return -1;
	if (seen == 1) {
		web_header_add(&c->res, "Idempotency-Replayed", "true");
		if (status >= 400)
			c->res.type = "application/problem+json";
		return status;
	}
	if ((status = handle(w, err)) == -1)
		status = web_problem(c, err);
	w->auth->replay_save(w->db, &c->req, key, status, err->unsure,
	    c->res.body.len > 0 ? c->res.body.data : "", c->res.body.len);
	return status;
}

/* The status of the answer, or -1 with err. */
static int
answer(struct web *w, struct port *port, char *const *env, struct err *err)
{
	struct web_call	*c = &w->call;
	const char	*key;
	int		 found;
	const int	 read = web_req_read(c, env, w->conf, err);

	log_of(c->request_id);
	if (read == -1 || read_length(env, port, err) == -1 ||
	    (found = web_route_find(c, w->routes, err)) == -1)
		return -1;
	if (found != 0) {
		web_header_add(&c->res, "Allow", "%s", c->allow);
		return found;
	}
	c->req.flags = c->route->flags;
	c->req.more = (c->route->flags & WEB_MORE) != 0 ? w->auth->more : NULL;
	if (((c->route->flags & WEB_ALWAYS) == 0 &&
	    db_schema_check(w->db, err) == -1) ||
	    web_guard(c, w->db, w->auth, err) == -1)
		return -1;
	if (strcmp(c->req.method, "GET") == 0)
		return handle(w, err);
	if (read_body(c, port, err) == -1 || web_body_parse(c, err) == -1 ||
	    web_match_read(c, err) == -1)
		return -1;
	key = web_header(&c->req, "Idempotency-Key");
	if (key != NULL && c->who.user_id != 0 &&
	    strcmp(c->req.method, "POST") == 0)
		return handle_once(w, key, err);
	return handle(w, err);
}

/* Whoever handles an error logs it: those of the client are in the access log. */
static void
log_failure(const struct web_call *c, const struct err *err)
{
	enum log_level	 level = err->kind == ERR_INTERNAL ? LOG_ERROR :
	    LOG_WARN;

	if (err_status(err->kind) >= 500 || err->kind == ERR_REMOTE_AUTH)
		log_err(level, c->request_id, err);
}

/* For who looks closer: nginx's log has all of it, of every request. */
static void
log_request(const struct web_call *c, int status, size_t bytes, int64_t ms)
{
	own_buf struct buf	 b = { 0 };

	if (!log_wants(LOG_DEBUG))
		return;
	emit_str(&b, "method", c->head ? "HEAD" : c->req.method);
	emit_str(&b, "path", c->path);
	emit_int(&b, "status", status);
	emit_int(&b, "ms", ms);
	emit_int(&b, "bytes", (int64_t)bytes);
	emit_int(&b, "user", c->who.user_id);
	log_event(LOG_DEBUG, "request", &b);
}

/* The body, piece by piece; false: it could not be sent whole. */
static bool
send_body(struct web *w, struct port *port, size_t *bytes)
{
	struct buf	*body = &w->call.res.body;
	struct err	 err = { 0 };

	for (*bytes = body->len; ; *bytes += body->len) {
		if (!port_write(port, body->data, body->len))
			return w->call.res.stream == NULL;
		if (w->call.res.stream == NULL || w->more == 0)
			return true;
		if ((w->more = next_piece(w, &err)) == -1) {
			log_err(LOG_ERROR, w->call.request_id, &err);
			return false;
		}
	}
}

/* Without the end of the request the client learns from nginx that the answer broke off. */
static void
finish(struct port *port, bool whole)
{
	if (port->fcgi == NULL)
		return;
	if (whole)
		FCGX_Finish_r(port->fcgi);
	else
		FCGX_Free(port->fcgi, 1);
}

/* Most answers go whole, by one write: libfcgi makes two or more of one over 8 KB, and wakes nginx
 * as often. */
static void
send_answer(struct web *w, struct port *port, bool empty, size_t *bytes)
{
	struct buf	*body = &w->call.res.body;
	bool		 whole = true;

	*bytes = body->len;
	if (port->fcgi != NULL && w->call.res.stream == NULL &&
	    web_send_whole(port->fcgi, &w->head, body->data,
	    empty ? 0 : body->len)) {
		FCGX_Free(port->fcgi, 1);
		return;
	}
	port_write(port, w->head.data, w->head.len);
	if (!empty)
		whole = send_body(w, port, bytes);
	finish(port, whole);
}

static void
serve_one(struct web *w, struct port *port, char *const *env)
{
	struct web_call	*c = &w->call;
	struct err	 err = { 0 };
	int64_t		 began = clock_mono_ms();
	int		 status;
	size_t		 bytes;

	web_meter_begin(&w->meter, env);
	status = answer(w, port, env, &err);
	if (status == -1)
		status = web_problem(c, &err);
	if ((status == 401 || status == 403) && c->who.user_id != 0 &&
	    err.code[0] != '\0')
		w->auth->refused(w->db, &c->req, &err);
	log_failure(c, &err);
	port_drain(port);
	web_head(c, status, &w->head);
	send_answer(w, port, c->head || status == 204 || status == 304,
	    &bytes);
	log_request(c, status, bytes, clock_mono_ms() - began);
	web_meter_end(&w->meter, c, status);
	log_of("");
	web_call_clear(c);
}

/*
 * libfcgi's accept races with signals: ours stay blocked, and are read from a
 * descriptor that is waited for together with the socket, so a stop always comes between
 * two requests.
 */
static int
open_signals(void)
{
	sigset_t	 set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* Waits for requests and for signals. EPOLLEXCLUSIVE: one request wakes one worker. */
static int
open_waiting(int signals)
{
	struct epoll_event	 request = { EPOLLIN | EPOLLEXCLUSIVE,
	    { .fd = STDIN_FILENO } };
	struct epoll_event	 stop = { EPOLLIN, { .fd = signals } };
	int			 waiting = epoll_create1(EPOLL_CLOEXEC);

	if (waiting != -1 &&
	    (epoll_ctl(waiting, EPOLL_CTL_ADD, STDIN_FILENO, &request) == -1 ||
	    epoll_ctl(waiting, EPOLL_CTL_ADD, signals, &stop) == -1)) {
		close(waiting);
		return -1;
	}
	return waiting;
}

/* False: it is time to end. True: a request, or ms are over (-1: never). */
static bool
wait_request(int waiting, int ms)
{
	struct epoll_event	 events[2];
	int			 n;

	while ((n = epoll_wait(waiting, events, nitems(events), ms)) == -1)
		if (errno != EINTR)
			return false;
	while (n > 0)
		if (events[--n].data.fd != STDIN_FILENO)
			return false;
	return true;
}

/* The end of the pool is ours. False: it has ended already. HIREWIRE_POOL: its process. */
static bool
follow_pool(void)
{
	const char	*pool = getenv("HIREWIRE_POOL");

	return prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) == 0 &&
	    (pool == NULL || strtol(pool, NULL, 10) == getppid());
}

static bool
watches(const struct web *w)
{
	return w->auth != NULL && w->auth->watch != NULL;
}

/* How long to wait for a request until it is time to watch again; -1: there is nothing to. */
static int
keep_watch(struct web *w, int64_t *due_ms)
{
	const int64_t	every_ms = conf_int(w->conf, "WATCH_S", WATCH_S) * 1000;
	int64_t		now = clock_mono_ms();

	if (!watches(w))
		return -1;
	if (*due_ms != 0 && now >= *due_ms) {
		w->auth->watch(w->db, w->conf);
		now = clock_mono_ms();
		*due_ms = 0;
	}
	if (*due_ms == 0)
		*due_ms = now + every_ms;
	return *due_ms > now ? (int)(*due_ms - now) : 0;
}

/* LOG_LEVEL changes while the program runs; the file is looked at once a second at most. */
static void
follow_level(struct web *w)
{
	const int64_t	now = clock_mono_ms();
	own_str char	*level = NULL;

	if (now < w->look_ms)
		return;
	w->look_ms = now + LOOK_MS;
	if (getenv("LOG_LEVEL") != NULL || !conf_changed(w->conf))
		return;
	level = conf_get_now(w->conf, "LOG_LEVEL");
	log_level(level != NULL ? level : "info");
}

static int
serve(struct web *w)
{
	FCGX_Request	 request;
	int64_t		 due_ms = 0;
	int		 signals = -1, waiting = -1;

	if (!follow_pool())
		return 0;
	if (FCGX_Init() != 0 || FCGX_InitRequest(&request, STDIN_FILENO,
	    FCGI_FAIL_ACCEPT_ON_INTR) != 0 ||
	    (signals = open_signals()) == -1 ||
	    (waiting = open_waiting(signals)) == -1 ||
	    fcntl(STDIN_FILENO, F_SETFL, O_NONBLOCK) == -1) {
		log_line(LOG_ERROR, "cannot serve on descriptor 0");
		return 1;
	}
	while (wait_request(waiting, keep_watch(w, &due_ms))) {
		struct port	 port = { .fcgi = &request };

		follow_level(w);

		/* another worker may have been quicker: -1 */
		if (FCGX_Accept_r(&request) == 0)
			serve_one(w, &port, request.envp);
	}
	FCGX_Free(&request, 1);
	close(waiting);
	close(signals);
	return 0;
}

static void
web_close(struct web *w)
{
	buf_clear(&w->call.raw);
	buf_clear(&w->call.res.body);
	buf_clear(&w->call.res.headers);
	buf_clear(&w->head);
	db_close(w->db);
	conf_close(w->conf);
	free(w);
}

static int
print_routes(const struct web_route *routes)
{
	own_buf struct buf	 out = { 0 };
	struct port		 port = { 0 };

	web_route_list(routes, &out);
	return port_write(&port, out.data, out.len) ? 0 : 1;
}

static bool
starts_any(const struct web_route *r)
{
	while (r->method != NULL && (r->flags & WEB_STARTS) == 0)
		r++;
	return r->method != NULL;
}

static int
open_parts(struct web *w, struct err *err)
{
	if ((w->conf = conf_open(err)) == NULL ||
	    (w->db = db_open(w->conf, err)) == NULL)
		return -1;
	db_hurry(w->db);
	web_meter_open(&w->meter, w->db, log_program());
	return confine(w->conf, starts_any(w->routes) || watches(w), err);
}

int
web_main(int argc, char **argv, const char *program,
    const struct web_route *routes, const struct web_auth *auth)
{
	struct web	*w;
	struct port	 port = { 0 };
	struct err	 err = { 0 };
	int		 status = 0;

	if (argc == 2 && strcmp(argv[1], "--routes") == 0)
		return print_routes(routes);
	w = mem_zero(sizeof(*w));
	w->routes = routes;
	w->auth = auth;
	log_open(program);
	if (argc == 4 && strcmp(argv[1], "--pool") == 0 &&
	    !pool_run(argv, &status)) {
		free(w);
		return status;
	}
	if (open_parts(w, &err) == -1) {
		log_err(LOG_ERROR, "start", &err);
		status = 1;
	} else if (FCGX_IsCGI()) {
		serve_one(w, &port, environ);
	} else {
		status = serve(w);
	}
	web_close(w);
	return status;
}
