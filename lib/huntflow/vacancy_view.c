#include "huntflow/vacancy_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/words.h"
#include "huntflow/api_vacancy.h"
#include "huntflow/org.h"
#include "huntflow/vacancy_count.h"
#include "io/field.h"

#define PAGES_MAX	100
#define TEXT_MAX	100000	/* characters of a vacancy's text */
#define COUNTS_MAX	40	/* stages that are counted */

/* --- the list --- */

/* What the list and the details share. */
static json_t *
brief(struct huntflow_org *org, const json_t *v)
{
	return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:n, s:I, s:o, s:o}",
	    "id", (json_int_t)field_num(v, "id", 0),
	    "position", huntflow_org_text(v, "position"),
	    "company", huntflow_org_text(v, "company"),
	    "state", huntflow_org_text(v, "state"),
	    "created", huntflow_org_time(v, "created"),
	    "deadline", huntflow_org_time(v, "deadline"),
	    "applicants_count",
	    "priority", (json_int_t)field_num(v, "priority", 0),
	    "account_division", huntflow_org_named(org, HUNTFLOW_DIVISIONS,
	    field_num(v, "account_division", 0)),
	    "money", huntflow_org_text(v, "money"));
}

/* Does every word of the question begin a word of the vacancy? */
static bool
matches(const json_t *v, const char *question)
{
	const char *const	 texts[] = { field_str(v, "position"),
				    field_str(v, "company") };
	own_buf struct buf	 has = { 0 };

	words_index(texts, texts[1] != NULL ? 2 : 1, &has);
	return words_match(buf_str(&has), question, false);
}

static int
read_page(struct huntflow_org *org, const struct vacancy_ask *ask,
    int64_t n, int64_t count, json_t **doc, struct huntflow_page *page,
    struct err *err)
{
	struct huntflow_get	 get;

	huntflow_vacancy_list(&get, org->account, ask->state, ask->mine, n,
	    count);
	return huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_LIST_S, doc,
	    page, err);
}

/* The service cannot search vacancies: all of them are read, and kept for a while. */
static int
search(struct huntflow_org *org, const struct vacancy_ask *ask,
    struct vacancy_list *out, struct err *err)
{
	const int64_t		 skip = (ask->page - 1) * ask->size;
	struct huntflow_page	 page = { .pages = 1 };
	const json_t		*v;
	size_t			 i;

	out->total = 0;
	for (int64_t n = 1; n <= page.pages && n <= PAGES_MAX; n++) {
		own_json json_t	*doc = NULL;

		if (read_page(org, ask, n, HUNTFLOW_PAGE, &doc, &page,
		    err) == -1)
			return -1;
		json_array_foreach(page.items, i, v) {
			if (field_str(v, "position") == NULL ||
			    !matches(v, ask->search) ||
			    out->total++ < skip ||
			    out->total > skip + ask->size)
				continue;
			json_array_append_new(out->items, brief(org, v));
		}
	}
	out->more = out->total > skip + ask->size;
	return 0;
}

