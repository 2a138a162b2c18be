/* sync_changes: which tasks a sync run made, changed and removed: a sample for its page. */
#ifndef CLICKUP_SYNC_CHANGES_H
#define CLICKUP_SYNC_CHANGES_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct caller;
struct db;
struct err;
struct sync_run;

#define SYNC_SAMPLE	20	/* of each kind */

struct sync_changes {
	json_t	*doc;		/* {"created": [{task_id, name}], ...} */
	bool	 grown;		/* since it was stored */
};
void	sync_changes_clear(struct sync_changes *);
/* What the run has noted before it was interrupted. */
int	sync_changes_load(struct db *, int64_t run_id, struct sync_changes *,
	    struct err *);
/* kind: "created", "updated", "deleted". */
void	sync_changes_note(struct sync_changes *, const char *kind,
	    const char *task_id, const char *name);
int	sync_changes_store(struct db *, int64_t run_id, struct sync_changes *,
	    struct err *);

/* The run's page: the log and {"changes", "requests"}: its calls to the service, newest first. */
int	sync_changes_page(struct db *, const struct sync_run *,
	    const char *lang, json_t **out, struct err *);
/*
 * The caller's runs of so many days (90 at most) in parts of an hour (up to 2 days), six (14) or a
 * day: [{at, runs, created, updated, deleted, failed, duration}], oldest first.
 */
int	sync_changes_chart(const struct caller *, int days, json_t **out,
	    struct err *);

#endif
