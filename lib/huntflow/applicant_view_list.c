/* applicant_view: the lists. See huntflow/applicant_view.h. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "huntflow/api_applicant.h"
#include "huntflow/applicant_view.h"
#include "huntflow/org.h"
#include "io/field.h"

#define DETAILS_MS	2000	/* for what a search leaves out */
#define HALVES_MAX	40	/* calls that look for what the service fails on */

void
applicant_list_clear(struct applicant_list *list)
{
	json_decref(list->items);
	mem_free_str(&list->next);
	memset(list, 0, sizeof(*list));
}

/* --- whole applicants --- */

struct walk {
	struct huntflow_org		*org;
	const struct applicant_ask	*ask;
	struct applicant_list		*out;
	int				 calls;
};

static int
smallest_divisor(int64_t n)
{
	for (int64_t d = 2; d * d <= n; d++)
		if (n % d == 0)
			return (int)d;
	return (int)n;
}

static int	read_part(struct walk *, int64_t page, int64_t count,
		    struct err *);

/* The same entries in smaller pages: all but the broken one are found. */
static int
divide(struct walk *w, int64_t page, int64_t count, struct err *err)
{
	const int64_t	 parts = smallest_divisor(count);

	for (int64_t i = 0; i < parts; i++)
		if (read_part(w, (page - 1) * parts + i + 1, count / parts,
		    err) == -1)
			return -1;
	return 0;
}

/* One applicant that the service fails on makes it refuse the whole page. */
static int
read_part(struct walk *w, int64_t page, int64_t count, struct err *err)
{
	own_json json_t		*doc = NULL;
	struct huntflow_get	 get;
	struct huntflow_page	 got;
	const json_t		*item;
	size_t			 i;

	huntflow_applicant_list(&get, w->org->account, w->ask->vacancy,
	    w->ask->status, page, count);
	if (huntflow_org_read(w->org, &get, HUNTFLOW_KEEP_LIST_S, &doc,
	    err) == -1) {
		if (strcmp(err->code, "huntflow.broken") != 0)
			return -1;
		log_err(LOG_WARN, "huntflow: a page of applicants", err);
		memset(err, 0, sizeof(*err));
		if (count > 1 && w->calls++ < HALVES_MAX)
			return divide(w, page, count, err);
		w->out->skipped += count;
		return 0;
	}
	if (huntflow_get_page(doc, &got, err) == -1)
		return -1;
	json_array_foreach(got.items, i, item)
		if (field_num(item, "id", 0) > 0)
			json_array_append_new(w->out->items,
			    applicant_view_item(w->org, item,
			    w->ask->vacancy));
	w->out->total = got.total;
	w->out->more = got.page * count < got.total ||
	    (got.total < 0 && got.page < got.pages);
	return 0;
}

/* --- a search --- */

/* What a search leaves out, as far as time allows. */
static json_t *
whole_item(struct huntflow_org *org, const struct applicant_ask *ask,
    const json_t *found, int64_t until_ms)
{
	own_json json_t	*doc = NULL;
	struct err	 why = { 0 };
	json_t		*out;

	if (clock_mono_ms() < until_ms) {
		if (huntflow_org_applicant(org, field_num(found, "id", 0),
		    false, &doc, &why) == 0)
			return applicant_view_item(org, doc, ask->vacancy);
		log_err(LOG_WARN, "huntflow: an applicant found", &why);
	}
	out = applicant_view_item(org, found, 0);
	json_object_set_new(out, "brief", json_true());
	return out;
}

static void
add_found(struct huntflow_org *org, const struct applicant_ask *ask,
    const struct huntflow_page *page, struct applicant_list *out)
{
	const int64_t	 until = clock_mono_ms() + DETAILS_MS;
	const json_t	*item;
	size_t		 i;

	json_array_foreach(page->items, i, item)
		if (field_num(item, "id", 0) > 0)
			json_array_append_new(out->items, whole_item(org, ask,
			    item, until));
}

/* A part of a search: by its number, or what follows a cursor. */
static int
read_found(struct huntflow_org *org, const struct applicant_ask *ask,
    bool numbered, json_t **doc, struct huntflow_page *page, struct err *err)
{
	const struct huntflow_applicant_ask	 want = { ask->q, ask->vacancy,
						    ask->status, ask->tag };
	struct huntflow_get			 get;

	if (numbered)
		huntflow_applicant_search(&get, org->account, &want, ask->page,
		    ask->size);
	else
		huntflow_applicant_cursor(&get, org->account, &want,
		    ask->after, ask->size);
	return huntflow_org_read_page(org, &get, HUNTFLOW_KEEP_LIST_S, doc,
	    page, err);
}

/* Does the first page say that there are more than pages by number reach? */
static bool
is_too_many(int rc, const struct huntflow_page *page, const struct err *err)
{
	return rc == -1 ? strcmp(err->code, "huntflow.input") == 0 :
	    page->total > HUNTFLOW_SEARCH_MAX;
}

/* By number, or by cursor where the search began so or finds too many. */
static int
search(struct huntflow_org *org, const struct applicant_ask *ask,
    struct applicant_list *out, struct err *err)
{
	own_json json_t		*doc = NULL, *more = NULL;
	struct huntflow_page	 page = { 0 };
	bool			 numbered = ask->after == NULL;
	int			 rc = read_found(org, ask, numbered, &doc, &page,
				    err);

	if (numbered && ask->page == 1 && is_too_many(rc, &page, err)) {
		memset(err, 0, sizeof(*err));
		numbered = false;
		rc = read_found(org, ask, numbered, &more, &page, err);
	}
	if (rc == -1)
		return -1;
	add_found(org, ask, &page, out);
	if (numbered) {
		out->total = page.total;
		out->more = ask->page < page.pages &&
		    ask->page * ask->size < HUNTFLOW_SEARCH_MAX;
	} else
		out->next = mem_dup(page.next);
	return 0;
}

int
applicant_view_list(struct huntflow_org *org,
    const struct applicant_ask *ask, struct applicant_list *out,
    struct err *err)
{
	own_applicant_list struct applicant_list got = { .total = -1 };
	struct walk	 w = { .org = org, .ask = ask, .out = &got };
	int		 rc;

	got.items = json_array();
	if (ask->after != NULL || ask->q != NULL || ask->tag != 0)
		rc = search(org, ask, &got, err);
	else
		rc = read_part(&w, ask->page, ask->size, err);
	if (rc == -1)
		return -1;
	applicant_view_seen(org, got.items, ask->vacancy == 0);
	*out = give(got);
	return 0;
}
