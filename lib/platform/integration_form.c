#include "platform/integration_form.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/integration.h"
#include "platform/platform.h"
#include "platform/wish.h"

#define NAME_CHARS		100
#define DESCRIPTION_CHARS	1000
#define KEY_CHARS		2000
#define HOURS			24
#define HOURS_MAX		(24 * 30)

static const char *const	names[] = { "platform", "name", "description",
	"is_active", "auto_sync", "sync_interval_hours", "search_keywords",
	"search_locations", "search_experience_min", "search_experience_max",
	"search_salary_min", "search_salary_max", "currency", "api_key",
	"api_secret", "access_token", "refresh_token", NULL };

static bool
among(const char *const *words, const char *word)
{
	while (*words != NULL && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

/* Absent: stays. null or "": removed. */
static int
read_key(const json_t *body, const struct platform *platform,
    const char *name, const char **out, struct err *err)
{
	const char	*key = NULL;

	if (json_object_get(body, name) == NULL)
		return 0;
	if (field_text_opt(body, name, KEY_CHARS, &key, err) == -1)
		return -1;
	*out = key != NULL ? key : "";
	if (**out != '\0' && !among(platform->takes, name))
		return err_field(err, name, "platform.key_unused", "%s",
		    platform->title);
	for (const char *c = *out; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~')
			return err_field(err, name, "service.key_format",
			    "blank");
	return 0;
}

/* The members of the search that the body has, over those of before. */
static int
read_search(const json_t *body, const json_t *before, json_t **out,
    struct err *err)
{
	own_json json_t		*merged = before != NULL ?
				    json_copy((json_t *)(uintptr_t)before) :
				    json_object();
	own_wish struct wish	 wish = { 0 };

	for (const char *const *name = wish_stored_names; *name != NULL;
	    name++)
		if (json_object_get(body, *name) != NULL)
			json_object_set(merged, *name, json_object_get(body,
			    *name));
	if (wish_read_stored(merged, &wish, err) == -1)
		return -1;
	*out = wish_json(&wish, true);
	return 0;
}

static int
read_name(const json_t *body, bool may_miss, const char **out,
    struct err *err)
{
	return may_miss && json_object_get(body, "name") == NULL ? 0 :
	    field_line(body, "name", 1, NAME_CHARS, out, err);
}

int
integration_form_read(const json_t *body, const struct platform *platform,
    const struct integration *before, bool whole,
    struct integration_change *out, struct err *err)
{
	own_integration_change struct integration_change to = {
	    .description = "",
	    .is_active = !platform->begins_off,
	    .sync_interval_hours = HOURS };
	const bool	part = before != NULL && !whole;
	int		rc = field_only(body, names, err);

	if (part) {
		to.name = before->con.name;
		to.description = before->description;
		to.is_active = before->is_active;
		to.auto_sync = before->con.auto_sync;
		to.sync_interval_hours = before->con.sync_interval / 60;
	}
	rc |= read_name(body, part, &to.name, err);
	rc |= field_text_opt(body, "description", DESCRIPTION_CHARS,
	    &to.description, err);
	rc |= field_bool_opt(body, "is_active", &to.is_active, err);
	rc |= field_bool_opt(body, "auto_sync", &to.auto_sync, err);
	rc |= field_int_opt(body, "sync_interval_hours", 1, HOURS_MAX,
	    &to.sync_interval_hours, err);
	rc |= read_search(body, part ? before->search : NULL, &to.search,
	    err);
	for (int i = 0; i < INTEGRATION_KEYS; i++)
		rc |= read_key(body, platform, platform_key_names[i],
		    &to.key[i], err);
	if (rc == 0)
		*out = give(to);
	return rc;
}
