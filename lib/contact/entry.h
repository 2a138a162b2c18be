/* entry: which contacts each thing has: candidates, tasks of ClickUp, transfers, applicants of
 * Huntflow. Rooms above join the table to find by key what shares one. Tables contact and
 * contact_change. */
#ifndef CONTACT_ENTRY_H
#define CONTACT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "contact/contact.h"

struct db;
struct db_rows;
struct err;
struct rota;

#define CONTACT_CANDIDATE	"candidate"
#define CONTACT_TASK		"task"		/* clickup_task.id */
#define CONTACT_TRANSFER	"transfer"
#define CONTACT_APPLICANT	"applicant"	/* huntflow_person.id */

#define CONTACT_ENTRIES	200	/* things at once */

/* One thing and all its contacts. told: those that stay are told of, too, since the thing itself
 * is otherwise now. */
struct contact_entry {
	int64_t		ref, company_id;
	bool		told;
	struct contacts	contacts;
};
/* In place of what they had; n at most CONTACT_ENTRIES. Of candidates nothing is told: who writes
 * them knows. */
int	contact_entry_set(struct db *, const char *owner,
	    const struct contact_entry *, size_t n, struct err *);
/* They are there no more. */
int	contact_entry_drop(struct db *, const char *owner, const int64_t *refs,
	    size_t n, struct err *);

/*
 * One who is erased: its contacts go, those of transfers and applicants that are the same, and
 * what was to be told of them.
 */
int	contact_entry_erase(struct db *, const char *owner, int64_t ref,
	    struct err *);

/* Of which company something came or went. */
extern const struct rota	contact_entry_rota;
/* What came and went of the company's, the oldest first: rows of ids; a statement joins
 * contact_change by them. */
int	contact_entry_changes(struct db *, int64_t company_id, size_t limit,
	    struct db_rows **, struct err *);
/* They were heard of. */
int	contact_entry_heard(struct db *, const int64_t *ids, size_t n,
	    struct err *);

#endif
