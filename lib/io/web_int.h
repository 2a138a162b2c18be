/* web_int: what the files of web share: one call (request, answer and what they
 * need meanwhile) and the steps it goes through. */
#ifndef IO_WEB_INT_H
#define IO_WEB_INT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/web.h"

#define WEB_PATH_MAX	1000
#define WEB_QUERY_MAX	8192
#define WEB_BODY_MAX	((size_t)1 << 20)
#define WEB_LONG_MAX	((size_t)4 << 20)
#define WEB_UPLOAD_MAX	((size_t)20 << 20)
#define WEB_MANY_MAX	((size_t)64 << 20)
#define WEB_FILES_MAX	50

struct FCGX_Request;
struct meter;
struct meter_place;

struct web_call {
	struct web_req		 req;
	struct web_res		 res;
	struct web_who		 who;
	const struct web_route	*route;		/* NULL: not found (yet) */
	bool			 head;		/* HEAD: no body is sent */
	char			 method[16];	/* outlives libfcgi's environment */
	char			 path[WEB_PATH_MAX + 1];
	char			 parts[WEB_PATH_MAX + 1]; /* path, cut at params */
	char			 request_id[65];
	char			 allow[64];	/* for 405 and OPTIONS */
	struct buf		 raw;		/* the body; its room is kept */
	struct web_file		 files[WEB_FILES_MAX];
	json_t			*keep;		/* the files' texts */
	bool			 matched;	/* If-Match came, to be held against a version */
};

/* The value of NAME=value in an environment, or NULL. */
const char *web_env(char *const *env, const char *name);

/* Method, path, query, language and request id out of the environment. */
int	web_req_read(struct web_call *, char *const *env, const struct conf *,
	    struct err *);
void	web_call_clear(struct web_call *);
/* What the streamer of an answer holds is released. */
void	web_stream_close(struct web_res *);

/* Decodes path (NUL-ended, at most WEB_PATH_MAX) in place when escaped, checks it and cuts
 * the trailing slash. ERR_INPUT (code "path"). */
int	web_path_parse(char *path, bool escaped, struct err *);
/*
 * Adds the pairs of "a=1&b=2" to an object, decoding in place; a repeated name makes an array.
 * lines: values may hold line ends (a form's text). ERR_INPUT (code "query", "utf8").
 */
int	web_pairs_parse(char *text, size_t len, size_t max, bool lines,
	    json_t *into, struct err *);
/* One more value under a name, as text; ERR_INPUT (code "utf8"). */
int	web_pairs_add(json_t *into, const char *name, size_t name_len,
	    const char *value, size_t len, struct err *);

/* Sets route and params. 0, 204 (OPTIONS), or -1 with ERR_ABSENT, ERR_METHOD; allow is
 * filled for the latter two. */
int	web_route_find(struct web_call *, const struct web_route *,
	    struct err *);

/* All routes as text, for --routes. */
void	web_route_list(const struct web_route *, struct buf *out);

/* Who asks, and may they: session or token, role, scope, CSRF, Origin. */
int	web_guard(struct web_call *, struct db *, const struct web_auth *,
	    struct err *);

/*
 * Sends a whole answer and the end of the request by one write, in records of FastCGI; nobody may
 * hear it any more. false: it is too long for that, and nothing was sent.
 */
bool	web_send_whole(struct FCGX_Request *, const struct buf *head,
	    const char *body, size_t len);

/* Makes req.body and req.files of the raw body. */
int	web_body_parse(struct web_call *, struct err *);
/* If-Match of a route with WEB_VERSION becomes the body's "version". ERR_INPUT; ERR_CONFLICT: it is
 * no version of ours. */
int	web_match_read(struct web_call *, struct err *);
/* Is this the error of a version that If-Match did not have? */
bool	web_match_failed(const struct web_call *, const struct err *);
/*
 * A multipart body with this Content-Type: text parts go into the object fields, files
 * into files (up to WEB_FILES_MAX), whose data points into body and whose texts live in the
 * array keep. ERR_INPUT (code "multipart", "utf8").
 */
int	web_multipart_parse(const char *body, size_t len, const char *type,
	    json_t *fields, json_t *keep, struct web_file *files,
	    size_t *nfiles, struct err *err);

/* Puts the problem document of err in place of the answer; its status. */
int	web_problem(struct web_call *, const struct err *);
/* The header lines and the empty line. */
void	web_head(struct web_call *, int status, struct buf *head);
/* json becomes the body's bytes. */
void	web_dump(struct web_res *);

/* --- web_meter: what /metrics says of requests --- */

struct web_meter {
	struct meter		*meter;		/* NULL: nothing is counted */
	struct meter_place	*wait, *worker;
	const char		*program;
	int64_t			 began_us;
};
void	web_meter_open(struct web_meter *, struct db *, const char *program);
void	web_meter_begin(struct web_meter *, char *const *env);
void	web_meter_end(struct web_meter *, const struct web_call *, int status);

#endif
