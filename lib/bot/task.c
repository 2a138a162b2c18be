#include "bot/task.h"

#include <jansson.h>
#include <string.h>

#include "account/user.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/zone.h"
#include "bot/person.h"
#include "bot/word.h"
#include "io/db.h"
#include "io/field.h"
#include "team/people.h"
#include "team/task.h"
#include "team/task_comment.h"
#include "team/task_edit.h"
#include "team/task_form.h"
#include "team/task_mine.h"
#include "team/task_ref.h"
#include "team/task_view.h"

/* --- shown --- */

static void
find_today(const struct bot_person *p, int64_t *from, int64_t *to)
{
	own_zone struct zone	zone = { 0 };
	int64_t			day;

	zone_enter(&zone, p->actor.zone);
	day = zone_day(&zone, clock_ms());
	*from = zone_begin(&zone, day, 0);
	*to = zone_begin(&zone, day + 1, 0);
}

int
bot_task_list(struct db *db, const struct bot_person *p, bool today,
    int64_t limit, int64_t skip, struct db_rows **out, struct err *err)
{
	int64_t	from = 0, to = 0;

	if (today)
		find_today(p, &from, &to);
	return task_mine_list(db, &p->actor.who, from, to, limit, skip, out,
	    err);
}

int
bot_task_get(struct db *db, const struct bot_person *p, int64_t id,
    struct db_rows **rows, struct task *out, struct err *err)
{
	if (task_get(db, &p->actor.who, id, rows, out, err) == -1)
		return -1;
	return !p->mine || task_mine_is(&p->actor.who, out) ? 0 :
	    err_set(err, ERR_ABSENT, "task %lld", (long long)id);
}

/* The newest ones, turned round: each is put before those that came. */
static int
put_comments(struct db *db, const struct bot_person *p,
    const struct task *task, struct buf *out, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	own_json json_t		*list = json_array();
	own_str char		*text = NULL;
	struct task_comment	 c;

	if (task_comment_list(db, task->id, 0, BOT_TASK_COMMENTS, 0, &rows,
	    err) == -1)
		return -1;
	while (task_comment_next(rows, &c)) {
		own_buf struct buf	one = { 0 };

		task_comment_emit(&one, &p->actor.who, task, &c);
		json_array_insert_new(list, 0, json_loadb(one.data, one.len,
		    0, NULL));
	}
	text = json_dumps(list, JSON_COMPACT);
	emit_json(out, "comments", text);
	return 0;
}

int
bot_task_emit(struct db *db, const struct bot_person *p,
    const struct task *task, struct buf *out, struct err *err)
{
	own_buf struct buf	more = { 0 };
	struct task		shown = *task;

	emit_open(&more, NULL, '{');
	if (put_comments(db, p, task, &more, err) == -1 ||
	    task_ref_reach(db, &p->actor.who, &shown, err) == -1)
		return -1;
	task_view_whole(out, &p->actor.who, &shown, buf_str(&more) + 1);
	return 0;
}

int
bot_task_stats(struct db *db, const struct bot_person *p, struct buf *out,
    struct err *err)
{
	return task_mine_stats(db, &p->actor.who, out, err);
}

/* --- deeds --- */

/* It is there for this bot. */
static int
check(struct db *db, const struct bot_person *p, int64_t id, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct task		 task;

	return bot_task_get(db, p, id, &rows, &task, err);
}

int
bot_task_set_status(struct db *db, const struct bot_person *p, int64_t id,
    const char *status, const char **now, struct err *err)
{
	own_task_now struct task_now	left = { 0 };
	const char			*word = bot_word_task(status);
	struct task_form		 form = { .bits = TASK_STATUS,
		.to.status = word };

	if (word == NULL)
		return field_choice("status", task_statuses, err);
	if (check(db, p, id, err) == -1 || task_edit_change(db, &p->actor,
	    id, &form, &left, err) == -1)
		return -1;
	*now = word;
	return 0;
}

int
bot_task_comment(struct db *db, const struct bot_person *p, int64_t id,
    const char *text, int64_t *comment_id, struct err *err)
{
	own_json json_t	*body = json_pack("{s:s}", "text", text);
	const char	*said = NULL;

	return field_text(body, "text", 1, TASK_COMMENT_MAX, &said,
	    err) == -1 || check(db, p, id, err) == -1 ||
	    task_comment_add(db, &p->actor, id, said, NULL, comment_id,
	    err) == -1 ? -1 : 0;
}

/* Whom it is given to, and that the project is there: what is not is absent. */
static int
find_places(struct db *db, const struct bot_person *p,
    const struct bot_task_new *new, struct task_form *form, struct err *err)
{
	enum right_role	role;

	if (new->project_id != 0) {
		form->bits |= TASK_LIST;
		form->to.list_id = new->project_id;
		if (right_in_project(db, &p->actor.who, new->project_id,
		    &role, err) == -1)
			return -1;
	}
	if (new->assigned_to == NULL || *new->assigned_to == '\0')
		return 0;
	form->bits |= TASK_ASSIGNED;
	return people_find(db, &p->actor.who, new->assigned_to,
	    &form->to.assigned_to, err);
}

int
bot_task_add(struct db *db, const struct bot_person *p,
    const struct bot_task_new *new, int64_t *id, struct err *err)
{
	own_task_form struct task_form	 form = { 0 };
	own_json json_t			*body = json_pack("{s:o, s:s}",
		"title", field_one_line(new->title), "description",
		new->description != NULL ? new->description : "");
	return task_form_read(body, p->actor.zone, true, &form, err) == -1 ||
	    find_places(db, p, new, &form, err) == -1 ||
	    task_edit_add(db, &p->actor, &form, id, err) == -1 ? -1 : 0;
}
