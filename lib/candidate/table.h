/* table: rows of a table with profiles of LinkedIn (its exports of connections and of projects) as
 * external candidates of a LinkedIn integration: one for each profile, however often. */
#ifndef CANDIDATE_TABLE_H
#define CANDIDATE_TABLE_H

#include <stdint.h>

struct db;
struct err;

struct candidate_table_ask {
	int64_t	company_id, table_id, user_id;
	int64_t	integration_id;		/* 0: the company's only one */
	int64_t	after;			/* rows above this id alone */
};
struct candidate_table_sums {
	int64_t	created, updated, same;	/* sources */
	int64_t	left;			/* rows without a profile, and people who were erased */
	int64_t	next;			/* to go on after; 0: that was all */
};
/*
 * As many rows as a few seconds allow. Where the columns go is the table's mapping
 * (transfer/table.h); of those of the comment, what LinkedIn calls a place or a title is one.
 * ERR_ABSENT "table.absent"; ERR_INPUT on integration_id: another platform's, or there are
 * several; ERR_CONFLICT "platform.not_connected": there is none. The integration's log has a row,
 * and its figures those who are new, also of what was read before a fault.
 */
int	candidate_table_put(struct db *, const struct candidate_table_ask *,
	    struct candidate_table_sums *out, struct err *);

#endif
