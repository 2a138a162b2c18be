#include "huntflow/api_applicant.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "io/fetch.h"
#include "io/field.h"

#define APPLICANTS	"/accounts/%" PRId64 "/applicants"
#define APPLICANT	APPLICANTS "/%" PRId64
#define LOG_MS		15000	/* some logs never answer */
#define LOG_PAGES	200	/* of one applicant that are looked through */

void
huntflow_applicant_clear(struct huntflow_applicant *applicant)
{
	mem_free_str(&applicant->first_name);
	mem_free_str(&applicant->last_name);
	mem_free_str(&applicant->middle_name);
	mem_free_str(&applicant->email);
	mem_free_str(&applicant->phone);
	memset(applicant, 0, sizeof(*applicant));
}

void
huntflow_applicants_clear(struct huntflow_applicants *list)
{
	for (size_t i = 0; i < list->n; i++)
		huntflow_applicant_clear(&list->v[i]);
	free(list->v);
	memset(list, 0, sizeof(*list));
}

/* --- questions --- */

static void
add_id(struct huntflow_get *get, const char *name, int64_t id)
{
	if (id != 0)
		huntflow_get_num(get, name, id);
}

/* The filter is "vacancy": "vacancy_id", as the vendor's client sends it, is ignored. */
void
huntflow_applicant_list(struct huntflow_get *get, int64_t account,
    int64_t vacancy, int64_t status, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANTS, account);
	huntflow_get_num(get, "count", count);
	huntflow_get_num(get, "page", page);
	add_id(get, "status", status);
	add_id(get, "vacancy", vacancy);
}

static void
add_ask(struct huntflow_get *get, const struct huntflow_applicant_ask *ask)
{
	huntflow_get_add(get, "q", ask->q);
	add_id(get, "status", ask->status);
	add_id(get, "tag", ask->tag);
	add_id(get, "vacancy", ask->vacancy);
	if (ask->status != 0)	/* who is at this stage now, not who passed it */
		huntflow_get_add(get, "only_current_status", "true");
}

void
huntflow_applicant_search(struct huntflow_get *get, int64_t account,
    const struct huntflow_applicant_ask *ask, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANTS "/search", account);
	huntflow_get_num(get, "count", count);
	huntflow_get_add(get, "field", "all");
	huntflow_get_num(get, "page", page);
	add_ask(get, ask);
}

void
huntflow_applicant_cursor(struct huntflow_get *get, int64_t account,
    const struct huntflow_applicant_ask *ask, const char *cursor,
    int64_t count)
{
	huntflow_get_path(get, APPLICANTS "/search_by_cursor", account);
	huntflow_get_num(get, "count", count);
	huntflow_get_add(get, "field", "all");
	huntflow_get_add(get, "next_page_cursor", cursor);
	add_ask(get, ask);
}

void
huntflow_applicant_get(struct huntflow_get *get, int64_t account, int64_t id)
{
	huntflow_get_path(get, APPLICANT, account, id);
}

void
huntflow_applicant_schema(struct huntflow_get *get, int64_t account)
{
	huntflow_get_path(get, APPLICANTS "/questionary", account);
}

void
huntflow_applicant_questionary(struct huntflow_get *get, int64_t account,
    int64_t id)
{
	huntflow_get_path(get, APPLICANT "/questionary", account, id);
	get->may_miss = true;	/* many have none */
}

void
huntflow_applicant_logs(struct huntflow_get *get, int64_t account, int64_t id,
    const char *type, int64_t page, int64_t count)
{
	huntflow_get_path(get, APPLICANT "/logs", account, id);
	huntflow_get_num(get, "count", count);
	huntflow_get_num(get, "page", page);
	huntflow_get_add(get, "type", type);
	get->timeout_ms = LOG_MS;
}

void
huntflow_applicant_external(struct huntflow_get *get, int64_t account,
    int64_t id, int64_t external)
{
	huntflow_get_path(get, APPLICANT "/externals/%" PRId64, account, id,
	    external);
}

/* --- understanding --- */

/* Ids of a member that is an array of objects: [{"double": 8}]. */
static size_t
read_ids(const json_t *list, const char *key, int64_t *out, size_t max)
{
	const json_t	*item;
	size_t		 i, n = 0;

	json_array_foreach(list, i, item)
		if (n < max && field_num(item, key, 0) > 0)
			out[n++] = field_num(item, key, 0);
	return n;
}

