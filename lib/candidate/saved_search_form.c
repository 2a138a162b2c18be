#include "candidate/saved_search_form.h"

#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "candidate/saved_search.h"
#include "io/field.h"
#include "platform/platform.h"
#include "platform/score.h"
#include "platform/wish.h"

#define PLATFORMS_MAX	20
#define HOURS_USUAL	24
#define HOURS_MAX	720

static int
check_platforms(const json_t *doc, const struct platform *const *boards,
    struct err *err)
{
	const struct platform	*platform;
	json_t			*names = NULL, *one;
	size_t			 i;

	if (field_array_opt(doc, "platforms", PLATFORMS_MAX, &names,
	    err) == -1)
		return -1;
	json_array_foreach(names, i, one)
		if (platform_choose(boards, "platforms", json_is_string(one) ?
		    json_string_value(one) : "", &platform, err) == -1)
			return -1;
	return 0;
}

static int
check_search(const json_t *doc, const struct platform *const *boards,
    struct err *err)
{
	static const char *const	names[] = { "platforms", "weights",
		"keywords", "locations", "experience_min", "experience_max",
		"salary_min", "salary_max", "currency", "employment",
		"updated_within_days", "only_new", NULL };
	own_wish struct wish		wish = { 0 };
	struct score_weights		weights;

	if ((field_only(doc, names, err) | wish_read(doc, &wish, err) |
	    score_weights_read(doc, &weights, err) |
	    check_platforms(doc, boards, err)) != 0)
		return -1;
	return wish_given(&wish) != 0 ? 0 : err_field(err, "", "required", "%s",
	    "");
}

static int
read_search(const json_t *body, const struct platform *const *boards,
    struct saved_search *s, bool *anew, struct err *err)
{
	json_t		*doc = NULL;
	own_str char	*text = NULL;
	const int	 known = err->nfields;

	if (field_object_opt(body, "search", &doc, err) == -1)
		return -1;
	if (doc == NULL)
		return s->search != NULL ? 0 : err_field(err, "search",
		    "required", "%s", "");
	if (check_search(doc, boards, err) == -1)
		return err_within(err, known, "search");
	text = json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS);
	*anew = s->search == NULL || strcmp(s->search, text) != 0;
	mem_put(&s->search, give(text));
	return 0;
}

int
saved_search_form_read(const json_t *body,
    const struct platform *const *boards, struct saved_search *s, bool *anew,
    struct err *err)
{
	static const char *const names[] = { "name", "search", "shared",
		"auto_sync", "sync_interval_hours", NULL };
	const char	*name = NULL;
	const bool	 has_name = json_object_get(body, "name") != NULL;
	int		 rc;

	*anew = false;
	if (s->interval_hours == 0)
		s->interval_hours = HOURS_USUAL;
	rc = field_only(body, names, err) |
	    field_bool_opt(body, "shared", &s->shared, err) |
	    field_bool_opt(body, "auto_sync", &s->auto_sync, err) |
	    field_int_opt(body, "sync_interval_hours", 1, HOURS_MAX,
	    &s->interval_hours, err) | read_search(body, boards, s, anew, err);
	if (s->name == NULL || has_name)
		rc |= field_line(body, "name", 1, 100, &name, err);
	if (rc != 0)
		return -1;
	if (name != NULL)
		mem_put(&s->name, mem_dup(name));
	return 0;
}

/* --- shown --- */

static json_t *
time_json(int64_t at_ms)
{
	char	text[CLOCK_ISO_SIZE];

	if (at_ms == 0)
		return json_null();
	clock_iso(at_ms, text);
	return json_string(text);
}

static json_t *
error_json(const struct saved_search *s, const char *lang)
{
	char	text[700];

	if (s->error_code[0] == '\0' && s->error[0] == '\0')
		return json_null();
	text_put(text, sizeof(text), lang, s->error_code, s->error);
	return json_string(text);
}

static const char *
status_of(const struct saved_search *s)
{
	return s->running ? "running" : s->next_run_at != 0 &&
	    s->next_run_at <= clock_ms() ? "queued" : "idle";
}

json_t *
saved_search_form_json(const struct saved_search *s, int64_t user_id,
    const char *lang)
{
	return json_pack("{s:I, s:s, s:b, s:s, s:o, s:b, s:b, s:I, s:s, s:o, "
	    "s:o, s:I, s:I, s:I, s:I, s:o, s:o}", "id", (json_int_t)s->id,
	    "name", s->name, "mine", s->user_id == user_id, "owner", s->owner,
	    "search", json_loads(s->search, 0, NULL), "shared", s->shared,
	    "auto_sync", s->auto_sync, "sync_interval_hours",
	    (json_int_t)s->interval_hours, "status", status_of(s),
	    "last_run_at", time_json(s->last_run_at), "next_run_at",
	    time_json(s->next_run_at), "found", (json_int_t)s->found, "fresh",
	    (json_int_t)s->fresh, "unseen", (json_int_t)s->unseen,
	    "error_count", (json_int_t)s->error_count, "last_error",
	    error_json(s, lang), "created_at", time_json(s->created_at));
}
