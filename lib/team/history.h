/* history: what became of the team's things: who, when, from where, before and after. Rows are
 * added, never changed. Tables task_history and project_history, which are alike. */
#ifndef TEAM_HISTORY_H
#define TEAM_HISTORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "io/db.h"

struct actor;
struct db;
struct err;
struct web_req;
struct web_res;

/* The action of a task that was put aside for others: it is kept, and not shown. */
#define HISTORY_SPREAD	"spread"

/* Whose history. */
enum history_kind { HISTORY_TASK, HISTORY_PROJECT };

/* In the transaction of the change. before, after: objects of what changed; NULL: nothing. A row of
 * a task has a number, too, by which the index hears of it (task_turn.h). */
int	history_add(struct db *, const struct actor *, enum history_kind,
	    int64_t id, const char *action, const json_t *before,
	    const json_t *after, struct err *);
/* A row for each task t that these literal words find: "task t WHERE t.list_id = ?". */
int	history_add_tasks(struct db *, const struct actor *,
	    const char *action, const json_t *before, const json_t *after,
	    const char *from, struct db_args, struct err *);
/* Of the members of after those that before has otherwise, into two new objects. before NULL: all
 * that are not null. False: none differs. */
bool	history_diff(const json_t *before, const json_t *after, json_t **was,
	    json_t **is);
/* Answers ?page=&page_size=&after= -> 200 [change], newest first. The caller knows that the thing
 * is seen. */
int	history_answer(struct db *, const struct web_req *, struct web_res *,
	    enum history_kind, int64_t id, struct err *);

#endif