static int
list(struct huntflow_org *org, const struct vacancy_ask *ask,
    struct vacancy_list *out, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_page	 page;
	const json_t		*v;
	size_t			 i;

	if (read_page(org, ask, ask->page, ask->size, &doc, &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, v)
		if (field_num(v, "id", 0) > 0)
			json_array_append_new(out->items, brief(org, v));
	out->total = page.total;
	out->more = ask->page < page.pages;
	return 0;
}

int
vacancy_view_list(struct huntflow_org *org, const struct vacancy_ask *ask,
    struct vacancy_list *out, struct err *err)
{
	own_json json_t		*items = json_array();
	struct vacancy_list	 got = { .items = items, .total = -1 };

	if ((ask->search != NULL ? search(org, ask, &got, err) :
	    list(org, ask, &got, err)) == -1)
		return -1;
	got.items = give(items);
	*out = got;
	return 0;
}

int
vacancy_view_states(struct huntflow_org *org, const struct vacancy_ask *ask,
    json_t **out, struct err *err)
{
	static const char *const	 states[] = { "OPEN", "HOLD",
		"CLOSED" };
	own_json json_t			*got = json_object();

	for (size_t i = 0; i < nitems(states); i++) {
		struct vacancy_ask	 one = *ask;
		struct vacancy_list	 list = { 0 };

		one.state = states[i];
		one.page = one.size = 1;
		if (vacancy_view_list(org, &one, &list, err) == -1)
			return -1;
		json_decref(list.items);
		json_object_set_new(got, states[i], list.total >= 0 ?
		    json_integer(list.total) : json_null());
	}
	*out = give(got);
	return 0;
}

/* --- one vacancy --- */

static json_t *
stages(struct huntflow_org *org, int64_t vacancy, const json_t *all)
{
	json_t		*out = json_array(), *count = NULL;
	const json_t	*stage;
	bool		 answered = true;
	size_t		 i;

	json_array_foreach(all, i, stage) {
		const bool	 dead = field_str(stage, "removed") != NULL;

		/* After one without an answer the others would wait as long in vain. */
		count = dead || !answered || i >= COUNTS_MAX ? json_null() :
		    vacancy_count_at(org, vacancy,
		    field_num(stage, "id", 0));
		answered = answered && (dead || !json_is_null(count));
		json_array_append_new(out, json_pack(
		    "{s:I, s:o, s:o, s:I, s:b, s:o}", "id",
		    (json_int_t)field_num(stage, "id", 0), "name",
		    huntflow_org_text(stage, "name"), "type",
		    huntflow_org_text(stage, "type"), "order",
		    (json_int_t)field_num(stage, "order", 0), "removed", dead,
		    "count", count));
	}
	return out;
}

static json_t *
total_of(const json_t *counted)
{
	const json_t	*stage;
	json_int_t	 sum = 0;
	size_t		 i;

	json_array_foreach(counted, i, stage) {
		const json_t	*count = json_object_get(stage, "count");

		if (json_is_null(count) && !json_is_true(json_object_get(stage,
		    "removed")))
			return json_null();
		sum += json_integer_value(count);
	}
	return json_integer(sum);
}

static int
read_fields(struct huntflow_org *org, json_t **out, struct err *err)
{
	struct huntflow_get	 get;

	huntflow_vacancy_fields(&get, org->account);
	return huntflow_org_read(org, &get, HUNTFLOW_KEEP_S, out, err);
}

static json_t *
fields_json(const json_t *schema, const json_t *vacancy)
{
	json_t		*out = json_array(), *field;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)schema, name, field) {
		json_t	*value = json_object_get(vacancy, name);
		json_t	*names = json_object_get(field, "values");

		if (!json_is_object(field))
			continue;
		json_array_append_new(out, json_pack(
		    "{s:s, s:I, s:o, s:o, s:b, s:I, s:o, s:O?, s:O?}", "name",
		    name, "id", (json_int_t)field_num(field, "id", 0),
		    "title", huntflow_org_text(field, "title"),
		    "type", huntflow_org_text(field, "type"),
		    "required", field_flag(field, "required"),
		    "order", (json_int_t)field_num(field, "order", 0),
		    "dictionary", huntflow_org_text(field, "dictionary"),
		    "values", names, "value", value));
	}
	return out;
}

static void
put_texts(json_t *out, const json_t *vacancy)
{
	static const struct { const char *text, *nodes; } texts[] = {
		{ "body", "body_nodes" },
		{ "requirements", "requirements_nodes" },
		{ "conditions", "conditions_nodes" },
	};

	for (size_t i = 0; i < nitems(texts); i++) {
		json_object_set_new(out, texts[i].text,
		    huntflow_org_text(vacancy, texts[i].text));
		json_object_set_new(out, texts[i].nodes, huntflow_org_nodes(
		    field_str(vacancy, texts[i].text)));
	}
	json_object_set_new(out, "updated", huntflow_org_time(vacancy,
	    "updated"));
	json_object_set_new(out, "hidden", json_boolean(field_flag(vacancy,
	    "hidden")));
}

