#include "bitrix/check.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "bitrix/api.h"
#include "io/field.h"

/* What is wanted; any of the names of one scope will do. code: what does not work without. */
static const struct {
	const char	*scope, *others[2], *code;
} wanted[] = {
	{ "user", { "user_basic", "user_brief" }, "bitrix.without_user" },
	{ "department", { NULL, NULL }, "bitrix.without_department" },
	{ "task", { "tasks", NULL }, "bitrix.without_task" },
	{ "calendar", { NULL, NULL }, "bitrix.without_calendar" },
	{ "im", { NULL, NULL }, "bitrix.without_im" },
};

static bool
has(const json_t *scopes, const char *name)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(scopes, i, one)
		if (name != NULL && json_is_string(one) &&
		    strcmp(json_string_value(one), name) == 0)
			return true;
	return false;
}

/* A list, or a map of PHP's. */
static json_t *
list_of(const json_t *said)
{
	json_t		*list = json_array(), *one;
	const char	*name;
	size_t		 i;

	if (json_is_object(said))
		json_object_foreach((json_t *)(uintptr_t)said, name, one)
			json_array_append(list, one);
	json_array_foreach(said, i, one)
		if (json_is_string(one))
			json_array_append(list, one);
	return list;
}

static json_t *
user_json(const json_t *profile)
{
	own_str char	*first = field_dup(profile, "NAME", 150);
	own_str char	*last = field_dup(profile, "LAST_NAME", 150);
	own_str char	*name = mem_fmt("%s%s%s", first, *first != '\0' &&
			    *last != '\0' ? " " : "", last);

	return json_pack("{s:I, s:s, s:b}", "id", (json_int_t)field_num(
	    profile, "ID", 0), "name", name, "admin", json_is_true(
	    json_object_get(profile, "ADMIN")));
}

json_t *
bitrix_check_facts(const json_t *said, const json_t *profile)
{
	own_json json_t	*scopes = list_of(said);
	json_t		*missing = json_array();

	for (size_t i = 0; i < nitems(wanted); i++)
		if (!has(scopes, wanted[i].scope) &&
		    !has(scopes, wanted[i].others[0]) &&
		    !has(scopes, wanted[i].others[1]))
			json_array_append_new(missing, json_pack("{s:s, s:s}",
			    "scope", wanted[i].scope, "code", wanted[i].code));
	if (!has(scopes, "user") && (has(scopes, "user_basic") ||
	    has(scopes, "user_brief")))
		json_array_append_new(missing, json_pack("{s:s, s:s}", "scope",
		    "user", "code", "bitrix.without_contacts"));
	return json_pack("{s:o, s:O, s:o, s:b}", "user", user_json(profile),
	    "scopes", scopes, "missing", missing, "contacts", has(scopes,
	    "user"));
}

int
bitrix_check(void *api, json_t **facts, struct err *err)
{
	struct bitrix_command	 v[] = { { .method = "scope" },
				    { .method = "profile" } };
	int			 rc = bitrix_batch(api, v, nitems(v), err);

	for (size_t i = 0; rc == 0 && i < nitems(v); i++)
		if (v[i].why != NULL) {
			*err = *v[i].why;
			rc = -1;
		}
	if (rc == 0)
		*facts = bitrix_check_facts(v[0].result, v[1].result);
	bitrix_commands_clear(v, nitems(v));
	return rc;
}
