/*
 * huntflow: applicants, vacancies, tags and files of Huntflow, API v2. Each call
 * is an asking function here and an understanding one (huntflow_read_*), which
 * touches no network. Source: "Huntflow API v2", general.md, token.md, upload.md.
 */
#ifndef API_HUNTFLOW_H
#define API_HUNTFLOW_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct fetch_conf;
struct fetch_req;
struct huntflow;

/* A file above this is refused by the service: 15 MB. */
#define HUNTFLOW_FILE_MAX	(15 * 1024 * 1024)
/* Calls per second and token. */
#define HUNTFLOW_LIMIT		10

/*
 * Asked for when the service refuses the access token (401): a fresh one, already
 * stored durably. stale: the token that was refused; expired: the service says
 * that its time is over, which alone allows a refresh. fresh: the caller frees.
 * -1 with err "huntflow_key" when there is none.
 */
typedef int huntflow_renewer(void *arg, const char *stale, bool expired,
	    char **fresh, struct err *);

/*
 * base_url with or without /v2; auth is ignored, token is sent as Bearer (NULL:
 * none, for huntflow_token_refresh). renew NULL: a refused token is an error.
 */
struct huntflow *huntflow_open(const struct fetch_conf *, const char *token,
	    huntflow_renewer *renew, void *arg, struct err *);
void	 huntflow_close(struct huntflow *);
void	 huntflow_close_p(struct huntflow **);
#define own_huntflow cleanup(huntflow_close_p)
/* After -1: may the service have carried the last request out? (a lost answer) */
bool	 huntflow_sent(const struct huntflow *);
/* Calls made through this client so far. */
int64_t	 huntflow_calls(const struct huntflow *);

/*
 * Errors of every call beside fetch's: ERR_REMOTE_AUTH with code "huntflow_key"
 * (401, or a refresh that was refused), ERR_REMOTE with code "huntflow_unpaid" (402),
 * "huntflow_denied" (403), "huntflow_absent" (404), "huntflow_input" (400, 422: what
 * was sent was refused, text says which field), "huntflow_busy" (429),
 * "huntflow_shape" (an answer of another shape, also its own data which it calls
 * invalid), "huntflow_down" (5xx, unreachable, too slow).
 */

/*
 * Any request, as the proxy sends it; paths begin behind /v2. status: what the service
 * answered with (0: nothing); out: its document, null when it sent none, also with an error
 * status. 0: it answered below 300; -1 with err as of every call.
 */
int	 huntflow_raw(struct huntflow *, const struct fetch_req *, int *status,
	    json_t **out, struct err *);

/* Who the token belongs to. */
struct huntflow_me {
	int64_t	 id;
	char	*name, *email;
};
void	 huntflow_me_clear(struct huntflow_me *);
#define own_huntflow_me cleanup(huntflow_me_clear)
int	 huntflow_me(struct huntflow *, struct huntflow_me *out, struct err *);

/*
 * An entry of a dictionary: account (name, nick), vacancy (name: its position, company,
 * state OPEN|CLOSED|HOLD), stage (type user|hired|trash, order), tag, source (type).
 * Members that an entry has not are NULL or 0.
 */
struct huntflow_item {
	int64_t	 id, order;
	char	*name, *nick, *company, *state, *type;
};
struct huntflow_items {
	struct huntflow_item	*v;
	size_t			 n;
};
void	 huntflow_items_clear(struct huntflow_items *);
#define own_huntflow_items cleanup(huntflow_items_clear)

int	 huntflow_accounts(struct huntflow *, struct huntflow_items *out,
	    struct err *);
/* Open vacancies, all pages (at most 100 of them). */
int	 huntflow_vacancies(struct huntflow *, int64_t account,
	    struct huntflow_items *out, struct err *);
/* Stages in their order, without removed ones. */
int	 huntflow_statuses(struct huntflow *, int64_t account,
	    struct huntflow_items *out, struct err *);
int	 huntflow_tags(struct huntflow *, int64_t account,
	    struct huntflow_items *out, struct err *);
/* Where applicants come from. */
int	 huntflow_sources(struct huntflow *, int64_t account,
	    struct huntflow_items *out, struct err *);
int	 huntflow_tag_create(struct huntflow *, int64_t account, const char *name,
	    int64_t *id, struct err *);

/*
 * A stored file. What the parser found may be missing as a whole or in part, also
 * after success: fields NULL, photo 0, text NULL.
 */
struct huntflow_upload {
	int64_t	 id, photo;
	json_t	*fields;
	char	*text;
};
void	 huntflow_upload_clear(struct huntflow_upload *);
#define own_huntflow_upload cleanup(huntflow_upload_clear)
/*
 * name needs an extension. parse asks for the fields (slow, 60 s). Beyond 15 MB:
 * ERR_TOO_LARGE, code "file_too_large", nothing is sent.
 */
int	 huntflow_upload(struct huntflow *, int64_t account, const char *name,
	    const char *type, const void *data, size_t len, bool parse,
	    struct huntflow_upload *out, struct err *);

#define HUNTFLOW_TAGS_MAX	200
#define HUNTFLOW_DOUBLES_MAX	20

