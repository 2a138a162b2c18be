/* proposal: what a bulk import would do, before it begins: as figures, and task by task. Changes
 * nothing anywhere. */
#ifndef IMPORT_PROPOSAL_H
#define IMPORT_PROPOSAL_H

#include <jansson.h>
#include <stdint.h>

struct caller;
struct db;
struct err;
struct import_plan;

#define IMPORT_PROPOSAL_MAX	20	/* tasks of one page: Huntflow is searched for each */

/* {total, create, already, no_cv, unknown_cv, unreadable_name, and two samples} */
int	import_proposal_counts(struct db *, const struct import_plan *,
	    json_t **out, struct err *);

/*
 * [{task_id, name, file, files_read, first_name, last_name, middle_name, name_from, email, phone,
 * links, already, unsure, duplicates, duplicates_error}] with the names and the contacts that the
 * transfer would send, as far as the cache knows the task; duplicates as of huntflow/duplicate.h,
 * null: the search failed, or there was no time left for it, which duplicates_error says. skip:
 * tasks before the page; total: all that are chosen.
 */
int	import_proposal_page(const struct caller *, const struct import_plan *,
	    int64_t skip, int64_t size, json_t **out, int64_t *total,
	    struct err *);

#endif
