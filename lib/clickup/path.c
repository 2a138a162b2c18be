#include "clickup/path.h"

#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "clickup/api.h"
#include "clickup/api_place.h"
#include "clickup/link.h"
#include "clickup/set.h"
#include "io/field.h"

#define NAME_MAX_CHARS	500

static const char *const ids[] = { "team_id", "space_id", "folder_id",
	"list_id" };
static const char *const names[] = { "team_name", "space_name", "folder_name",
	"list_name" };

/* --- reading --- */

static void
read_id(const json_t *form, const char *name, bool must, const char **out,
    struct err *err)
{
	if (field_text_opt(form, name, CLICKUP_ID_SIZE, out, err) == -1)
		return;
	if (*out != NULL && (*out)[0] == '\0')
		*out = NULL;
	if (*out == NULL && must)
		err_field(err, name, "required", "text");
	else if (*out != NULL && !clickup_id_ok(*out))
		err_field(err, name, "format", "90120001");
}

void
clickup_path_read(const json_t *form, struct clickup_path *out,
    struct err *err)
{
	const char	*name = NULL;

	*out = (struct clickup_path){ .team_id = NULL };
	for (size_t i = 0; i < nitems(ids); i++)
		out->sent |= json_object_get(form, ids[i]) != NULL;
	read_id(form, "team_id", out->sent, &out->team_id, err);
	read_id(form, "space_id", out->sent, &out->space_id, err);
	read_id(form, "folder_id", false, &out->folder_id, err);
	read_id(form, "list_id", out->sent, &out->list_id, err);
	for (size_t i = 0; i < nitems(names); i++)
		field_text_opt(form, names[i], NAME_MAX_CHARS, &name, err);
}

/* --- walking --- */

static void
set_place(json_t *set, const char *id_name, const char *name_name,
    const struct clickup_place *place)
{
	json_object_set_new(set, id_name, json_string(place != NULL ?
	    place->id : ""));
	json_object_set_new(set, name_name, json_string(place != NULL ?
	    place->name : ""));
}

/* One step of the path: the place of that id in parent goes into the field and its name. */
static int
walk_step(struct clickup *api, enum clickup_level level,
    const char *parent, const char *field, const char *id,
    const char *name_field, json_t *set, struct err *err)
{
	own_clickup_places struct clickup_places all = { 0 };
	const struct clickup_place	*place;

	if (clickup_place_fetch(api, level, parent, &all, err) == -1)
		return -1;
	if ((place = clickup_place_find(&all, id)) == NULL)
		return err_field(err, field, "clickup.path", "%s", id);
	set_place(set, field, name_field, place);
	json_object_set_new(set, "task_count", place->task_count >= 0 ?
	    json_integer(place->task_count) : json_null());
	return 0;
}

/* A list in a folder, or one without a folder. */
static int
walk_list(struct clickup *api, const struct clickup_path *s, json_t *set,
    struct err *err)
{
	if (s->folder_id == NULL) {
		set_place(set, "folder_id", "folder_name", NULL);
		return walk_step(api, CLICKUP_SPACE_LISTS, s->space_id,
		    "list_id", s->list_id, "list_name", set, err);
	}
	if (walk_step(api, CLICKUP_FOLDERS, s->space_id, "folder_id",
	    s->folder_id, "folder_name", set, err) == -1)
		return -1;
	return walk_step(api, CLICKUP_FOLDER_LISTS, s->folder_id, "list_id",
	    s->list_id, "list_name", set, err);
}

static bool
same_id(const json_t *set, const char *name, const char *id)
{
	const char	*now = field_str(set, name);

	return strcmp(now != NULL ? now : "", id != NULL ? id : "") == 0;
}

static bool
same_path(const json_t *set, const struct clickup_path *s)
{
	return same_id(set, "team_id", s->team_id) &&
	    same_id(set, "space_id", s->space_id) &&
	    same_id(set, "folder_id", s->folder_id) &&
	    same_id(set, "list_id", s->list_id);
}

int
clickup_path_walk(const struct caller *who, const struct clickup_path *s,
    json_t *kept, struct err *err)
{
	own_clickup struct clickup	*api = NULL;

	if (!s->sent || same_path(kept, s))
		return 0;
	if (clickup_link_open(who->db, who->conf, who->company_id,
	    who->user_id, &api, err) == -1 ||
	    walk_step(api, CLICKUP_TEAMS, NULL, "team_id", s->team_id,
	    "team_name", kept, err) == -1 ||
	    walk_step(api, CLICKUP_SPACES, s->team_id, "space_id",
	    s->space_id, "space_name", kept, err) == -1)
		return -1;
	return walk_list(api, s, kept, err);
}

