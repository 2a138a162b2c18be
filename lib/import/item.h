/* item: one task of a bulk import: its state, its lease, its reason. */
#ifndef IMPORT_ITEM_H
#define IMPORT_ITEM_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct db;
struct db_rows;
struct err;
struct import_job;

enum { IMPORT_NAME_ONLY = 1, IMPORT_NO_PARSE = 2, IMPORT_RESEND = 4 };
#define IMPORT_ATTEMPTS	4	/* failed ones until an item is parked */
#define IMPORT_CLAIMS	20	/* workers that may die over one item */

struct import_item {
	int64_t	 id, job_id;
	char	*task_id, *name;
	int64_t	 attempts;	/* failed ones */
	int64_t	 claims;	/* this one and those whose worker died */
	int64_t	 resumed_at;	/* of its job, when it was taken */
	unsigned options;
	json_t	*choice;	/* of import/choice.h; NULL: none */
};
void	import_item_clear(struct import_item *);
#define own_import_item cleanup(import_item_clear)

/* --- of a job that is being made: a thousand in a transaction --- */

/* All tasks of the job's ClickUp connection become its items. */
int	import_item_fill(struct db *, const struct import_job *, struct err *);
/* These do. name: at most 500 characters. */
struct import_new {
	const char	*task_id, *name;
};
int	import_item_add(struct db *, const struct import_job *,
	    const struct import_new *, size_t n, struct err *);
/* Those in Huntflow already, and those that a person left out, are skipped; then the job's figures
 * are set. */
int	import_item_settle(struct db *, const struct import_job *, struct err *);
/* All of them go. */
int	import_item_drop(struct db *, int64_t job_id, struct err *);
/* The id of the n-th one behind after, or INT64_MAX: there are less. */
int	import_item_bound(struct db *, int64_t job_id, int64_t after, int64_t n,
	    int64_t *upto, struct err *);

/*
 * Take one item of a job that may run now: 0 with *got; the moment of the next one is set in
 * the same transaction. lease: this worker's name.
 */
int	import_item_claim(struct db *, const struct import_job *, const char *lease,
	    int lease_s, struct import_item *out, bool *got, struct err *);
int	import_item_beat(struct db *, int64_t id, const char *lease, int lease_s,
	    const char *step, struct err *);

/*
 * The item is over: "done", "skipped", "failed" or "unsure"; the job's counters move in the same
 * transaction. ERR_CONFLICT, code "service.lease_lost": not ours any more.
 */
struct import_end {
	const char	*state;
	const char	*code, *text;	/* of a failed or unsure one, else "" */
	int64_t		 applicant_id;	/* 0: there is none */
	int64_t		 unsure_ms;	/* unsure: how long the job waits for it */
};
int	import_item_end(struct db *, const struct import_item *, const char *lease,
	    const struct import_end *, struct err *);
/* Back to the others: after_ms from now at the earliest, or at once when a person has resumed the
 * job since it was taken; failed: it counts as an attempt. */
int	import_item_back(struct db *, const struct import_item *, const char *lease,
	    int64_t after_ms, bool failed, const char *code, const char *text,
	    struct err *);
/* What a dead worker held is ready again. */
int	import_item_free(struct db *, int64_t id, const char *lease,
	    struct err *);
/* Items of active jobs whose lease is over are ready again. */
int	import_item_sweep(struct db *, int64_t *freed, struct err *);

/* Unsure ones of the job whose transfer was settled meanwhile are done, or failed. */
int	import_item_resolve(struct db *, const struct import_job *,
	    int64_t *changed, struct err *);

/* The row of transfer that belongs to the item i of a job: its first four arguments. */
#define IMPORT_JOIN_SENT "transfer x ON x.company_id = ? AND x.environment = " \
	"(SELECT c.environment FROM connection c WHERE c.id = ?) AND " \
	"x.account_id = ? AND x.kind = ? AND x.task_id = i.task_id AND " \
	"x.overruled = 0"
#define IMPORT_JOB_KEY(j) db_int((j)->company_id), db_int((j)->huntflow_id), \
	db_int((j)->account_id), db_str((j)->kind)

/* The array of task ids in one bound JSON text, as a table with the column id. */
#define IMPORT_IDS_TABLE	"JSON_TABLE(?, '$[*]' COLUMNS (id VARCHAR(40) " \
	"CHARACTER SET ascii COLLATE ascii_bin PATH '$'))"

#endif
