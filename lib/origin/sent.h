/* sent: what lists and pages show of a transfer. Reads table transfer. */
#ifndef ORIGIN_SENT_H
#define ORIGIN_SENT_H

#include <stdint.h>

struct buf;
struct db_build;
struct db_rows;

/* One. Texts live until the next row. */
struct origin_sent {
	int64_t		 account_id, applicant_id, created_at;	/* 0: none yet */
	int64_t		 second_id;	/* a younger applicant of the same item; 0: none */
	const char	*state;		/* done, running, failed, unsure; NULL: no transfer */
	const char	*url, *error_code;
	const char	*by;		/* who sent it, "": is gone; NULL: was not asked for */
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
/* {account_id, applicant_id, second_id, state, url, error_code, created_at, and by where it was
 * asked for}, or null. */
void	origin_sent_emit(struct buf *, const char *name,
	    const struct origin_sent *);

/*
 * Lists of items that are rows of a source: the newest transfer of each, wherever it went, and u,
 * who sent it. kind: a text; company and item: columns.
 */
#define ORIGIN_SENT_JOIN(company, kind, item)				\
	"LEFT JOIN transfer x ON x.id = (SELECT y.id FROM transfer y "	\
	"WHERE y.company_id = " company " AND y.kind = '" kind "' AND "	\
	"y.task_id = " item " AND y.overruled = 0 AND "			\
	"y.state <> 'removed' ORDER BY y.created_at DESC, y.id DESC LIMIT 1) " \
	"LEFT JOIN user u ON u.id = x.user_id "
#define ORIGIN_SENT_BY_COLS ORIGIN_SENT_COLS				\
	", COALESCE(IF(u.name <> '', u.name, u.email), '')"
void	origin_sent_read_by(const struct db_rows *, int first,
	    struct origin_sent *out);
/* Which of them. Zero: all. */
struct origin_sent_ask {
	const char	*words;		/* that the row holds; NULL: any */
	const char	*transfer;	/* "done", "none": in Huntflow, or not; NULL: any */
	const char	*ids;		/* JSON [id of an item]; NULL: any */
};
extern const char *const origin_sent_transfers[];	/* the words of transfer, NULL-ended */
/* "AND ..." of what is asked of their transfers. */
void	origin_sent_where(struct db_build *, const struct origin_sent_ask *);

/* Transfers of a company that somebody works on, or did until a crash. */
#define ORIGIN_SENT_LEASED_FROM	"transfer x FORCE INDEX (leased)"
#define ORIGIN_SENT_LEASED "x.lease_until > '1970-01-02' AND x.company_id = ?"

#endif
