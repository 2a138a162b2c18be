/* web: a FastCGI program: accept, parse, find the route, check who asks, call the
 * handler, answer. The only writer of a status line. fcgiapp.h is known to web.c alone.
 * Sources: FastCGI 1.0; RFC 9110 (methods), RFC 9457 (problem+json), RFC 8288 (Link). */
#ifndef IO_WEB_H
#define IO_WEB_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/cursor.h"

struct conf;
struct db;
struct err;

enum web_role { ROLE_NONE, ROLE_CANDIDATE, ROLE_MEMBER, ROLE_RECRUITER,
	ROLE_MANAGER, ROLE_ADMIN };

/*
 * What a program needs to know of who asks, from tables that the account knows nothing of: read in
 * the statement that finds the session. columns: ncols whole numbers ("c.id, n.tasks"; NULL reads
 * 0). joins: LEFT JOINs of one row at most to u, the user.
 */
#define WEB_MORE_MAX	4
struct web_more {
	const char	*columns, *joins;
	int		 ncols;		/* 1 to WEB_MORE_MAX */
};

/* Who asks; filled from the session cookie or the Bearer token. */
struct web_who {
	int64_t		 user_id, company_id, session_id, token_id;
	enum web_role	 role;
	char		 locale[8];	/* "ru", "en" */
	char		 zone[65];	/* time zone, "Europe/Minsk" */
	char		 csrf[65];	/* what X-CSRF-Token must be; sessions only */
	bool		 may_write;	/* token scopes; true for sessions */
	int64_t		 more[WEB_MORE_MAX];	/* of a route with WEB_MORE: web_auth.more */
};

/* A file of a multipart body; data lives as long as the request. */
struct web_file {
	const char	*name, *filename, *type;
	const char	*data;
	size_t		 len;
};

struct web_req {
	const char	*method;	/* "GET", ...; HEAD arrives as GET */
	const char	*path;		/* decoded, without the trailing slash */
	const char	*remote_addr;
	const char	*request_id;
	const char	*lang;		/* "ru" | "en": ?lang, the user's, Accept-Language */
	json_t		*query;		/* object: name -> string, or array when repeated */
	json_t		*body;		/* JSON or form fields (see field_form) as an
					 * object; NULL: none */
	const char	*raw;		/* the body's bytes (webhooks) */
	size_t		 raw_len;
	const struct web_file *files;
	size_t		 nfiles;
	int		 flags;		/* of its route */
	const struct web_more *more;	/* to be read with who asks; NULL: nothing */
	const struct web_who *who;	/* never NULL; user_id 0 on public routes */
	const struct conf *conf;
	void		*env;		/* for web_header */
	const char	*param[4];	/* values of :name in the route, in order */
};

/*
 * The next piece of a long answer, put into out. 1: more may come; 0: it was the last; -1 with err:
 * before the first piece a problem is answered, later the answer is cut off, so that
 * nobody takes it for whole.
 */
typedef int web_streamer(struct db *, void *arg, struct buf *out, struct err *);

/* The answer: a document, or bytes written by emit_*. */
struct web_res {
	json_t		*json;		/* taken; wins over body when set */
	json_t		*more;		/* an object, taken: members of the problem of a -1 */
	struct buf	 body;
	const char	*type;		/* default application/json; charset=utf-8 */
	struct buf	 headers;	/* "Name: value\r\n"..., by web_header_add */
	web_streamer	*stream;	/* of a GET: its pieces are the body */
	void		*arg;		/* may borrow from the request */
	void		(*arg_close)(void *);
};

/* Returns the HTTP status to answer, or -1 with err. Prints nothing. */
typedef int web_handler(struct db *, const struct web_req *, struct web_res *,
    struct err *);

enum {
	WEB_PUBLIC	= 1,	/* no session needed */
	WEB_NO_CSRF	= 2,	/* login, webhooks: no session cookie is trusted */
	WEB_RAW		= 4,	/* body stays unparsed */
	WEB_UPLOAD	= 8,	/* multipart, or raw, up to 20 MB; else 1 MB */
	WEB_BARE	= 16,	/* its body has no fields; nor has that of a DELETE */
	WEB_FILE	= 32,	/* answers with somebody else's file, under its own policy */
	WEB_LOCAL	= 64,	/* for this machine alone (nginx sees to it) */
	WEB_INTERNAL	= 128,	/* asked by nginx alone, never by a client */
	WEB_ALWAYS	= 256,	/* answers also where the program is too old for the database */
	WEB_STARTS	= 512,	/* its handler starts another program of ours */
	WEB_SECRET	= 1024,	/* shows a credential this once: its answer is not stored */
	WEB_MORE	= 2048,	/* uses web_auth.more */
	WEB_LONG	= 4096,	/* JSON up to 4 MB, so that a long text is refused by its field */
	WEB_FILES	= 8192,	/* with WEB_UPLOAD: many files, 64 MB in all */
	WEB_VERSION	= 16384	/* its body's "version" may come as If-Match: ERR_CONFLICT with a
				 * code of a version, "room.version", is then 412 */
};

/*
 * path is whole, "/clickup/task/:id/transfer-to-huntflow"; it matches with or without a
 * trailing slash. role: the least that may come (others get 403; things of others 404).
 */
