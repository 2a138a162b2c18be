/* reply_match: a rule as people write it, and which tasks it answers with what. Touches
 * neither the network nor, but for the test, a table. */
#ifndef REPLY_MATCH_H
#define REPLY_MATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct reply;
struct reply_task;
struct buf;
struct db;
struct err;

#define REPLY_KEYWORDS	20
#define REPLY_TEXT		4000	/* characters of an answer */

/*
 * The members of body are written into rule, whose others stay; a rule without an id must get all
 * that it needs. changed: what it finds or answers is another now. ERR_INPUT. Switching on is not
 * done here: wish holds it (as it was, when the body does not).
 */
int	reply_read(const json_t *body, struct reply *rule, bool *changed,
	    bool *wish, struct err *);
/* The rule as an object. */
void	reply_emit(struct buf *, const struct reply *);

/* A rule made ready to look at many tasks. */
struct reply_rule;
struct reply_rule *reply_open(const struct reply *,
	    struct err *);
void	 reply_close(struct reply_rule *);
void	 reply_close_p(struct reply_rule **);
#define own_reply_rule cleanup(reply_close_p)
/* 1, 0, or -1: its expression takes too long on this task. */
int	 reply_match(const struct reply_rule *,
	    const struct reply_task *);
/* The answer with the task's words in it; list: the name of its list. The caller's. */
char	*reply_text(const struct reply_rule *,
	    const struct reply_task *, const char *list);

/*
 * What the rule would have answered: {checked, matched, sample: [{task_id, name, reply}]} of the
 * newest tasks of a connection. ERR_INPUT on regex, code "slow".
 */
int	 reply_try(struct db *, const struct reply *,
	    int64_t connection_id, const char *list_name, size_t limit,
	    json_t **out, struct err *);

#endif