static void
read_links(const json_t *list, struct huntflow_applicant *out)
{
	const json_t	*item;
	size_t		 i;

	json_array_foreach(list, i, item) {
		if (out->nlinks == HUNTFLOW_LINKS_MAX)
			break;
		out->links[out->nlinks].vacancy = field_num(item, "vacancy", 0);
		out->links[out->nlinks++].status = field_num(item, "status", 0);
	}
}

int
huntflow_applicant_parse(const json_t *doc, struct huntflow_applicant *out,
    struct err *err)
{
	const char	*created = field_str(doc, "created");

	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "applicant: no id");
	memset(out, 0, sizeof(*out));
	out->id = field_num(doc, "id", 0);
	out->first_name = mem_dup(field_str(doc, "first_name"));
	out->last_name = mem_dup(field_str(doc, "last_name"));
	out->middle_name = mem_dup(field_str(doc, "middle_name"));
	out->email = mem_dup(field_str(doc, "email"));
	out->phone = mem_dup(field_str(doc, "phone"));
	if (created == NULL || clock_parse(created, &out->created) == -1)
		out->created = 0;
	out->nexternals = read_ids(json_object_get(doc, "external"), "id",
	    out->externals, nitems(out->externals));
	out->ndoubles = read_ids(json_object_get(doc, "doubles"), "double",
	    out->doubles, nitems(out->doubles));
	read_links(json_object_get(doc, "links"), out);
	return 0;
}

int
huntflow_applicants_parse(const json_t *doc, struct huntflow_applicants *out,
    struct err *err)
{
	own_huntflow_applicants struct huntflow_applicants got = { 0 };
	const json_t	*items = json_object_get(doc, "items"), *item;
	struct err	 ignored = { 0 };
	size_t		 i;

	if (!json_is_array(items))
		return huntflow_shape(err, "applicants: no items");
	json_array_foreach(items, i, item) {
		got.v = mem_grow(got.v, got.n + 1, sizeof(*got.v));
		if (huntflow_applicant_parse(item, &got.v[got.n],
		    &ignored) == 0)
			got.n++;
	}
	*out = give(got);
	return 0;
}

int
huntflow_applicant_tags_parse(const json_t *doc, struct huntflow_tag_ids *out,
    struct err *err)
{
	const json_t	*tags = json_object_get(doc, "tags"), *tag;
	size_t		 i;

	if (!json_is_array(tags) || json_array_size(tags) > HUNTFLOW_TAGS_MAX)
		return huntflow_shape(err, "tags: not a list, or too long");
	out->n = 0;
	json_array_foreach(tags, i, tag)
		if (json_integer_value(tag) > 0)
			out->v[out->n++] = json_integer_value(tag);
	return 0;
}

/* --- asking --- */

int
huntflow_applicant_fetch(struct huntflow *hf, int64_t account, int64_t id,
    struct huntflow_applicant *out, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	huntflow_applicant_get(&get, account, id);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	return huntflow_applicant_parse(doc, out, err);
}

/* A page of applicants. */
static int
ask_page(struct huntflow *hf, const struct huntflow_get *get,
    struct huntflow_applicants *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	if (huntflow_get_ask(hf, get, &doc, err) == -1)
		return -1;
	return huntflow_applicants_parse(doc, out, err);
}

int
huntflow_applicant_newest(struct huntflow *hf, int64_t account, int page,
    struct huntflow_applicants *out, struct err *err)
{
	struct huntflow_get	get;

	huntflow_applicant_list(&get, account, 0, 0, page, HUNTFLOW_PAGE);
	return ask_page(hf, &get, out, err);
}

int
huntflow_applicant_find(struct huntflow *hf, int64_t account, const char *q,
    int page, struct huntflow_applicants *out, struct err *err)
{
	const struct huntflow_applicant_ask	ask = { .q = q };
	struct huntflow_get			get;

	huntflow_applicant_search(&get, account, &ask, page, HUNTFLOW_PAGE);
	return ask_page(hf, &get, out, err);
}

int
huntflow_applicant_text(struct huntflow *hf, int64_t account, int64_t id,
    int64_t external, char **body, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	huntflow_applicant_external(&get, account, id, external);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	*body = field_dup(json_object_get(doc, "data"), "body", SIZE_MAX);
	return 0;
}

static void
tags_path(struct huntflow_get *get, int64_t account, int64_t id)
{
	huntflow_get_path(get, APPLICANT "/tags", account, id);
}

