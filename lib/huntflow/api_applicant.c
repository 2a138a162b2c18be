#include "huntflow/api_applicant.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api.h"
#include "huntflow/api_get.h"
#include "io/fetch.h"
#include "io/field.h"

void
huntflow_applicant_clear(struct huntflow_applicant *applicant)
{
	mem_free_str(&applicant->first_name);
	mem_free_str(&applicant->last_name);
	mem_free_str(&applicant->middle_name);
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
	if (field_num(doc, "id", 0) <= 0)
		return huntflow_shape(err, "applicant: no id");
	memset(out, 0, sizeof(*out));
	out->id = field_num(doc, "id", 0);
	out->first_name = mem_dup(field_str(doc, "first_name"));
	out->last_name = mem_dup(field_str(doc, "last_name"));
	out->middle_name = mem_dup(field_str(doc, "middle_name"));
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

/* The whole path, for huntflow_get_send. */
static const char *
path_of(struct huntflow_get *at, int64_t account, int64_t applicant,
    const char *part)
{
	huntflow_get_path(at, "/accounts/%" PRId64 "/applicants/%" PRId64
	    "%s", account, applicant, part);
	return at->path;
}

int
huntflow_applicant_create(struct huntflow *hf, int64_t account,
    const json_t *body, struct huntflow_applicant *out, struct err *err)
{
	struct fetch_req	 rq = { .method = "POST", .json = body };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&at, "/accounts/%" PRId64 "/applicants", account);
	if (huntflow_get_send(hf, &rq, at.path, &doc, err) == -1)
		return -1;
	return huntflow_unsure(hf, huntflow_applicant_parse(doc, out, err));
}

int
huntflow_applicant_get(struct huntflow *hf, int64_t account, int64_t id,
    struct huntflow_applicant *out, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	path_of(&get, account, id, "");
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	return huntflow_applicant_parse(doc, out, err);
}

/* A page of applicants. */
static int
ask_page(struct huntflow *hf, struct huntflow_get *get, int page,
    struct huntflow_applicants *out, struct err *err)
{
	own_json json_t	*doc = NULL;

	huntflow_get_num(get, "count", HUNTFLOW_PAGE);
	huntflow_get_num(get, "page", page);
	if (huntflow_get_ask(hf, get, &doc, err) == -1)
		return -1;
	return huntflow_applicants_parse(doc, out, err);
}

int
huntflow_applicant_search(struct huntflow *hf, int64_t account, const char *q,
    int page, struct huntflow_applicants *out, struct err *err)
{
	struct huntflow_get	get;

	huntflow_get_path(&get, "/accounts/%" PRId64 "/applicants/search",
	    account);
	huntflow_get_add(&get, "q", q);
	huntflow_get_add(&get, "field", "all");
	return ask_page(hf, &get, page, out, err);
}

int
huntflow_applicant_list(struct huntflow *hf, int64_t account, int page,
    struct huntflow_applicants *out, struct err *err)
{
	struct huntflow_get	get;

	huntflow_get_path(&get, "/accounts/%" PRId64 "/applicants", account);
	return ask_page(hf, &get, page, out, err);
}

int
huntflow_applicant_resume(struct huntflow *hf, int64_t account,
    int64_t applicant, int64_t external, char **body, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	huntflow_get_path(&get, "/accounts/%" PRId64 "/applicants/%" PRId64
	    "/externals/%" PRId64, account, applicant, external);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	*body = field_dup(json_object_get(doc, "data"), "body", SIZE_MAX);
	return 0;
}

int
huntflow_applicant_tags(struct huntflow *hf, int64_t account,
    int64_t applicant, struct huntflow_tag_ids *out, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;

	path_of(&get, account, applicant, "/tags");
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	return huntflow_applicant_tags_parse(doc, out, err);
}

int
huntflow_applicant_tag(struct huntflow *hf, int64_t account,
    int64_t applicant, const struct huntflow_tag_ids *tags, struct err *err)
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
	return huntflow_get_send(hf, &rq, path_of(&at, account, applicant,
	    "/tags"), &doc, err);
}

int
huntflow_applicant_attach(struct huntflow *hf, int64_t account,
    int64_t applicant, int64_t vacancy, int64_t status, bool move,
    struct err *err)
{
	return huntflow_applicant_reject(hf, account, applicant, vacancy,
	    status, 0, move, err);
}

int
huntflow_applicant_reject(struct huntflow *hf, int64_t account,
    int64_t applicant, int64_t vacancy, int64_t status, int64_t reason,
    bool move, struct err *err)
{
	own_json json_t		*body = json_pack("{s:I, s:I}",
				    "vacancy", (json_int_t)vacancy,
				    "status", (json_int_t)status);
	own_json json_t		*doc = NULL;
	struct fetch_req	 rq = { .method = move ? "PUT" : "POST",
				    .json = body };
	struct huntflow_get	 at;

	if (reason != 0)
		json_object_set_new(body, "rejection_reason",
		    json_integer(reason));
	return huntflow_get_send(hf, &rq, path_of(&at, account, applicant,
	    "/vacancy"), &doc, err);
}

int
huntflow_applicant_remove(struct huntflow *hf, int64_t account,
    int64_t applicant, struct err *err)
{
	struct fetch_req	 rq = { .method = "DELETE" };
	struct huntflow_get	 at;
	own_json json_t		*doc = NULL;

	return huntflow_get_send(hf, &rq, path_of(&at, account, applicant,
	    ""), &doc, err);
}

int
huntflow_applicant_said(struct huntflow *hf, int64_t account,
    int64_t applicant, const char *text, bool *found, struct err *err)
{
	struct huntflow_get	 get;
	own_json json_t		*doc = NULL;
	const json_t		*item;
	const char		*comment;
	size_t			 i;

	path_of(&get, account, applicant, "/logs");
	huntflow_get_num(&get, "count", HUNTFLOW_PAGE);
	huntflow_get_num(&get, "page", 1);
	if (huntflow_get_ask(hf, &get, &doc, err) == -1)
		return -1;
	*found = false;
	json_array_foreach(json_object_get(doc, "items"), i, item)
		if ((comment = field_str(item, "comment")) != NULL &&
		    strstr(comment, text) != NULL)
			*found = true;
	return 0;
}
