#include "huntflow/applicant_view.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/text.h"
#include "huntflow/api_applicant.h"
#include "huntflow/duplicate.h"
#include "huntflow/duplicate_mark.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "huntflow/person.h"
#include "huntflow/stage.h"
#include "io/db.h"
#include "io/field.h"
#include "origin/origin.h"

#define DOUBLES_MAX	10	/* that are shown by name */
#define RESUMES_MAX	10
#define LOGS		20	/* entries shown with the applicant */

/* --- one item --- */

const json_t *
applicant_view_link(const json_t *doc, int64_t vacancy)
{
	const json_t	*links = json_object_get(doc, "links"), *link,
			*best = NULL;
	const char	*newest = "", *at;
	size_t		 i;

	json_array_foreach(links, i, link) {
		if (vacancy != 0) {
			if (field_num(link, "vacancy", 0) == vacancy)
				return link;
			continue;
		}
		if ((at = field_str(link, "updated")) == NULL)
			at = "";
		if (best == NULL || strcmp(at, newest) >= 0) {
			best = link;
			newest = at;
		}
	}
	return best;
}

static json_t *
vacancy_json(struct huntflow_org *org, int64_t id)
{
	if (id == 0)
		return json_null();
	return json_pack("{s:I, s:o}", "id", (json_int_t)id, "position",
	    huntflow_org_text(huntflow_org_entry(org, HUNTFLOW_VACANCIES,
	    id), "name"));
}

static json_t *
status_json(struct huntflow_org *org, int64_t id)
{
	json_t	*out = huntflow_org_named(org, HUNTFLOW_STAGES, id);

	if (json_is_object(out))
		json_object_set_new(out, "type", huntflow_org_text(
		    huntflow_org_entry(org, HUNTFLOW_STAGES, id), "type"));
	return out;
}

json_t *
applicant_view_tags(struct huntflow_org *org, const json_t *tags)
{
	json_t		*out = json_array();
	const json_t	*tag;
	size_t		 i;

	json_array_foreach(tags, i, tag) {
		const int64_t	 id = json_is_object(tag) ?
				    field_num(tag, "tag", 0) :
				    json_integer_value(tag);
		const json_t	*entry = huntflow_org_entry(org,
				    HUNTFLOW_TAGS, id);

		json_array_append_new(out, json_pack("{s:I, s:o, s:o}", "id",
		    (json_int_t)id, "name", huntflow_org_text(entry, "name"),
		    "color", huntflow_org_text(entry, "color")));
	}
	return out;
}

static json_t *
photo_url(const struct huntflow_org *org, const json_t *doc)
{
	if (field_num(doc, "photo", 0) == 0 &&
	    field_str(doc, "photo_url") == NULL)
		return json_null();
	return json_sprintf("/huntflow/accounts/%" PRId64 "/applicants/%" PRId64
	    "/photo/", org->account, field_num(doc, "id", 0));
}

/* The ClickUp tasks that became this applicant; first: only one, as an object or null. */
static json_t *
tasks_json(struct huntflow_org *org, int64_t id, bool first)
{
	own_rows struct db_rows	*rows = NULL;
	struct origin		 in = { .company_id = org->company_id,
		.account_id = org->account, .applicant_id = id };
	struct origin_task	 task;
	struct err		 why = { 0 };
	json_t			*out = json_array();

	memcpy(in.environment, org->link->environment,
	    sizeof(in.environment));
	if (origin_tasks(org->db, &in, &rows, &why) == -1) {
		log_err(LOG_WARN, "huntflow: linked tasks", &why);
		return out;
	}
	while (origin_task_next(rows, &task))
		json_array_append_new(out, json_pack("{s:s, s:s}", "task_id",
		    task.task_id, "name", task.name));
	if (first) {
		json_t	*one = json_incref(json_array_get(out, 0));

		json_decref(out);
		return one != NULL ? one : json_null();
	}
	return out;
}

/* What a search answers, too. */
static json_t *
brief(struct huntflow_org *org, const json_t *doc)
{
	static const char *const	 texts[] = { "first_name", "last_name",
		"middle_name", "position", "company", "phone", "email" };
	const int64_t	 id = field_num(doc, "id", 0);
	json_t		*out = json_pack("{s:I}", "id", (json_int_t)id);

	for (size_t i = 0; i < nitems(texts); i++)
		json_object_set_new(out, texts[i], huntflow_org_text(doc,
		    texts[i]));
	json_object_set_new(out, "photo_url", photo_url(org, doc));
	json_object_set_new(out, "created", huntflow_org_time(doc,
	    "created"));
	json_object_set_new(out, "task", tasks_json(org, id, true));
	return out;
}

