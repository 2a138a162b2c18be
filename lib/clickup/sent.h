/* sent: transfers of tasks to Huntflow, as the list and the page of a task show them. Reads table
 * transfer, which is origin's. */
#ifndef CLICKUP_SENT_H
#define CLICKUP_SENT_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

/* One transfer. Texts live until the next row. */
struct clickup_sent {
	int64_t		 account_id, applicant_id, created_at;	/* 0: none yet */
	int64_t		 second_id;	/* a younger applicant of the same task; 0: none */
	const char	*state;		/* done, running, failed, unsure; NULL: no transfer */
	const char	*url, *error_code;
};
/* The transfers of a task by whomever of the user's company, newest first. */
int	clickup_sent_list(struct db *, int64_t user_id, const char *task_id,
	    struct db_rows **, struct err *);
bool	clickup_sent_next(struct db_rows *, struct clickup_sent *out);

/*
 * For lists that join them: x is the transfer. Work that waits between two steps is still running:
 * only an error ends it.
 */
#define CLICKUP_SENT_STATE						\
	"CASE WHEN x.id IS NULL THEN NULL "				\
	"WHEN x.state IN ('done', 'unsure') THEN x.state "		\
	"WHEN x.error_code = '' OR x.lease_until > NOW(3) THEN 'running' " \
	"ELSE 'failed' END"
#define CLICKUP_SENT_COLS						\
	"x.account_id, x.applicant_id, x.created_at, " CLICKUP_SENT_STATE \
	", x.url, x.error_code, x.second_id"
#define CLICKUP_SENT_NCOLS	7
void	clickup_sent_read(const struct db_rows *, int first,
	    struct clickup_sent *out);

/* Transfers of a company that somebody works on, or did until a crash. */
#define CLICKUP_SENT_LEASED_FROM	"transfer x FORCE INDEX (leased)"
#define CLICKUP_SENT_LEASED "x.lease_until > '1970-01-02' AND x.company_id = ?"
/* Tasks of a list whose transfer somebody works on, or did until a crash: row id, state. What the
 * index knows of these may be old. */
int	clickup_sent_held(struct db *, int64_t company_id,
	    int64_t connection_id, struct db_rows **, struct err *);

#endif