int
huntflow_applicant_tags(struct huntflow *hf, int64_t account, int64_t id,
    struct huntflow_tag_ids *out, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	tags_path(&get, account, id);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	return huntflow_applicant_tags_parse(doc, out, err);
}

static bool
says(const json_t *items, const char *text)
{
	const json_t	*item;
	const char	*comment;
	size_t		 i;

	json_array_foreach(items, i, item)
		if ((comment = field_str(item, "comment")) != NULL &&
		    strstr(comment, text) != NULL)
			return true;
	return false;
}

int
huntflow_applicant_said(struct huntflow *hf, int64_t account, int64_t id,
    const char *text, bool *found, struct err *err)
{
	struct huntflow_get	 get;
	struct huntflow_page	 got = { .pages = 1 };

	*found = false;
	for (int64_t page = 1; page <= got.pages && page <= LOG_PAGES &&
	    !*found; page++) {
		own_json json_t	*doc = NULL;

		huntflow_applicant_logs(&get, account, id, "COMMENT", page,
		    HUNTFLOW_PAGE);
		if (huntflow_get_ask(hf, &get, &doc, err) == -1 ||
		    huntflow_get_page(doc, &got, err) == -1)
			return -1;
		*found = says(got.items, text);
	}
	return 0;
}

/* --- changes --- */

int
huntflow_applicant_create(struct huntflow *hf, int64_t account,
    const json_t *body, const struct huntflow_ready *ready,
    struct huntflow_applicant *out, struct err *err)
{
	struct fetch_req	 rq = { .method = "POST", .json = body,
				    .ready = ready->ask,
				    .ready_arg = ready->arg };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&at, APPLICANTS, account);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1)
		return -1;
	return huntflow_unsure(hf, huntflow_applicant_parse(doc, out, err));
}

int
huntflow_applicant_remove(struct huntflow *hf, int64_t account, int64_t id,
    struct err *err)
{
	struct fetch_req	 rq = { .method = "DELETE" };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_applicant_get(&at, account, id);
	return huntflow_get_send(hf, &rq, at.path, &doc, err);
}

int
huntflow_applicant_set_tags(struct huntflow *hf, int64_t account, int64_t id,
    const struct huntflow_tag_ids *tags, struct err *err)
{
	json_t			*ids = json_array();
	own_json json_t		*body = json_pack("{s:o}", "tags", ids);
	own_json json_t		*doc = NULL;
	/* The whole list: twice is once. */
	struct fetch_req	 rq = { .method = "POST", .json = body,
				    .retry_unsafe = true };
	struct huntflow_get	 at;

	for (size_t i = 0; i < tags->n; i++)
		json_array_append_new(ids, json_integer(tags->v[i]));
	tags_path(&at, account, id);
	return huntflow_get_send(hf, &rq, at.path, &doc, err);
}

/* twice: the same change again changes nothing more. */
static int
change(struct huntflow *hf, const char *method, const struct huntflow_get *at,
    const json_t *body, bool twice, json_t **out, struct err *err)
{
	struct fetch_req	 rq = { .method = method, .json = body,
				    .retry_unsafe = twice };
	own_json json_t		*doc = NULL;

	if (huntflow_get_send(hf, &rq, at->path, &doc, err) == -1)
		return -1;
	if (!json_is_object(doc))
		return huntflow_shape(err,
		    "a change was answered with no object");
	*out = give(doc);
	return 0;
}

int
huntflow_applicant_update(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_applicant_get(&at, account, id);
	return change(hf, "PATCH", &at, body, true, out, err);
}

int
huntflow_applicant_status(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, bool move, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_get_path(&at, APPLICANT "/vacancy", account, id);
	return change(hf, move ? "PUT" : "POST", &at, body, false, out, err);
}

int
huntflow_applicant_comment(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_get_path(&at, APPLICANT "/logs", account, id);
	return change(hf, "POST", &at, body, false, out, err);
}

int
huntflow_applicant_answer(struct huntflow *hf, int64_t account, int64_t id,
    const json_t *values, bool create, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_applicant_questionary(&at, account, id);
	return change(hf, create ? "POST" : "PATCH", &at, values, true, out,
	    err);
}

int
huntflow_applicant_resume(struct huntflow *hf, int64_t account, int64_t id,
    int64_t external, const json_t *body, json_t **out, struct err *err)
{
	struct huntflow_get	 at;

	huntflow_applicant_external(&at, account, id, external);
	return change(hf, "PUT", &at, body, true, out, err);
}
