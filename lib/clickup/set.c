#include "clickup/set.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "io/field.h"
#include "service/connection.h"

const char *const clickup_set_marks[] = { CLICKUP_MARK_NONE, "comment",
	CLICKUP_MARK_STATUS, NULL };

void
clickup_set_clear(struct clickup_set *set)
{
	free(set->team_id);
	free(set->space_id);
	free(set->folder_id);
	free(set->list_id);
	free(set->list_name);
	free(set->mark);
	free(set->mark_status);
	for (size_t i = 0; i < set->nlists; i++) {
		free(set->lists[i].team_id);
		free(set->lists[i].list_id);
	}
	free(set->lists);
	memset(set, 0, sizeof(*set));
}

static char *
setting(const struct connection *con, const char *name)
{
	const char	*s = field_str(con->settings, name);

	return mem_dup(s != NULL ? s : "");
}

int
clickup_set_none(struct err *err, const char *what)
{
	return err_code(err, ERR_CONFLICT, "clickup.unset", "clickup: no %s",
	    what);
}

int
clickup_set_connection(struct db *db, int64_t company_id, int64_t user_id,
    struct connection *out, struct err *err)
{
	own_connection struct connection	con = { 0 };

	if (connection_of(db, user_id, "clickup", "PROD", &con, err) == -1)
		return err->kind == ERR_ABSENT ? clickup_set_none(err,
		    "connection") : -1;
	if (con.company_id != company_id)
		return clickup_set_none(err, "connection");
	*out = give(con);
	return 0;
}

bool
clickup_set_has(const struct clickup_set *set, const char *list_id)
{
	for (size_t i = 0; i < set->nlists; i++)
		if (strcmp(set->lists[i].list_id, list_id) == 0)
			return true;
	return false;
}

static void
add_list(struct clickup_set *set, const json_t *place)
{
	const char	*team = field_str(place, "team_id");
	const char	*list = field_str(place, "list_id");

	if (team == NULL || list == NULL || !clickup_id_ok(list) ||
	    set->nlists == CLICKUP_SET_LISTS || clickup_set_has(set, list))
		return;
	set->lists[set->nlists++] = (struct clickup_set_list){
		.team_id = mem_dup(team), .list_id = mem_dup(list) };
}

static void
read_lists(struct clickup_set *set, const json_t *settings)
{
	const json_t	*place;
	size_t		 i;

	set->lists = mem_zero(CLICKUP_SET_LISTS * sizeof(*set->lists));
	add_list(set, settings);
	json_array_foreach(json_object_get(settings, "lists"), i, place)
		add_list(set, place);
}

int
clickup_set_get(struct db *db, int64_t company_id, int64_t user_id,
    struct clickup_set *out, struct err *err)
{
	own_connection struct connection	 con = { 0 };
	const char				*mark;
	int64_t					 most;

	if (clickup_set_connection(db, company_id, user_id, &con, err) == -1)
		return -1;
	most = field_num(con.settings, "max_tasks", CLICKUP_SET_TASKS);
	mark = field_str(con.settings, "mark");
	*out = (struct clickup_set){
		.connection_id = con.id,
		.team_id = setting(&con, "team_id"),
		.space_id = setting(&con, "space_id"),
		.folder_id = setting(&con, "folder_id"),
		.list_id = setting(&con, "list_id"),
		.list_name = setting(&con, "list_name"),
		.max_tasks = most < 1 || most > CLICKUP_SET_TASKS_MAX ?
		    CLICKUP_SET_TASKS : most,
		.include_closed = field_flag(con.settings, "include_closed"),
		.subtasks = field_flag(con.settings, "subtasks"),
		.mark = mem_dup(mark != NULL ? mark : CLICKUP_MARK_NONE),
		.mark_status = setting(&con, "mark_status"),
	};
	read_lists(out, con.settings);
	return 0;
}
