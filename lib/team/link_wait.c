#include "team/link_wait.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/proc.h"
#include "io/db.h"
#include "io/web.h"
#include "team/actor.h"
#include "team/task_edit.h"
#include "team/task_form.h"
#include "team/task_link.h"

#define PART	100

int
link_wait_put(struct db *db, const struct actor *actor, int64_t task_id,
    const struct task_form *form, struct err *err)
{
	if ((form->bits & TASK_LINK) == 0)
		return 0;
	if (!form->ask)
		return db_exec(db, "DELETE FROM task_link_wait WHERE "
		    "task_id = ?", DB_ARGS(db_int(task_id)), NULL, err);
	return db_exec(db, "INSERT INTO task_link_wait (task_id, company_id, "
	    "user_id) VALUES (?, ?, ?) ON DUPLICATE KEY UPDATE "
	    "user_id = VALUES(user_id), since = NOW(3)",
	    DB_ARGS(db_int(task_id), db_int(actor->who.company_id),
	    db_int(actor->who.user_id)), NULL, err);
}

void
link_wait_start(const struct conf *conf, const struct task_form *form)
{
	static const char *const args[] = { "links", NULL };
	struct err		 err = { 0 };

	if (form->ask && proc_start(conf, "tick", args, &err) == -1)
		log_err(LOG_WARN, "links: start", &err);
}

/* One that waits. */
struct waiting {
	int64_t		 task_id;
	const char	*kind, *id;
	bool		 old;
	struct caller	 caller;
	struct actor	 actor;
};

static int
forget(struct db *db, const struct waiting *w, struct err *err)
{
	return db_exec(db, "DELETE FROM task_link_wait WHERE task_id = ?",
	    DB_ARGS(db_int(w->task_id)), NULL, err);
}

/* Whoever has lost the task since then, or the right to it, has nothing to ask for. */
static int
ask(struct db *db, const struct waiting *w, struct err *err)
{
	own_task_form struct task_form	form = { .bits = TASK_LINK,
		.to = { .link_kind = w->kind, .link_id = w->id } };

	if (task_link_ask(&w->caller, &form, err) == -1) {
		if (err->kind == ERR_DOWN)
			return -1;
		log_err(LOG_WARN, "links", err);
		*err = (struct err){ 0 };
		return w->old ? forget(db, w, err) : 0;
	}
	if (task_edit_link(db, &w->actor, w->task_id, &form, err) == -1 &&
	    err->kind != ERR_ABSENT && err->kind != ERR_DENIED)
		return -1;
	*err = (struct err){ 0 };
	return forget(db, w, err);
}

int
link_wait_run(struct db *db, const struct conf *conf, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;

	if (db_query(db, "SELECT a.task_id, a.company_id, a.user_id, "
	    "u.role + 0, u.locale, u.time_zone, t.link_kind, t.link_id, "
	    "a.since < NOW(3) - INTERVAL 1 DAY FROM task_link_wait a "
	    "JOIN task t ON t.id = a.task_id AND t.link_kind IS NOT NULL "
	    "JOIN user u ON u.id = a.user_id ORDER BY a.task_id LIMIT ?",
	    DB_ARGS(db_int(PART)), &rows, err) == -1)
		return -1;
	while (db_rows_next(rows)) {
		const char	*lang = db_col_str(rows, 4);
		const char	*zone = db_col_str(rows, 5);
		struct waiting	 w = {
			.task_id = db_col_int(rows, 0),
			.kind = db_col_str(rows, 6),
			.id = db_col_str(rows, 7),
			.old = db_col_int(rows, 8) != 0,
			.caller = { db, conf, db_col_int(rows, 1),
			    db_col_int(rows, 2), lang, zone },
			.actor = { .who = {
			    .company_id = db_col_int(rows, 1),
			    .user_id = db_col_int(rows, 2),
			    .all = db_col_int(rows, 3) >= ROLE_MANAGER },
			    .via = "service", .address = "", .zone = zone,
			    .conf = conf },
		};

		if (ask(db, &w, err) == -1)
			return -1;
	}
	return 0;
}
