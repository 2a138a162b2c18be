/* card: tasks and projects as a bot's messages show them: HTML, in the person's language and zone,
 * what people wrote escaped; and their buttons. */
#ifndef BOT_CARD_H
#define BOT_CARD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct bot_person;
struct buf;
struct db;
struct db_rows;
struct err;
struct message_whose;
struct project;
struct task;

#define CARD_PAGE	6	/* tasks of a list's page */

/* "20.11.2026 17:05", in English "2026-11-20 17:05". */
void	card_time(struct buf *, const char *lang, const char *zone,
	    int64_t at);
/* A task and the newest of its comments. */
int	card_task(struct db *, const struct bot_person *, const char *lang,
	    const struct task *, struct buf *out, struct err *);
/* "status:5:done", "say:5", "remind:5:hour", "remind:5:day". The caller's. */
json_t	*card_task_keyboard(const struct message_whose *, const char *lang,
	    const struct task *);
/*
 * Tasks of rows, CARD_PAGE at most; more may follow. what: "tasks", "today". Buttons: "task:5",
 * "tasks:PAGE:5:done", and "tasks:PAGE" of the pages beside it; NULL when there are no tasks.
 */
json_t	*card_list(const struct message_whose *, const char *lang,
	    const char *zone, const char *what, int64_t page, struct db_rows *,
	    struct buf *out);
void	card_project_line(const char *lang, const struct project *,
	    struct buf *out);
void	card_project(const char *lang, const char *zone,
	    const struct project *, struct buf *out);

#endif