/* --- showing --- */

void
clickup_path_put(json_t *out, const json_t *kept)
{
	own_buf struct buf	path = { 0 };

	for (size_t i = 0; i < nitems(ids); i++) {
		const char	*id = field_str(kept, ids[i]);
		const char	*name = field_str(kept, names[i]);

		json_object_set_new(out, ids[i], id != NULL && *id != '\0' ?
		    json_string(id) : json_null());
		json_object_set_new(out, names[i], name != NULL &&
		    *name != '\0' ? json_string(name) : json_null());
		if (name == NULL || *name == '\0')
			continue;
		if (path.len > 0)
			buf_puts(&path, " / ");
		buf_puts(&path, name);
	}
	json_object_set_new(out, "path", json_string(buf_str(&path)));
}

/* --- the lists beside the first --- */

static int
check_list(const json_t *place, struct err *err)
{
	static const char *const members[] = { "team_id", "team_name",
		"space_id", "space_name", "folder_id", "folder_name",
		"list_id", "list_name", "path", NULL };
	struct clickup_path	 p;
	const char		*path = NULL;

	if (!json_is_object(place))
		return err_field(err, "", "type", "object");
	if (field_only(place, members, err) == -1)
		return -1;
	clickup_path_read(place, &p, err);
	field_text_opt(place, "path", 4 * NAME_MAX_CHARS, &path, err);
	if (!p.sent)
		err_field(err, "list_id", "required", "%s", "");
	return err->kind == ERR_NONE ? 0 : -1;
}

int
clickup_path_lists_check(const json_t *form, const json_t **out,
    struct err *err)
{
	const json_t	*lists = json_object_get(form, "lists"), *place;
	const int	 known = err->nfields;
	size_t		 i;

	*out = NULL;
	if (lists == NULL)
		return 0;
	if (!json_is_array(lists))
		return err_field(err, "lists", "type", "array");
	if (json_array_size(lists) >= CLICKUP_SET_LISTS)
		return err_field(err, "lists", "range", "0..%d",
		    CLICKUP_SET_LISTS - 1);
	json_array_foreach(lists, i, place)
		if (check_list(place, err) == -1)
			return err_within(err, known, "lists[%zu]", i);
	*out = lists;
	return 0;
}

static json_t *
find_list(const json_t *lists, const char *list_id)
{
	json_t	*place;
	size_t	 i;

	json_array_foreach(lists, i, place)
		if (same_id(place, "list_id", list_id))
			return place;
	return NULL;
}

int
clickup_path_lists_walk(const struct caller *who, const json_t *sent,
    json_t *settings, struct err *err)
{
	const json_t	*kept = json_object_get(settings, "lists"), *place;
	own_json json_t	*next = json_array();
	size_t		 i;

	json_array_foreach(sent, i, place) {
		own_json json_t		*one = NULL;
		struct clickup_path	 p;

		clickup_path_read(place, &p, err);
		if (same_id(settings, "list_id", p.list_id) ||
		    find_list(next, p.list_id) != NULL)
			continue;
		one = json_deep_copy(find_list(kept, p.list_id));
		if (one == NULL)
			one = json_object();
		if (clickup_path_walk(who, &p, one, err) == -1)
			return -1;
		json_array_append(next, one);
	}
	json_object_set(settings, "lists", next);
	return 0;
}

static void
add_count(const json_t *place, int64_t *all)
{
	const int64_t	n = field_num(place, "task_count", -1);

	*all = n < 0 || *all < 0 ? -1 : *all + n;
}

void
clickup_path_lists_put(json_t *out, const json_t *settings)
{
	const json_t	*kept = json_object_get(settings, "lists"), *place;
	json_t		*lists = json_array(), *one;
	int64_t		 all = 0;
	size_t		 i;

	add_count(settings, &all);
	json_array_foreach(kept, i, place) {
		json_array_append_new(lists, one = json_object());
		clickup_path_put(one, place);
		add_count(place, &all);
	}
	json_object_set_new(out, "lists", lists);
	json_object_set_new(out, "list_tasks", all < 0 ? json_null() :
	    json_integer(all));
}
