/* api: calls to ClickUp, and what its answers have in common; places, tasks, comments, files,
 * webhooks have files of their own. Source: vendor reference, "ClickUp API v2". Asking (x_fetch)
 * and understanding (x_parse) are two functions; the second touches no network. */
#ifndef CLICKUP_API_H
#define CLICKUP_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CLICKUP_URL		"https://api.clickup.com/api/v2"
#define CLICKUP_ID_SIZE		40	/* longest id that is accepted, in bytes */

struct clickup;
struct db;
struct err;
struct fetch_conf;
struct fetch_req;
struct fetch_res;

/*
 * The link's provider must be "clickup", auth the bare personal key. Every failing
 * x_fetch sets one of these codes (refusal.h): "clickup.token" (the key is refused: GET /user
 * says so, ERR_REMOTE_AUTH), "clickup.denied" (this key may not see this object: ERR_DENIED),
 * "clickup.plan" (not paid for: ERR_DENIED), "clickup.absent" (404; "clickup.list_absent" for a
 * list), "clickup.limit" (429, ERR_BUSY), "clickup.down" (unreachable, 5xx, time-out, a page
 * instead of an answer), "clickup.answer" (an answer of another shape, ERR_REMOTE).
 */
struct clickup *clickup_open(const struct fetch_conf *, struct err *);
void	 clickup_close(struct clickup *);
void	 clickup_close_p(struct clickup **);
#define own_clickup cleanup(clickup_close_p)
/* Calls made through this handle so far, retries not counted. */
int	 clickup_calls(const struct clickup *);
/* How long a call may wait for the budget before it is "clickup.limit"; 0: a minute. */
void	 clickup_set_patience(struct clickup *, int budget_wait_ms);
/* How long a call of this client may last at most, in whole seconds: with the question of whether
 * the key itself is refused. */
int64_t	 clickup_longest_s(const struct clickup *);
/* How far the clocks of the person are before UTC, for the days of dates; 0 until it is said. */
void	 clickup_set_ahead(struct clickup *, int64_t ahead_ms);
int64_t	 clickup_ahead_ms(const struct clickup *);
/* Until when ClickUp wants no call with this key (ms; 0: no wait), and the end of that wait by a
 * person's word. */
int	 clickup_waits(struct clickup *, int64_t *until_ms, struct err *);
int	 clickup_lift(struct clickup *, struct err *);
/* Called when the key itself is refused; ago_ms: since ClickUp was asked. */
typedef void clickup_key_refused(struct db *, int64_t connection_id,
	    int64_t ago_ms);
void	 clickup_on_refused(struct clickup *, clickup_key_refused *);
/*
 * After -1 of a POST: may it have been carried out all the same (a lost answer)? An answer 4xx
 * says no.
 */
bool	 clickup_sent(const struct clickup *, const struct err *);

/* One call for the files of this client: the codes above; absent: the code of a 404. */
int	 clickup_ask(struct clickup *, const struct fetch_req *,
	    const char *absent, json_t **out, struct err *err);
/* The bytes at an address out of an answer, without the key; as clickup_file_fetch. */
int	 clickup_bytes(struct clickup *, const char *url, size_t max_bytes,
	    struct fetch_res *out, struct err *);
/* "clickup.answer": what was of another shape. */
int	 clickup_odd(struct err *, const char *what);
/* A time in ms; what no calendar of ours can hold reads as none (0). */
int64_t	 clickup_time(const json_t *, const char *name);

/* An id from outside: 1 to 40 letters, digits, '-' or '_'. */
bool	 clickup_id_ok(const char *);

struct clickup_user {
	int64_t	 id;
	char	*username, *email;
};
void	 clickup_user_clear(struct clickup_user *);
int	 clickup_user_fetch(struct clickup *, struct clickup_user *out,
	    struct err *);
int	 clickup_user_parse(const json_t *, struct clickup_user *out,
	    struct err *);

#endif