void
applicant_view_seen(struct huntflow_org *org, const json_t *items, bool newest)
{
	const struct huntflow_place	place = { org->company_id,
		org->account, org->link->environment };
	struct err			why = { 0 };

	if (huntflow_person_seen(org->db, &place, items, newest, &why) == -1)
		log_err(LOG_WARN, "huntflow: applicants seen", &why);
}

json_t *
applicant_view_item(struct huntflow_org *org, const json_t *doc,
    int64_t vacancy)
{
	const json_t	*link = applicant_view_link(doc, vacancy);
	json_t		*out = brief(org, doc);

	json_object_set_new(out, "tags", applicant_view_tags(org,
	    json_object_get(doc, "tags")));
	json_object_set_new(out, "vacancy", vacancy_json(org, field_num(link,
	    "vacancy", 0)));
	json_object_set_new(out, "status", status_json(org, field_num(link,
	    "status", 0)));
	json_object_set_new(out, "updated", huntflow_org_time(link,
	    "updated"));
	return out;
}

json_t *
applicant_view_name(const json_t *doc)
{
	static const char *const	 parts[] = { "last_name", "first_name",
		"middle_name" };
	own_buf struct buf	 b = { 0 };

	for (size_t i = 0; i < nitems(parts); i++) {
		const char	*part = field_str(doc, parts[i]);

		if (part != NULL && *part != '\0')
			buf_fmt(&b, "%s%s", b.len > 0 ? " " : "", part);
	}
	return json_string(buf_str(&b));
}

/* --- the log --- */

json_t *
applicant_view_files(const json_t *files)
{
	json_t		*out = json_array();
	const json_t	*file;
	size_t		 i;

	json_array_foreach(files, i, file)
		json_array_append_new(out, json_pack("{s:I, s:o, s:o, s:o}",
		    "id", (json_int_t)field_num(file, "id", 0), "name",
		    huntflow_org_text(file, "name"), "content_type",
		    huntflow_org_text(file, "content_type"), "url",
		    huntflow_org_text(file, "url")));
	return out;
}

static json_t *
author_json(const json_t *who)
{
	if (!json_is_object(who))
		return json_null();
	return json_pack("{s:I, s:o, s:o}", "id", (json_int_t)field_num(who,
	    "id", 0), "name", huntflow_org_text(who, "name"), "email",
	    huntflow_org_text(who, "email"));
}

static json_t *
meeting_json(const json_t *event)
{
	if (!json_is_object(event))
		return json_null();
	return json_pack("{s:o, s:o, s:o}", "name", huntflow_org_text(event,
	    "name"), "start", huntflow_org_time(event, "start"), "end",
	    huntflow_org_time(event, "end"));
}

json_t *
applicant_view_log(struct huntflow_org *org, const json_t *doc)
{
	return json_pack("{s:I, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, "
	    "s:o}", "id", (json_int_t)field_num(doc, "id", 0),
	    "type", huntflow_org_text(doc, "type"),
	    "created", huntflow_org_time(doc, "created"),
	    "comment", huntflow_org_plain(field_str(doc, "comment")),
	    "vacancy", vacancy_json(org, field_num(doc, "vacancy", 0)),
	    "status", status_json(org, field_num(doc, "status", 0)),
	    "rejection_reason", huntflow_org_named(org, HUNTFLOW_REASONS,
	    field_num(doc, "rejection_reason", 0)),
	    "employment_date", huntflow_org_time(doc, "employment_date"),
	    "author", author_json(json_object_get(doc, "account_info")),
	    "files", applicant_view_files(json_object_get(doc, "files")),
	    "calendar_event", meeting_json(json_object_get(doc,
	    "calendar_event")));
}

static void
note_stages(struct huntflow_org *org, int64_t id, const json_t *log)
{
	const struct huntflow_place	place = { org->company_id,
		org->account, org->link->environment };
	struct err			why = { 0 };

	if (huntflow_stage_seen(org->db, &place, id, log, &why) == -1)
		log_err(LOG_WARN, "huntflow: stages seen", &why);
}

int
applicant_view_logs(struct huntflow_org *org, int64_t id,
    const struct applicant_log_ask *ask, json_t **items, bool *more,
    struct err *err)
{
	own_json json_t		*doc = NULL, *list = json_array();
	struct huntflow_get	 get;
	struct huntflow_page	 page;
	const json_t		*entry;
	size_t			 i;

	huntflow_applicant_logs(&get, org->account, id, ask->type, ask->page,
	    ask->size);
	if (huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_LIST_S, &doc,
	    &page, err) == -1)
		return -1;
	json_array_foreach(page.items, i, entry)
		json_array_append_new(list, applicant_view_log(org, entry));
	note_stages(org, id, list);
	*more = ask->page < page.pages;
	*items = give(list);
	return 0;
}

