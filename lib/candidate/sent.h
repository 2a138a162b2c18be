/* sent: candidates that went to Huntflow: what their rows, history and pages say of it. Reads table
 * transfer, which is origin's. */
#ifndef CANDIDATE_SENT_H
#define CANDIDATE_SENT_H

#include <stdint.h>

struct buf;
struct db;
struct err;
struct origin;

/* For struct origin_listener: the applicant was taken away again; the work on it ended. Rows of
 * other kinds are passed over. */
int	candidate_sent_removed(struct db *, const struct origin *, struct err *);
int	candidate_sent_released(struct db *, const struct origin *,
	    struct err *);

/*
 * Transfers of a person and of those joined to it, newest first: [{account_id, environment, state:
 * "running" | "done" | "unsure" | "failed", applicant_id, second_id, url, error: {code, text} |
 * null, by, created_at}], texts in lang.
 */
int	candidate_sent_emit(struct db *, struct buf *, const char *name,
	    int64_t company_id, int64_t candidate_id, const char *lang,
	    struct err *);

#endif
