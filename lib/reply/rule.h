/* rule: rules that answer tasks by keyword, the tasks that wait to be looked at, and the
 * answers. Tables auto_reply, reply_queue, reply_log. */
#ifndef REPLY_RULE_H
#define REPLY_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;
struct rota;

#define REPLY_MAX		50	/* rules of one user */
#define REPLY_HOURLY	60	/* its answers in an hour, unless it says another number */
#define REPLY_HOURLY_MAX	1000

/* Texts are never NULL but for regex; times are ms, 0: never. */
struct reply {
	int64_t	 id, company_id, user_id, tested_at, enabled_at, sent_count;
	int64_t	 hourly_limit;
	int64_t	 created_at, updated_at;
	char	*name, *reply;
	char	*keywords, *statuses, *lists;	/* JSON arrays of texts */
	char	*regex;
	bool	 enabled, notify_all;
};
void	reply_clear(struct reply *);
#define own_reply cleanup(reply_clear)

int	reply_list(struct db *, int64_t user_id, bool enabled,
	    struct db_rows **, struct err *);
bool	reply_next(struct db_rows *, struct reply *out);
int	reply_get(struct db *, int64_t user_id, int64_t id,
	    struct reply *out, struct err *);
/* ERR_CONFLICT "reply.limit". */
int	reply_add(struct db *, const struct reply *, int64_t *id,
	    struct err *);
/* Within a transaction, before it is read to be saved: nobody else changes it meanwhile. */
int	reply_lock(struct db *, int64_t id, struct err *);
/*
 * Within that transaction. tested_at 0 clears it. One that is switched off answers nothing more
 * of what waits.
 */
int	reply_save(struct db *, const struct reply *, struct err *);
/* It was tested as it was read (updated_at is unchanged). */
int	reply_tested(struct db *, const struct reply *, struct err *);
int	reply_drop(struct db *, int64_t id, struct err *);

/* Tasks as rules see them: the newest of a connection, or those that wait (with their version). */
struct reply_task {
	int64_t		 row, version, connection_id, user_id, company_id;
	int64_t		 date_updated;
	const char	*task_id, *name, *description, *status, *list_id;
	const char	*assignees, *url;
};
int	reply_past(struct db *, int64_t connection_id, size_t limit,
	    struct db_rows **, struct err *);
/* Of which company some wait to be looked at. */
extern const struct rota	reply_rota;
int	reply_waiting(struct db *, int64_t company_id, size_t limit,
	    struct db_rows **, struct err *);
bool	reply_task_next(struct db_rows *, struct reply_task *out);

/* These rows (up to CLICKUP_CACHE_BATCH) of a connection changed; only if its owner has rules. */
int	reply_changed(struct db *, int64_t connection_id,
	    const int64_t *rows, size_t n, struct err *);
/* It was looked at, unless it changed meanwhile. */
int	reply_looked(struct db *, const struct reply_task *,
	    struct err *);

struct reply_line {
	int64_t	 id, rule_id, attempts, intent_at, created_at, sent_at;
	int64_t	 user_id, company_id;	/* of the rule */
	bool	 enabled, notify_all;	/* the rule */
	char	*task_id, *task_name, *text, *marker, *state;
	char	*error_code, *error_message;
};
void	reply_line_clear(struct reply_line *);
#define own_reply_line cleanup(reply_line_clear)
/* The task is to be answered; one that was before is left alone. */
int	reply_await(struct db *, int64_t rule_id,
	    const struct reply_task *, const char *text,
	    const char *marker, struct err *);
/* Whose answers are due: ids of users and their companies, whose turn it is first. */
int	reply_users(struct db *, struct db_rows **, struct err *);
/* They had their turn. */
int	reply_users_served(struct db *, int64_t company_id, int64_t user_id,
	    struct err *);
/* One of theirs that is due. got: false when there is none. */
int	reply_due(struct db *, int64_t user_id, struct reply_line *out,
	    bool *got, struct err *);
/* Do any tasks wait to be looked at? */
int	reply_queued(struct db *, bool *yes, struct err *);
/*
 * Each of these works from the state that the line was read in; ERR_CONFLICT "service.lease_lost".
 * intend: ERR_BUSY, code "reply.hourly", when the rule has answered its number within the
 * hour: the line, and the others of the rule that are due, then wait until there is room.
 */
int	reply_intend(struct db *, struct reply_line *, struct err *);
int	reply_sent(struct db *, const struct reply_line *,
	    struct err *);
int	reply_later(struct db *, const struct reply_line *,
	    const char *state, int64_t after_ms, bool failed, const char *code,
	    const char *text, struct err *);
int	reply_end(struct db *, const struct reply_line *,
	    const char *state, const char *code, const char *text,
	    struct err *);

/* A rule's log, newest first: below before_id (0: all), skipping some. */
int	reply_log(struct db *, int64_t rule_id, int64_t before_id,
	    size_t limit, int64_t skip, struct db_rows **, struct err *);
bool	reply_log_next(struct db_rows *, struct reply_line *out);
int	reply_log_count(struct db *, int64_t rule_id, int64_t *out,
	    struct err *);

/* What waits for a time. */
extern const struct db_deadline reply_deadlines[];

#endif
