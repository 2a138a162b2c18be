/* auto_reply_match: a rule as people write it, and which tasks it answers with what. Touches
 * neither the network nor, but for the test, a table. */
#ifndef JOB_AUTO_REPLY_MATCH_H
#define JOB_AUTO_REPLY_MATCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct auto_reply;
struct auto_reply_task;
struct buf;
struct db;
struct err;

#define AUTO_REPLY_KEYWORDS	20
#define AUTO_REPLY_TEXT		4000	/* characters of an answer */

/*
 * Those members that body has go into rule, which holds the rest; a rule without an id must get all
 * that it needs. changed: what it finds or says is another now. ERR_INPUT. Switching
 * on is not done here: wish tells it (as it was, when the body does not).
 */
int	auto_reply_read(const json_t *body, struct auto_reply *rule, bool *changed,
	    bool *wish, struct err *);
/* The rule as an object. */
void	auto_reply_emit(struct buf *, const struct auto_reply *);

/* A rule made ready to look at many tasks. */
struct auto_reply_rule;
struct auto_reply_rule *auto_reply_open(const struct auto_reply *,
	    struct err *);
void	 auto_reply_close(struct auto_reply_rule *);
void	 auto_reply_close_p(struct auto_reply_rule **);
#define own_auto_reply_rule cleanup(auto_reply_close_p)
/* 1, 0, or -1: its expression takes too long on this task. */
int	 auto_reply_match(const struct auto_reply_rule *,
	    const struct auto_reply_task *);
/* The answer with the task's words in it; list: the name of its list. The caller's. */
char	*auto_reply_text(const struct auto_reply_rule *,
	    const struct auto_reply_task *, const char *list);

/*
 * What the rule would have answered: {checked, matched, sample: [{task_id, name, reply}]} of the
 * newest tasks of a connection. ERR_INPUT on regex, code "slow".
 */
int	 auto_reply_try(struct db *, const struct auto_reply *,
	    int64_t connection_id, const char *list_name, size_t limit,
	    json_t **out, struct err *);

#endif