/* The page of a vacancy in Huntflow itself has an address like those of applicants. */
static json_t *
page_url(struct huntflow_org *org, int64_t id)
{
	own_str char	*page = huntflow_org_page(org, 0);
	char		*end = page != NULL ? strchr(page, '#') : NULL;

	if (end == NULL)
		return json_null();
	return json_sprintf("%.*s#/vacancy/%" PRId64, (int)(end - page), page,
	    id);
}

int
vacancy_view_get(struct huntflow_org *org, int64_t id, bool fresh,
    json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL, *schema = NULL, *got = NULL;
	const json_t	*all;
	json_t		*at;

	if (huntflow_org_vacancy(org, id, fresh, &doc, err) == -1 ||
	    huntflow_org_list(org, HUNTFLOW_STAGES, &all, err) == -1 ||
	    read_fields(org, &schema, err) == -1)
		return -1;
	got = brief(org, doc);
	at = stages(org, id, all);
	json_object_set_new(got, "applicants_count", total_of(at));
	json_object_set_new(got, "statuses", at);
	json_object_set_new(got, "additional_fields", fields_json(schema, doc));
	json_object_set_new(got, "url", page_url(org, id));
	put_texts(got, doc);
	*out = give(got);
	return 0;
}

/* --- changes --- */

static const struct { const char *name; size_t max; } texts_of[] = {
	{ "position", 1000 }, { "company", 1000 }, { "money", 255 },
	{ "body", TEXT_MAX }, { "requirements", TEXT_MAX },
	{ "conditions", TEXT_MAX },
};

static int
take_texts(const json_t *body, json_t *change, struct err *err)
{
	const char	*text;
	int		 rc = 0;

	for (size_t i = 0; i < nitems(texts_of); i++) {
		json_t	*value = json_object_get(body, texts_of[i].name);

		if (value == NULL)
			continue;
		if (field_text_opt(body, texts_of[i].name, texts_of[i].max,
		    &text, err) == -1)
			rc = -1;
		else if (i == 0 && (json_is_null(value) ||
		    json_string_length(value) == 0))
			rc = err_field(err, "position", "required", "%s", "");
		else
			json_object_set(change, texts_of[i].name, value);
	}
	return rc;
}

static bool
is_text_name(const char *name)
{
	for (size_t i = 0; i < nitems(texts_of); i++)
		if (strcmp(texts_of[i].name, name) == 0)
			return true;
	return false;
}

/* What is neither text nor priority must be an additional field of the organisation. */
static int
take_fields(const json_t *body, const json_t *schema, json_t *change,
    struct err *err)
{
	const char	*name;
	int64_t		 priority = 0;
	json_t		*value;
	int		 rc = 0;

	json_object_foreach((json_t *)(uintptr_t)body, name, value) {
		if (is_text_name(name))
			continue;
		if (strcmp(name, "priority") == 0) {
			if (field_int(body, name, 0, 1, &priority, err) == -1)
				rc = -1;
			else
				json_object_set_new(change, name,
				    json_integer(priority));
		} else if (json_is_object(json_object_get(schema, name)))
			json_object_set(change, name, value);
		else
			rc = err_field(err, name, "unknown", "%s", "");
	}
	return rc;
}

int
vacancy_view_change(struct huntflow_org *org, int64_t id, const json_t *body,
    json_t **out, struct err *err)
{
	own_json json_t	*schema = NULL, *change = json_object(), *doc = NULL;
	char		 path[48];
	int		 bad;

	if (!json_is_object(body) || json_object_size(body) == 0)
		return err_code(err, ERR_INPUT, "io.json", "1:1");
	if (read_fields(org, &schema, err) == -1)
		return -1;
	bad = take_texts(body, change, err);
	if (take_fields(body, schema, change, err) == -1 || bad == -1)
		return -1;
	if (huntflow_vacancy_update(org->api, org->account, id, change, &doc,
	    err) == -1)
		return huntflow_org_unsure(org, err) ?
		    huntflow_org_lost(err) : huntflow_org_refused(err);
	snprintf(path, sizeof(path), "/vacancies/%" PRId64, id);
	huntflow_org_changed(org, "vacancy", id, "edit", path);
	return vacancy_view_get(org, id, false, out, err);
}