/* --- the whole applicant --- */

struct view {
	struct huntflow_org	*org;
	int64_t			 id;
	const json_t		*doc;
	json_t			*out;
};

/* A part that cannot be read does not hide the others. */
static void
failed(struct view *v, const char *part, const struct err *why)
{
	json_t	*problems = json_object_get(v->out, "problems");
	char	 text[600];

	log_err(LOG_WARN, part, why);
	text_put(text, sizeof(text), v->org->lang, why->code[0] != '\0' ?
	    why->code : err_name(why->kind), why->text);
	json_array_append_new(problems, json_pack("{s:s, s:s, s:s}", "part",
	    part, "code", why->code[0] != '\0' ? why->code :
	    err_name(why->kind), "text", text));
}

static void
put_person(struct view *v)
{
	static const char *const	 texts[] = { "money", "skype" };
	json_t		*social = json_array(), *telegram = NULL;
	const json_t	*one;
	size_t		 i;

	for (i = 0; i < nitems(texts); i++)
		json_object_set_new(v->out, texts[i], huntflow_org_text(v->doc,
		    texts[i]));
	json_object_set_new(v->out, "birthday", huntflow_org_time(v->doc,
	    "birthday"));
	json_array_foreach(json_object_get(v->doc, "social"), i, one) {
		json_array_append_new(social, json_pack("{s:o, s:o}", "type",
		    huntflow_org_text(one, "social_type"), "value",
		    huntflow_org_text(one, "value")));
		if (telegram == NULL)
			telegram = huntflow_org_text(one, "value");
	}
	json_object_set_new(v->out, "social", social);
	json_object_set_new(v->out, "telegram", telegram != NULL ? telegram :
	    json_null());
}

static void
put_links(struct view *v)
{
	json_t		*out = json_array();
	const json_t	*link;
	size_t		 i;

	json_array_foreach(json_object_get(v->doc, "links"), i, link)
		json_array_append_new(out, json_pack("{s:o, s:o, s:o, s:o}",
		    "vacancy", vacancy_json(v->org, field_num(link, "vacancy",
		    0)), "status", status_json(v->org, field_num(link,
		    "status", 0)), "rejection_reason", huntflow_org_named(
		    v->org, HUNTFLOW_REASONS, field_num(link,
		    "rejection_reason", 0)), "updated",
		    huntflow_org_time(link, "updated")));
	json_object_set_new(v->out, "links", out);
}

/* Where the first of the résumés came from; null: there is none, or it does not say. */
static json_t *
source_json(struct view *v, const json_t *doc)
{
	const json_t	*first = json_array_get(json_object_get(doc,
			    "external"), 0);

	return huntflow_org_named(v->org, HUNTFLOW_SOURCES, field_num(first,
	    "account_source", 0));
}

static json_t *
double_json(struct view *v, int64_t id, bool different)
{
	own_json json_t	*doc = NULL;
	struct err	 why = { 0 };

	if (huntflow_org_applicant(v->org, id, false, &doc, &why) == -1)
		log_err(LOG_WARN, "huntflow: a double", &why);
	return json_pack("{s:I, s:o, s:o, s:b, s:o, s:o}", "id",
	    (json_int_t)id, "name", doc != NULL ? applicant_view_name(doc) :
	    json_null(), "matched", doc != NULL ? duplicate_matched(v->doc,
	    doc, v->org->country) : json_array(), "different", different,
	    "created", huntflow_org_time(doc, "created"), "source",
	    source_json(v, doc));
}

static void
put_doubles(struct view *v)
{
	json_t			*out = json_array();
	struct duplicate_marks	 marks;
	const json_t		*one;
	size_t			 i;

	duplicate_mark_read(v->org, v->id, &marks);
	json_array_foreach(json_object_get(v->doc, "doubles"), i, one) {
		const int64_t	 id = field_num(one, "double", 0);

		if (i < DOUBLES_MAX && id > 0)
			json_array_append_new(out, double_json(v, id,
			    duplicate_mark_has(&marks, id)));
	}
	json_object_set_new(v->out, "doubles", out);
}

/* Text and files of one résumé; what other services put there differs: only these are read. */
static void
put_resume(struct view *v, json_t *out, int64_t external)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;
	struct err		 why = { 0 };
	const char		*body;

	huntflow_applicant_external(&get, v->org->account, v->id, external);
	if (huntflow_org_read(v->org, &get, HUNTFLOW_KEEP_S, &doc,
	    &why) == -1) {
		failed(v, "externals", &why);
		return;
	}
	body = field_str(json_object_get(doc, "data"), "body");
	json_object_set_new(out, "body", huntflow_org_plain(body));
	json_object_set_new(out, "body_nodes", huntflow_org_nodes(body));
	json_object_set_new(out, "files", applicant_view_files(json_object_get(doc,
	    "files")));
	json_object_set_new(out, "source_url", huntflow_org_text(doc,
	    "source_url"));
}

