#include "clickup/settings.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "clickup/api.h"
#include "clickup/cache.h"
#include "clickup/link.h"
#include "clickup/missing.h"
#include "clickup/path.h"
#include "clickup/set.h"
#include "io/db.h"
#include "io/field.h"
#include "service/connection.h"
#include "webhook/webhook.h"

#define INTERVAL_MAX	1440		/* minutes: a day */
#define LOCK_WAIT_S	60
#define MARK_CHARS	200		/* of a status */

/* --- reading --- */

static const char *
text_of(const json_t *set, const char *name, const char *dflt)
{
	const char	*s = field_str(set, name);

	return s != NULL ? s : dflt;
}

static void
put_set(json_t *out, const json_t *set)
{
	clickup_path_put(out, set);
	clickup_path_lists_put(out, set);
	json_object_set_new(out, "max_tasks", json_integer(field_num(set,
	    "max_tasks", CLICKUP_SET_TASKS)));
	json_object_set_new(out, "include_closed",
	    json_boolean(field_flag(set, "include_closed")));
	json_object_set_new(out, "subtasks",
	    json_boolean(field_flag(set, "subtasks")));
	json_object_set_new(out, "mark", json_string(text_of(set, "mark",
	    CLICKUP_MARK_NONE)));
	json_object_set_new(out, "mark_status", json_string(text_of(set,
	    "mark_status", "")));
}

/* The last error in the reader's language, as far as its code is known. */
static void
put_state(json_t *out, const struct connection *con, const char *lang)
{
	char	 text[600] = "";

	if (con->status_code[0] != '\0')
		text_put(text, sizeof(text), lang, con->status_code,
		    con->status_text);
	json_object_set_new(out, "auto_sync", json_boolean(con->auto_sync));
	json_object_set_new(out, "sync_interval",
	    json_integer(con->sync_interval));
	json_object_set_new(out, "created_at", field_time(con->created_at));
	json_object_set_new(out, "updated_at", field_time(con->updated_at));
	json_object_set_new(out, "last_sync_at",
	    field_time(con->last_sync_at));
	json_object_set_new(out, "next_run_at", field_time(con->next_run_at));
	json_object_set_new(out, "status", json_string(con->status));
	json_object_set_new(out, "status_code",
	    json_string(con->status_code));
	json_object_set_new(out, "status_text", json_string(text));
	json_object_set_new(out, "checked_at", field_time(con->checked_at));
}

static int
put_key(struct db *db, json_t *out, int64_t connection_id, struct err *err)
{
	struct secret_hint	 hint = { 0 };

	if (connection_secret_hint(db, connection_id, "api_key", &hint,
	    err) == -1)
		return -1;
	json_object_set_new(out, "api_key", json_pack("{s:b, s:s?}",
	    "set", hint.set, "tail", hint.tail[0] != '\0' ? hint.tail : NULL));
	return 0;
}

/* Until when ClickUp asked us not to call. */
static int
put_wait(const struct caller *who, json_t *out, struct err *err)
{
	own_clickup struct clickup	*api = NULL;
	struct err			 why = { 0 };
	int64_t				 until_ms = 0;

	if (clickup_link_open(who->db, who->conf, who->company_id,
	    who->user_id, &api, &why) == 0 &&
	    clickup_waits(api, &until_ms, err) == -1)
		return -1;
	json_object_set_new(out, "waits_until", field_time(until_ms));
	return 0;
}

static int
put_cached(struct db *db, json_t *out, int64_t connection_id,
    struct err *err)
{
	struct clickup_home	home = { 0 };
	int64_t			missing;

	if ((connection_id != 0 && clickup_cache_home_at(db, connection_id,
	    &home, err) == -1) ||
	    clickup_missing_count(db, connection_id, &missing, err) == -1)
		return -1;
	json_object_set_new(out, "tasks_cached", json_integer(home.tasks));
	json_object_set_new(out, "tasks_missing", json_integer(missing));
	return 0;
}

static int
form_connection(const struct caller *who, struct connection *out,
    struct err *err)
{
	return connection_ensure(who->db, who->company_id, who->user_id, "clickup",
	    "PROD", out, err);
}

/* Looking makes nothing: who saved nothing yet sees what a new one would be. */
static int
seen_connection(const struct caller *who, struct connection *out,
    struct err *err)
{
	struct err	 why = { 0 };

	if (connection_of(who->db, who->user_id, "clickup", "PROD", out,
	    &why) == 0)
		return 0;
	if (why.kind != ERR_ABSENT) {
		*err = why;
		return -1;
	}
	connection_new(out);
	return 0;
}

int
clickup_settings_get(const struct caller *who, json_t **out, struct err *err)
{
	own_connection struct connection con = { 0 };
	own_json json_t	*doc = json_object();

	if (seen_connection(who, &con, err) == -1)
		return -1;
	put_set(doc, con.settings);
	put_state(doc, &con, who->lang);
	if (put_key(who->db, doc, con.id, err) == -1 ||
	    put_wait(who, doc, err) == -1 ||
	    put_cached(who->db, doc, con.id, err) == -1)
		return -1;
	*out = give(doc);
	return 0;
}

/* --- checking --- */

