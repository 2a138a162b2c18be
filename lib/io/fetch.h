/* fetch: requests to remote services through libcurl: pooled connections, timeouts, bounded
 * bodies, retries, the shared budget, an address guard, every call recorded.
 * curl.h is known to fetch_curl.c alone. Source: libcurl reference; PLATFORM facts. */
#ifndef IO_FETCH_H
#define IO_FETCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/fetch_call.h"

struct conf;
struct db;
struct err;
struct fetch;

struct fetch_conf {
	const struct conf *conf;	/* ALLOW_*HOSTS, timeouts */
	struct db	*db;		/* the budget's table and the recorder */
	const char	*provider;	/* "clickup", "huntflow", ... */
	const char	*base_url;	/* scheme://host[:port][/prefix] */
	const char	*auth;		/* whole value of Authorization, or NULL */
	int		 limit, period_s;	/* budget: calls per period; 0: none */
	int		 burst;		/* of them at once, after a pause; 0: spread evenly */
	const char	*budget;	/* whose it is, where several credentials share one;
					 * NULL: the credential's own */
	int64_t		 company_id, user_id, connection_id;
	fetch_recorder	*record;	/* may be NULL */
};
/* A link to one service with one credential. Copies what it needs. */
struct fetch *fetch_open(const struct fetch_conf *, struct err *);
void	 fetch_close(struct fetch *);
void	 fetch_close_p(struct fetch **);
#define own_fetch cleanup(fetch_close_p)
/* Replace the credential (after a token refresh). */
void	 fetch_set_auth(struct fetch *, const char *auth);

struct fetch_param {
	const char	*name, *value;	/* value NULL: the pair is left out */
};

#define FETCH_QUERY_MAX	96
#define FETCH_GIVE_UP	((size_t)-1)

struct fetch_req {
	const char	*method;	/* NULL: GET */
	const char	*path[10];	/* segments, each percent-encoded; NULL-ended */
	bool		 slash;		/* the path ends with one */
	struct fetch_param query[FETCH_QUERY_MAX]; /* ends at name NULL; a name may come again */
	bool		 secret_query;	/* the query has credentials: it is never logged */
	struct fetch_param header[8];
	const json_t	*json;		/* body */
	struct fetch_param form[8];	/* a body of form data, never logged; ends at name NULL */
	struct {			/* a multipart body with one file */
		const char	*part, *filename, *type;
		const void	*data;
		size_t		 len;
	} file;
	struct {			/* a body as it is, never logged */
		const char	*type;
		const void	*data;
		size_t		 len;
		/* data NULL: it is asked for from at on, into room bytes at most. How many
		 * they are, not 0, or FETCH_GIVE_UP */
		size_t		 (*source)(void *arg, size_t at, char *out,
				    size_t room);
		void		*arg;
	} bytes;
	size_t		 max_bytes;	/* of the answer; 0: 8 MB */
	int		 patience;	/* all tries together, budget waits aside, may last
					 * so many times FETCH_TIMEOUT_MS (30 000); 0: once */
	int		 timeout_ms;	/* and no longer than that; 0: as patience says */
	/* An answer of 2xx goes there in pieces, and not into the body; data NULL: it begins
	 * anew. False: no more of it */
	bool		 (*sink)(void *arg, const char *data, size_t len);
	void		*sink_arg;
	const char	*const *keep;	/* fetch_json: names as in json_scan.h; NULL: all.
					 * What comes is read in passing then, and not kept */
	const char	*each;		/* with keep: the elements of that array go to take, */
	void		(*take)(void *arg, json_t *element);	/* NULL: it begins anew */
	void		*take_arg;
	bool		 may_miss;	/* that there is none (404) is an answer, no failure, in
					 * the log */
	bool		 retry_unsafe;	/* a POST that may be repeated safely */
	bool		 own_429;	/* the caller knows what a 429 means: it ends the call */
	int		 retry_also[4];	/* further statuses of this service that pass by themselves;
					 * ends at 0 */
	bool		 keep_broken;	/* fetch_many: of an answer that is no JSON, or too large,
					 * what came is handed over */
	/*
	 * Asked just before the request goes out, after every wait and with the connection open;
	 * false: it is not sent (ERR_CONFLICT, code "held"). For what must not be sent late or
	 * twice: it gets a connection of its own (one that was kept may die unseen), and a 429
	 * ends it. NULL: always ready.
	 */
	bool		 (*ready)(void *arg);
	void		*ready_arg;
	int		 budget_wait_ms;/* how long to wait for the budget; 0: a person 6 s
					 * for all calls of the link, background 70 s each */
};

