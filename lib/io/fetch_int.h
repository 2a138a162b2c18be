/* fetch_int: what the files of fetch share: a link, a request under way, how a try of it ended. */
#ifndef IO_FETCH_INT_H
#define IO_FETCH_INT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "io/budget.h"
#include "io/fetch.h"

struct json_scan;

#define FETCH_RETRY_AFTER_MAX_S	BUDGET_WAIT_MAX_S

struct fetch {
	void			*easy;		/* fetch_curl's; keeps connections */
	const struct conf	*conf;
	struct db		*db;
	char			*provider, *base, *auth;	/* base NULL: URLs from data */
	char			*budget;	/* NULL: the credential's */
	bool			 trusted;	/* the admin allows the host */
	int			 limit, period_s, burst;
	int64_t			 company_id, user_id, connection_id;
	fetch_recorder		*record;
	bool			 sent;
	int			 status;
	int64_t			 known_limit, known_reset_s;
	int64_t			 patience_ms;	/* left for a person's calls */
};

enum fetch_end {
	FETCH_ANSWERED,		/* with whatever status */
	FETCH_UNREACHABLE,	/* no address, no connection */
	FETCH_PRIVATE,		/* the guard closed the way */
	FETCH_TLS,
	FETCH_CERTIFICATE,
	FETCH_TIMEOUT,
	FETCH_DRIPPED,		/* too slow to be an answer */
	FETCH_LARGE,
	FETCH_BAD_URL,
	FETCH_HELD,		/* the sender was not ready any more */
	FETCH_CUT		/* anything else on the way */
};

/* X-RateLimit-*, -1: not given. skew_s: our clock less the service's, from Date. */
struct fetch_rate {
	int64_t	 limit, remaining, reset_s, skew_s;
};

/* How the last try ended. */
struct fetch_try {
	enum fetch_end		 end;
	const char		*why;		/* for people; NULL: answered */
	char			 reason[256];	/* what why may point at */
	bool			 reached;	/* it may have been carried out */
	int64_t			 began_ms;	/* clock_mono_ms */
	struct fetch_rate	 rate;
};

/* A request under way: what is the same for each of its tries, and the last of them. */
struct fetch_run {
	struct fetch		*link;
	const struct fetch_req	*req;
	struct fetch_res	*res;
	const char		*method, *url;
	struct buf		 endpoint;	/* masked, for the log */
	char			*json;
	struct buf		 form;		/* the body, when it is form data */
	bool			 repeatable;
	struct json_scan	*scan;		/* reads the answer in passing; NULL: kept */
	bool			 scans;		/* this answer is of the kind that it reads */
	size_t			 max_bytes;
	int			 timeout_ms, try;
	int64_t			 left_ms, wait_left_ms;
	struct fetch_try	 last;
};

/* --- fetch_curl: all that libcurl does --- */

void	*fetch_curl_open(struct err *);
void	 fetch_curl_close(void *easy);
/* One exchange; how it ended is in run->last. -1 only when it could not be put together. */
int	 fetch_curl_send(struct fetch_run *, struct err *);
/* The same in two steps, for whoever performs it with others. NULL: it could not be put together.
 * code: libcurl's. The end frees it. */
struct fetch_exchange *fetch_curl_begin(struct fetch_run *, struct err *err);
void	 fetch_curl_end(struct fetch_exchange *, int code);
/* Where the answer of the last exchange redirects to; lives until the next; NULL: nowhere. */
const char *fetch_curl_redirect(void *easy);

/* --- fetch_curl_many: exchanges of several links at once --- */

void	*fetch_curl_many_open(struct err *);
void	 fetch_curl_many_close(void *multi);
int	 fetch_curl_many_add(void *multi, void *easy, struct err *err);
void	 fetch_curl_many_drop(void *multi, void *easy);
/* One that ended, with its code, or NULL: none within ms. */
void	*fetch_curl_many_wait(void *multi, int ms, int *code);

/* --- fetch: a request under way --- */

/* url: the run's address, which outlives it. */
int	 fetch_run_open(struct fetch_run *, struct fetch *,
	    const struct fetch_req *, struct fetch_res *, struct buf *url,
	    struct err *err);
void	 fetch_run_clear(struct fetch_run *);
/* The body that is sent, and its type; both "": there is none. A file goes another way. */
const void *fetch_run_body(const struct fetch_run *, const char **type,
	    size_t *len);
/* After a try: its answer is masked, its status known, and recorded. */
void	 fetch_run_note(struct fetch_run *);

/* --- fetch_json: what an answer says --- */

int	 fetch_json_read(const struct fetch *, struct fetch_res *, bool scanned,
	    json_t **out, struct err *err);

/* --- fetch_guard: which addresses may be asked at all --- */

/* https, or http to an allowed host; no user in it. list: the key of the hosts that may lie at
 * private addresses, "ALLOW_HOSTS" (services) or "ALLOW_FILE_HOSTS" (URLs from data); trusted: it
 * names this one. */
int	 fetch_guard_url(const struct conf *, const char *list,
	    const char *url, bool *trusted, struct err *err);

/* --- fetch_log: the record of a try, and what its failure is called --- */

void	 fetch_log_try(const struct fetch_run *);
/* Always -1. */
int	 fetch_log_transfer(const struct fetch_run *, struct err *err);
int	 fetch_log_status(const struct fetch_run *, struct err *err);
int	 fetch_log_url(struct err *err, const char *why);

/* --- fetch_budget: the shared budget of an API's calls --- */

/* Waits for a place; run->wait_left_ms gets less. */
int	 fetch_budget_take(struct fetch_run *, struct err *);
/* How long the answer asks us to wait; 0: it does not ask. The error's retry_after_s has it too. */
int64_t	 fetch_budget_asked_ms(struct fetch_run *);
/* The limit that the answer reports goes to the budget; wait_ms: what it asks for, 0: nothing. */
void	 fetch_budget_learn(struct fetch_run *, int64_t wait_ms);
/* Does the budget wait for this link (and keep other processes away as well)? */
bool	 fetch_budget_waits(const struct fetch *);

/* --- fetch_retry: whether to try again, and when --- */

/* 1: try again, the wait is over. 0: answered. refused: how many 429s so far. */
int	 fetch_retry_judge(struct fetch_run *, int refused, struct err *err);

#endif
