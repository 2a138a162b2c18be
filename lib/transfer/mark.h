/* mark: a task that went to Huntflow is marked in ClickUp as its person chose: by a comment with
 * the applicant's address, or by a status. Once, and never does it fail the transfer. Table
 * transfer_mark. */
#ifndef TRANSFER_MARK_H
#define TRANSFER_MARK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;
struct origin;

/* Texts are never NULL unless said. */
struct transfer_mark {
	int64_t	 id, company_id, user_id;
	char	*task_id, *url;		/* of the applicant */
	char	*kind, *status;		/* "comment", "status"; the status that the task gets */
	char	*was;			/* the status before; NULL: not read yet */
	bool	 maybe;			/* it may be there already */
	int64_t	 tries;
};
void	transfer_mark_clear(struct transfer_mark *);
#define own_transfer_mark cleanup(transfer_mark_clear)

/* What waits for a time. */
extern const struct db_deadline transfer_mark_deadlines[];

/* As user_id chose (clickup/set.h), once for each applicant of the row; nothing, when so chosen. */
int	transfer_mark_add(struct db *, const struct origin *, int64_t user_id,
	    struct err *);
/* The next one that is due and whose transfer is done, of the company whose turn it is.
 * ERR_ABSENT: there is none. */
int	transfer_mark_due(struct db *, int64_t *id, struct err *);
/* The same of one transfer. */
int	transfer_mark_of(struct db *, int64_t transfer_id, int64_t *id,
	    struct err *);
/* 1: out is ours for two minutes, and counts as sent; 0: another has it, or it is done. */
int	transfer_mark_claim(struct db *, int64_t id, struct transfer_mark *out,
	    struct err *);
/* The status of the task before it is changed. */
int	transfer_mark_before(struct db *, int64_t id, const char *status,
	    struct err *);
int	transfer_mark_done(struct db *, int64_t id, struct err *);
/* Why not now; again in so many ms, or (-1) never. */
int	transfer_mark_failed(struct db *, int64_t id, bool maybe,
	    int64_t again_ms, const struct err *why, struct err *);

/* {state: "wait" | "done" | "failed", code, text}, why not in lang; null for no mark (state
 * NULL). */
json_t	*transfer_mark_words(const char *state, const char *code,
	    const char *text, const char *lang);
/* The same of a transfer's applicant. */
int	transfer_mark_get(struct db *, int64_t transfer_id,
	    int64_t applicant_id, const char *lang, json_t **out,
	    struct err *);

#endif