struct fetch_res {
	int		 status;
	char		 content_type[128];
	char		 etag[128];	/* "": none, or a longer one */
	int		 retry_after_s;	/* from Retry-After or X-RateLimit-Reset, a quarter of
					 * an hour at most; 0 none */
	struct buf	 body;
	json_t		*scanned;	/* with keep, instead of all but the body's beginning; NULL:
					 * it made no sense */
};
void	 fetch_res_clear(struct fetch_res *);
#define own_res	cleanup(fetch_res_clear)

/*
 * GET, HEAD, PUT and DELETE are retried (4 tries, jitter) on connection faults, 429, 502, 503, 504,
 * 500 and retry_also; a POST or PATCH only on 429 and when the connection was refused (it never
 * reached the service), unless retry_unsafe.
 * 0: an HTTP answer of any status below 400 is in res. -1: ERR_TIMEOUT,
 * ERR_REMOTE (unreachable, too
 * large, cut short), ERR_BUSY (429 or no budget in time; retry_after_s), or,
 * from the status (in err
 * remote_status, body still in res): ERR_REMOTE_AUTH 401, ERR_DENIED 403, ERR_ABSENT 404, ERR_INPUT
 * 400/422, ERR_REMOTE for others. fetch_sent tells whether the request may have been carried out.
 */
int	 fetch_do(struct fetch *, const struct fetch_req *, struct fetch_res *,
	    struct err *);
/* The same, with a JSON answer (content type checked; an empty one gives null). On an error status
 * out may hold the service's error document, when it was JSON. */
int	 fetch_json(struct fetch *, const struct fetch_req *, json_t **out,
	    struct err *);
/* After -1: may the last request have been carried out by the service? (lost answer) */
bool	 fetch_sent(const struct fetch *);
/* How long a call may last at most, in ms: its wait for the budget and all its tries. */
int64_t	 fetch_longest_ms(const struct fetch *);
/* The HTTP status that the last request was answered with; 0: no answer. */
int	 fetch_status(const struct fetch *);

/* Until when this link's service wants no call (our clock, ms; 0: no wait); and the end of that
 * wait by a person's word. */
int	 fetch_waits(struct fetch *, int64_t *until_ms, struct err *);
int	 fetch_lift(struct fetch *, struct err *);
/* The service asked for so long a wait, otherwise than by a header: nobody calls before. */
int	 fetch_pause(struct fetch *, int64_t ms, struct err *);

/*
 * A URL from data (attachment): http(s) only, no credentials, the address checked after
 * DNS on every redirect: private, loopback, link-local, mapped, multicast are
 * refused (ERR_DENIED, code
 * "io.private_address") unless ALLOW_FILE_HOSTS names the host (host or host:port). No
 * Authorization is sent.
 */
int	 fetch_url(const struct fetch_conf *, const char *url, size_t max_bytes,
	    struct fetch_res *, struct err *);
/* POST to a unix socket (nchan's publisher), path "/publish?channel=..."; data NULL:
 * DELETE. */
int	 fetch_unix(const char *socket, const char *path, const char *type,
	    const char *data, size_t len, struct err *);
/* What a GET of it answers, max bytes at most, behind what is in out. */
int	 fetch_unix_get(const char *socket, const char *path, size_t max,
	    struct buf *out, struct err *);

/* The version of libcurl. */
const char *fetch_version(void);

#endif