struct web_route {
	const char	*method, *path;
	web_handler	*handler;
	enum web_role	 role;
	int		 flags;
};

/* What web asks of the layers above it; lib/account/auth.c has the one instance, to which a program
 * adds its own more. */
struct web_auth {
	const struct web_more *more;	/* for routes with WEB_MORE; may be NULL */
	/* Who asks? 0 (user_id 0: nobody), or -1 with err (ERR_DOWN). */
	int	(*who)(struct db *, const struct web_req *, struct web_who *,
		    struct err *);
	/* Idempotency-Key of a POST: 1 = seen, *status and body filled; 0 = new (reserved);
	 * -1 = ERR_CONFLICT, still running or another body. */
	int	(*replay_find)(struct db *, const struct web_req *, const char *key,
		    int *status, struct buf *body, struct err *);
	/* Called for every outcome of a reserved key: an error that is worth another try
	 * (429, 5xx) should free the key instead, unless it is unsure: then another try may do
	 * a second time what is done. */
	void	(*replay_save)(struct db *, const struct web_req *, const char *key,
		    int status, bool unsure, const char *body, size_t len);
	/* NULL, or called by each worker each WATCH_S seconds (60), between two requests. */
	void	(*watch)(struct db *, const struct conf *);
	/* One who is known was answered 401 or 403. */
	void	(*refused)(struct db *, const struct web_req *,
		    const struct err *);
};

/*
 * conf, db, then serve until SIGTERM (or one request as plain CGI); with "--pool SOCKET N" by
 * so many workers (io/pool.h). With "--routes": prints the
 * table instead, a line a route: method, path, least role, flags ("-": none, else joined by
 * commas), by tabs; nginx's table of addresses is made of it. Exit status.
 */
int	web_main(int argc, char **argv, const char *program,
	    const struct web_route *, const struct web_auth *);
/* "none", "candidate", ... "admin". */
const char *web_role_name(enum web_role);

/* A request header, "X-Signature", or NULL. */
const char *web_header(const struct web_req *, const char *name);
/* Does a browser open the address itself, rather than a script or a page's own code? */
bool	web_wants_page(const struct web_req *);
/* The server in front of us, "nginx/1.22.1", or NULL. */
const char *web_server(const struct web_req *);
/* Does the browser speak https, with nginx or with the proxy before it? */
bool	web_https(const struct web_req *);
const char *web_cookie(const struct web_req *, const char *name, char *out,
	    size_t size);
void	web_header_add(struct web_res *, const char *name, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
/* The version of the thing that is answered: an ETag, which If-Match brings back. */
void	web_version_add(struct web_res *, int64_t version);

/* The n-th path parameter as an id (1..2^63-1); ERR_ABSENT when it is none. */
int	web_id(const struct web_req *, int n, int64_t *, struct err *);
/* A query parameter as text (NULL: absent), integer in a range (dflt when absent), flag. */
const char *web_query(const struct web_req *, const char *name);
int	web_query_int(const struct web_req *, const char *name, int64_t dflt,
	    int64_t min, int64_t max, int64_t *, struct err *);
/* ?name=0 or 1; absent: false. */
int	web_query_flag(const struct web_req *, const char *name, bool *,
	    struct err *);
/* One of the NULL-ended words; absent or empty: *out is left. */
int	web_query_word(const struct web_req *, const char *name,
	    const char *const *words, const char **out, struct err *);
/* At most so many characters; absent or empty: *out is left. */
int	web_query_text(const struct web_req *, const char *name, size_t max,
	    const char **out, struct err *);
/* 400 for a query parameter that is not in the NULL-ended list (NULL: none), but "lang". */
int	web_query_only(const struct web_req *, const char *const *names, struct err *);

/* Paging: ?page=N&page_size=N, or ?after=CURSOR (opaque, from Link). */
struct web_page {
	int64_t		 page, size;	/* page 1.., size 1..100, default 20 */
	const char	*after;		/* NULL: by number */
	struct cursor	 from;		/* web_page_read_by: what it says */
};
int	web_page_read(const struct web_req *, struct web_page *, struct err *);
int	web_page_read_by(const struct web_req *, enum cursor_by,
	    struct web_page *, struct err *);
/* The same of a list whose pages have that size unless less is asked for. */
int	web_page_read_sized(const struct web_req *, enum cursor_by,
	    int64_t size, struct web_page *, struct err *);
/* The same of a list that has no pages by number: page=2 is refused. */
int	web_page_read_on(const struct web_req *, enum cursor_by,
	    struct web_page *, struct err *);
/* How many rows come before a page by number; by cursor: none. */
int64_t	web_page_skip(const struct web_page *);
/* Link: <...?..&after=cursor>; rel="next" (NULL: no next), prev by number;
 * X-Total-Count: "10000+" above 10 000. total -1: not counted. */
void	web_page_write(struct web_res *, const struct web_req *,
	    const struct web_page *, const char *next_cursor, int64_t total);
/* The same with the cursor after the last row; more false: it was the list's last. */
void	web_page_write_by(struct web_res *, const struct web_req *,
	    const struct web_page *, enum cursor_by, const struct cursor *last,
	    bool more, int64_t total);
/* The same where the next page is known by its number: lists that another service pages. */
void	web_page_number(struct web_res *, const struct web_req *,
	    const struct web_page *, bool more, int64_t total);

#endif
