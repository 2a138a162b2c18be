/* sent: what lists and pages show of a transfer. Reads table transfer. */
#ifndef ORIGIN_SENT_H
#define ORIGIN_SENT_H

#include <stdint.h>

struct db_rows;

/* One. Texts live until the next row. */
struct origin_sent {
	int64_t		 account_id, applicant_id, created_at;	/* 0: none yet */
	int64_t		 second_id;	/* a younger applicant of the same item; 0: none */
	const char	*state;		/* done, running, failed, unsure; NULL: no transfer */
	const char	*url, *error_code;
};
/*
 * For lists that join them: x is the transfer. Work that waits between two steps is still running:
 * only an error ends it.
 */
#define ORIGIN_SENT_STATE						\
	"CASE WHEN x.id IS NULL THEN NULL "				\
	"WHEN x.state IN ('done', 'unsure') THEN x.state "		\
	"WHEN x.error_code = '' OR x.lease_until > NOW(3) THEN 'running' " \
	"ELSE 'failed' END"
#define ORIGIN_SENT_COLS						\
	"x.account_id, x.applicant_id, x.created_at, " ORIGIN_SENT_STATE \
	", x.url, x.error_code, x.second_id"
#define ORIGIN_SENT_NCOLS	7
void	origin_sent_read(const struct db_rows *, int first,
	    struct origin_sent *out);

/* Transfers of a company that somebody works on, or did until a crash. */
#define ORIGIN_SENT_LEASED_FROM	"transfer x FORCE INDEX (leased)"
#define ORIGIN_SENT_LEASED "x.lease_until > '1970-01-02' AND x.company_id = ?"

#endif
