/* task_ask: what is asked of a portal's tasks. Source: b24restdocs, "tasks.task.list". */
#ifndef BITRIX_TASK_ASK_H
#define BITRIX_TASK_ASK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bitrix;
struct err;

/* Those of a workgroup behind an id that changed since then (ms; 0: all), BITRIX_PAGE of them, by
 * id; the caller's. */
int	bitrix_task_page(struct bitrix *, int64_t group_id, int64_t after_id,
	    int64_t since_ms, json_t **list, struct err *);
/* Those of a workgroup among ids, an array of BITRIX_PAGE at most. */
int	bitrix_task_some(struct bitrix *, int64_t group_id, const json_t *ids,
	    json_t **list, struct err *);
/* Is it there, for whose access it is? */
int	bitrix_task_there(struct bitrix *, int64_t id, bool *there,
	    struct err *);
/* The tasks with these tags, at most BITRIX_COMMANDS_MAX; 0: none has it. */
int	bitrix_task_marked(struct bitrix *, const char *const *marks,
	    size_t n, int64_t *ids, struct err *);
/*
 * Makes one, once: with a mark of its own; when the answer is lost, it is looked for. first: it may
 * be there already, and is looked for before. fields are in the service's names.
 */
int	bitrix_task_create(struct bitrix *, const json_t *fields,
	    const char *mark, bool first, int64_t *id, struct err *);

/* The id in what tasks.task.add answers; 0: it has none. */
int64_t	bitrix_task_id(const json_t *result);
/* When it was changed, ms; 0: it does not say. */
int64_t	bitrix_task_changed(const json_t *task);

#endif
