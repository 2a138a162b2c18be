/* history: what became of a candidate: who did what, when, from where. Rows are added, never
 * changed. Table candidate_history. */
#ifndef CANDIDATE_HISTORY_H
#define CANDIDATE_HISTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct err;
struct web_req;

/* Who acts, and from where: user_id 0: nobody, the service by itself. */
struct candidate_by {
	int64_t		 company_id, user_id;
	const char	*via;		/* page, api, bot, import, service */
};
struct candidate_by candidate_by(const struct web_req *);

/* In the transaction of the change. data: an object, taken; NULL: nothing. */
int	candidate_history_add(struct db *, const struct candidate_by *,
	    int64_t candidate_id, const char *action, json_t *data,
	    struct err *);
/* Is there such an action of the person, at that source of theirs? */
int	candidate_history_of_source(struct db *, int64_t candidate_id,
	    const char *action, int64_t source_id, bool *out, struct err *);
/* Writes the newest first, below before_id (0: from the newest on), of a person and of those joined
 * to it; next: 0, there is no more. */
int	candidate_history_emit(struct db *, struct buf *, int64_t candidate_id,
	    int64_t before_id, int64_t limit, int64_t *next, struct err *);

#endif
