/* task_source: what live events and notices ask of tasks: who may see one, what it is called
 * now. */
#ifndef TEAM_TASK_SOURCE_H
#define TEAM_TASK_SOURCE_H

#include <stddef.h>
#include <stdint.h>

struct db;
struct err;
struct live_audience;
struct notice_ask;
struct notice_fact;
struct notice_item;

/* One in the bin has those who would see it. */
extern const struct live_audience task_audience;
/* For struct notice_source: "task". Its assignee answers for it, else its creator. */
int	task_source_facts(struct db *, int64_t company_id,
	    const struct notice_ask *, size_t n, struct notice_fact *out,
	    struct err *);
/* The same: what the person has to work on and is late or due on the day, and what they made and
 * waits for their review, late or not: a task is in one part, where they must act. */
int	task_source_agenda(struct db *, int64_t company_id, int64_t user_id,
	    int64_t now, int64_t day_end, struct notice_item *out, size_t *n,
	    struct err *);

#endif