struct huntflow_tag_ids {
	int64_t	 v[HUNTFLOW_TAGS_MAX];
	size_t	 n;
};
#define HUNTFLOW_LINKS_MAX	50

/* Members that an answer has not are NULL or empty (a search gives names only). */
struct huntflow_applicant {
	int64_t	 id;
	char	*first_name, *last_name, *middle_name;
	int64_t	 externals[8];		/* résumés */
	size_t	 nexternals;
	int64_t	 doubles[HUNTFLOW_DOUBLES_MAX];
	size_t	 ndoubles;
	struct {
		int64_t	 vacancy, status;
	}	 links[HUNTFLOW_LINKS_MAX];
	size_t	 nlinks;
};
void	 huntflow_applicant_clear(struct huntflow_applicant *);
#define own_huntflow_applicant cleanup(huntflow_applicant_clear)
struct huntflow_applicants {
	struct huntflow_applicant	*v;
	size_t				 n;
};
void	 huntflow_applicants_clear(struct huntflow_applicants *);
#define own_huntflow_applicants cleanup(huntflow_applicants_clear)

/* body: the service's own document. Never repeated by itself: see huntflow_sent. */
int	 huntflow_applicant_create(struct huntflow *, int64_t account,
	    const json_t *body, struct huntflow_applicant *out, struct err *);
int	 huntflow_applicant_get(struct huntflow *, int64_t account, int64_t id,
	    struct huntflow_applicant *out, struct err *);
/* Full text search, one page of at most 30, from 1. */
int	 huntflow_applicant_search(struct huntflow *, int64_t account,
	    const char *q, int page, struct huntflow_applicants *out,
	    struct err *);
/* The newest applicants, one page of 30, from 1. */
int	 huntflow_applicant_list(struct huntflow *, int64_t account, int page,
	    struct huntflow_applicants *out, struct err *);
/* The text of one résumé ("" when it has none). */
int	 huntflow_external_get(struct huntflow *, int64_t account,
	    int64_t applicant, int64_t external, char **body, struct err *);

int	 huntflow_tags_get(struct huntflow *, int64_t account, int64_t applicant,
	    struct huntflow_tag_ids *out, struct err *);
/* Replaces the whole list. */
int	 huntflow_tags_set(struct huntflow *, int64_t account, int64_t applicant,
	    const struct huntflow_tag_ids *, struct err *);
/* Puts the applicant on a vacancy at a stage; move: the applicant is on it already. */
int	 huntflow_attach(struct huntflow *, int64_t account, int64_t applicant,
	    int64_t vacancy, int64_t status, bool move, struct err *);
/* The same at a stage of rejection; reason 0: none is told. */
int	 huntflow_reject(struct huntflow *, int64_t account, int64_t applicant,
	    int64_t vacancy, int64_t status, int64_t reason, bool move,
	    struct err *);
int	 huntflow_applicant_remove(struct huntflow *, int64_t account,
	    int64_t applicant, struct err *);
/* A comment in the applicant's log; vacancy 0: a personal one. */
int	 huntflow_comment(struct huntflow *, int64_t account, int64_t applicant,
	    int64_t vacancy, const char *text, struct err *);
/* Does one of the newest 30 entries of the log hold this text? */
int	 huntflow_comment_find(struct huntflow *, int64_t account,
	    int64_t applicant, const char *text, bool *found, struct err *);

struct huntflow_token {
	char	*access, *refresh;
	int64_t	 access_s, refresh_s;	/* seconds they live */
};
void	 huntflow_token_clear(struct huntflow_token *);
#define own_huntflow_token cleanup(huntflow_token_clear)
/*
 * The new pair for a single-use refresh token, by a client opened without a token.
 * ERR_REMOTE_AUTH with code "huntflow_early" (the access token has not expired
 * yet), "huntflow_key" (used or unknown). After any other error the pair may be
 * lost: huntflow_sent.
 */
int	 huntflow_token_refresh(struct huntflow *, const char *refresh,
	    struct huntflow_token *out, struct err *);

/* --- understanding: answers as documents --- */
int	 huntflow_read_me(const json_t *, struct huntflow_me *, struct err *);
/* items of a list answer; name_key: "name" or "position". Adds to out. */
int	 huntflow_read_items(const json_t *, const char *name_key,
	    struct huntflow_items *out, struct err *);
int	 huntflow_read_upload(const json_t *, struct huntflow_upload *, struct err *);
int	 huntflow_read_applicant(const json_t *, struct huntflow_applicant *,
	    struct err *);
int	 huntflow_read_applicants(const json_t *, struct huntflow_applicants *,
	    struct err *);
int	 huntflow_read_tag_ids(const json_t *, struct huntflow_tag_ids *,
	    struct err *);
int	 huntflow_read_token(const json_t *, struct huntflow_token *, struct err *);
/* What an error answer says, "title (variable)"; "" when it says nothing. */
void	 huntflow_read_error(const json_t *, char *out, size_t size);
/* Is it the 401 that a refresh mends? */
bool	 huntflow_read_expired(const json_t *);
/* Did the service fail on data of its own (location.entity "response")? */
bool	 huntflow_read_own_fault(const json_t *);

#endif