/* What was sent, borrowed from the form. */
struct sent {
	struct clickup_path	 path;
	const json_t		*lists;		/* NULL: not sent */
	bool			 auto_sync, include_closed, subtasks;
	int64_t			 sync_interval, max_tasks;
	const char		*mark, *mark_status;
};

/* A status is kept while another mark is chosen. */
static void
read_mark(const json_t *form, struct sent *s, struct err *err)
{
	field_word_opt(form, "mark", clickup_set_marks, &s->mark, err);
	field_text_opt(form, "mark_status", MARK_CHARS, &s->mark_status, err);
	if (strcmp(s->mark, CLICKUP_MARK_STATUS) == 0 &&
	    field_blank(s->mark_status))
		err_field(err, "mark_status", "required", "text");
}

/* Every wrong field is named, not just the first. */
static int
form_read(const json_t *form, struct sent *s, struct err *err)
{
	static const char *const names[] = { "team_id", "team_name",
		"space_id", "space_name", "folder_id", "folder_name",
		"list_id", "list_name", "auto_sync", "sync_interval",
		"max_tasks", "include_closed", "subtasks", "lists", "mark",
		"mark_status", NULL };
	static const char *const always[] = { "auto_sync", "sync_interval",
		"max_tasks", "include_closed", "subtasks", "mark",
		"mark_status", NULL };

	if (field_only(form, names, err) == -1)
		return -1;
	field_no_null(form, always, err);
	/* A browser's form says nothing of a box that is not ticked. */
	if (json_object_get(form, FIELD_FORM) != NULL)
		s->auto_sync = false;
	clickup_path_read(form, &s->path, err);
	field_bool_opt(form, "auto_sync", &s->auto_sync, err);
	field_bool_opt(form, "include_closed", &s->include_closed, err);
	field_bool_opt(form, "subtasks", &s->subtasks, err);
	field_int_opt(form, "sync_interval", 1, INTERVAL_MAX,
	    &s->sync_interval, err);
	field_int_opt(form, "max_tasks", 1, CLICKUP_SET_TASKS_MAX, &s->max_tasks, err);
	read_mark(form, s, err);
	if (err->kind != ERR_NONE)
		return -1;
	return clickup_path_lists_check(form, &s->lists, err);
}

/* --- storing --- */

/* The next sync is one interval after the last, at once when that is over. */
static int64_t
next_run(const struct connection *con, int64_t now)
{
	int64_t	 due = con->last_sync_at + con->sync_interval * 60000;

	if (!con->auto_sync)
		return 0;
	return con->last_sync_at == 0 || due < now ? now : due;
}

/* What is sent may be a text of the settings themselves: both are copied before they are set. */
static void
save_mark(json_t *settings, const struct sent *s)
{
	json_t	*mark = json_string(s->mark),
		*status = json_string(s->mark_status);

	json_object_set_new(settings, "mark", mark);
	json_object_set_new(settings, "mark_status", status);
}

static int
save(const struct caller *who, const json_t *form, struct err *err)
{
	own_connection struct connection con = { 0 };
	struct sent	 s = { 0 };
	const char	*list;
	int64_t		 now;

	if (form_connection(who, &con, err) == -1 ||
	    db_now(who->db, &now, err) == -1)
		return -1;
	s.auto_sync = con.auto_sync;
	s.sync_interval = con.sync_interval;
	s.max_tasks = field_num(con.settings, "max_tasks", CLICKUP_SET_TASKS);
	s.include_closed = field_flag(con.settings, "include_closed");
	s.subtasks = field_flag(con.settings, "subtasks");
	s.mark = text_of(con.settings, "mark", CLICKUP_MARK_NONE);
	s.mark_status = text_of(con.settings, "mark_status", "");
	if (form_read(form, &s, err) == -1 ||
	    clickup_path_walk(who, &s.path, con.settings, err) == -1 ||
	    clickup_path_lists_walk(who, s.lists != NULL ? s.lists :
	    json_object_get(con.settings, "lists"), con.settings, err) == -1)
		return -1;
	list = field_str(con.settings, "list_id");
	if (s.auto_sync && (list == NULL || *list == '\0'))
		return err_field(err, "list_id", "required", "text");
	json_object_set_new(con.settings, "max_tasks",
	    json_integer(s.max_tasks));
	json_object_set_new(con.settings, "include_closed",
	    json_boolean(s.include_closed));
	json_object_set_new(con.settings, "subtasks",
	    json_boolean(s.subtasks));
	save_mark(con.settings, &s);
	con.auto_sync = s.auto_sync;
	con.sync_interval = s.sync_interval;
	con.next_run_at = next_run(&con, now);
	if (connection_save_settings(who->db, &con, err) == -1)
		return -1;
	return webhook_recheck(who->db, con.id, err);	/* another list? */
}

/* The names of what was chosen are asked of ClickUp between the reading and the writing: a
 * second form waits for the first, so that neither loses what it changed. */
int
clickup_settings_save(const struct caller *who, const json_t *form,
    struct err *err)
{
	char	 lock[48];
	int	 rc;

	snprintf(lock, sizeof(lock), "clickup-settings-%lld",
	    (long long)who->user_id);
	if (db_lock(who->db, lock, LOCK_WAIT_S, err) == -1)
		return -1;
	rc = save(who, form, err);
	db_unlock(who->db, lock);
	return rc;
}