static void
put_externals(struct view *v)
{
	json_t		*out = json_array();
	const json_t	*one;
	size_t		 i;

	json_array_foreach(json_object_get(v->doc, "external"), i, one) {
		const int64_t	 id = field_num(one, "id", 0);
		json_t		*item;

		item = json_pack("{s:I, s:o, s:o, s:o, s:n, s:n, s:[], s:n}",
		    "id", (json_int_t)id, "source", huntflow_org_named(
		    v->org, HUNTFLOW_SOURCES, field_num(one, "account_source",
		    0)), "auth_type", huntflow_org_text(one, "auth_type"),
		    "updated", huntflow_org_time(one, "updated"), "body",
		    "body_nodes", "files", "source_url");
		if (i < RESUMES_MAX && id > 0)
			put_resume(v, item, id);
		json_array_append_new(out, item);
	}
	json_object_set_new(v->out, "externals", out);
}

static json_t *
questions_json(const json_t *schema)
{
	json_t		*out = json_array(), *field;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)schema, name, field)
		if (json_is_object(field))
			json_array_append_new(out, json_pack(
			    "{s:s, s:o, s:o, s:b, s:I, s:o, s:O?}", "name",
			    name, "title", huntflow_org_text(field, "title"),
			    "type", huntflow_org_text(field, "type"),
			    "required", field_flag(field, "required"), "order",
			    (json_int_t)field_num(field, "order", 0),
			    "dictionary", huntflow_org_text(field,
			    "dictionary"), "values", json_object_get(field,
			    "values")));
	return out;
}

static void
put_questionary(struct view *v)
{
	own_json json_t		*schema = NULL, *values = NULL;
	struct huntflow_get	 get;
	struct err		 why = { 0 };

	json_object_set_new(v->out, "questionary", json_null());
	huntflow_applicant_schema(&get, v->org->account);
	if (huntflow_org_read(v->org, &get, HUNTFLOW_KEEP_S, &schema,
	    &why) == -1) {
		failed(v, "questionary", &why);
		return;
	}
	huntflow_applicant_questionary(&get, v->org->account, v->id);
	if (huntflow_org_read_opt(v->org, &get, HUNTFLOW_KEEP_S, &values,
	    &why) == -1) {
		failed(v, "questionary", &why);
		return;
	}
	json_object_set_new(v->out, "questionary", json_pack("{s:o, s:O?}",
	    "schema", questions_json(schema), "values",
	    json_object_size(values) > 0 ? values : NULL));
}

static void
put_logs(struct view *v)
{
	const struct applicant_log_ask	 ask = { .page = 1, .size = LOGS };
	json_t		*items = NULL;
	struct err	 why = { 0 };
	bool		 more = false;

	if (applicant_view_logs(v->org, v->id, &ask, &items, &more,
	    &why) == -1)
		failed(v, "logs", &why);
	json_object_set_new(v->out, "logs", items != NULL ? items :
	    json_null());
	json_object_set_new(v->out, "logs_more", json_boolean(more));
}

static void
put_url(struct view *v)
{
	own_str char	*url = huntflow_org_page(v->org, v->id);

	json_object_set_new(v->out, "url", url != NULL ? json_string(url) :
	    json_null());
}

int
applicant_view_get(struct huntflow_org *org, int64_t id, bool fresh,
    json_t **out, struct err *err)
{
	own_json json_t	*doc = NULL, *got = NULL, *seen = NULL;
	struct view	 v = { .org = org, .id = id };
	const struct api_cache_key key = huntflow_cache_candidate(org->account,
					    id);

	if (fresh && huntflow_cache_forget(&org->cache, &key, err) == -1)
		return -1;
	if (huntflow_org_applicant(org, id, false, &doc, err) == -1)
		return -1;
	v.doc = doc;
	v.out = got = applicant_view_item(org, doc, 0);
	json_object_set_new(got, "problems", json_array());
	put_person(&v);
	put_links(&v);
	put_doubles(&v);
	put_externals(&v);
	put_questionary(&v);
	seen = json_pack("[O]", got);
	applicant_view_seen(org, seen, true);
	put_logs(&v);
	put_url(&v);
	json_object_set_new(got, "tasks", tasks_json(org, id, false));
	*out = give(got);
	return 0;
}
