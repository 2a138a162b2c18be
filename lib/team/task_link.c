#include "team/task_link.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/err.h"
#include "base/mem.h"
#include "huntflow/api_dictionary.h"
#include "huntflow/applicant_view.h"
#include "huntflow/cache.h"
#include "huntflow/link.h"
#include "huntflow/org.h"
#include "huntflow/vacancy_view.h"
#include "io/field.h"
#include "team/task_form.h"

#define ACCOUNTS_MAX	10	/* organisations that are looked into */

/* What is not there, or not for this person, is no error here. */
static int
unless_absent(struct err *err)
{
	if (err->kind != ERR_ABSENT && err->kind != ERR_CONFLICT &&
	    err->kind != ERR_DENIED)
		return -1;
	*err = (struct err){ 0 };
	return 0;
}

static char *
vacancy_title(const json_t *doc)
{
	const char	*position = field_str(doc, "position");

	return mem_dup(position != NULL ? position : "");
}

static char *
applicant_title(const json_t *doc)
{
	own_json json_t	*name = applicant_view_name(doc);

	return mem_dup(json_is_string(name) ? json_string_value(name) : "");
}

static const struct kind {
	const char	*name, *pages, *cached;
	int		(*get)(struct huntflow_org *, int64_t id, bool fresh,
			    json_t **, struct err *);
	char		*(*title)(const json_t *);
} kinds[] = {
	{ "vacancy", "vacancies", "vacancy", vacancy_view_get, vacancy_title },
	{ "applicant", "applicants", "candidate", applicant_view_get,
	    applicant_title },
};

static void
put(const struct kind *kind, int64_t account, int64_t id, const json_t *doc,
    struct task_form *form)
{
	mem_put(&form->title, kind->title(doc));
	mem_put(&form->href, mem_fmt("/huntflow/accounts/%" PRId64 "/%s/%"
	    PRId64 "/", account, kind->pages, id));
}

static int
look(struct huntflow_link *link, const struct caller *caller,
    const struct kind *kind, int64_t account, int64_t id,
    struct task_form *form, struct err *err)
{
	own_huntflow_org struct huntflow_org	*org = huntflow_org_at(link,
	    account, caller->lang);
	own_json json_t				*doc = NULL;

	if (kind->get(org, id, false, &doc, err) == -1)
		return unless_absent(err);
	put(kind, account, id, doc, form);
	return 0;
}

static int
look_everywhere(const struct caller *caller, const struct kind *kind,
    int64_t id, struct task_form *form, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_huntflow_items struct huntflow_items all = { 0 };

	if (huntflow_link_open(caller->db, caller->conf, caller->user_id, NULL,
	    &link, err) == -1)
		return unless_absent(err);
	if (huntflow_dictionary_accounts(link->api, &all, err) == -1)
		return -1;
	for (size_t i = 0; i < all.n && i < ACCOUNTS_MAX &&
	    form->title == NULL; i++)
		if (look(link, caller, kind, all.v[i].id, id, form, err) == -1)
			return -1;
	return 0;
}

/* What is kept is taken; else Huntflow is asked later. */
static int
look_in_cache(const struct caller *caller, const struct kind *kind,
    int64_t id, struct task_form *form, struct err *err)
{
	own_huntflow_link struct huntflow_link	*link = NULL;
	own_json json_t				*doc = NULL;
	struct huntflow_cache			 cache;
	int64_t					 account = 0;
	int					 found;

	if (huntflow_link_open(caller->db, caller->conf, caller->user_id, NULL,
	    &link, err) == -1)
		return unless_absent(err);
	cache = huntflow_cache_of(link);
	found = huntflow_cache_find(&cache, kind->cached, id, &account, &doc,
	    err);
	if (found == 1)
		put(kind, account, id, doc, form);
	form->ask = found == 0;
	return found == -1 ? -1 : 0;
}

typedef int looker(const struct caller *, const struct kind *, int64_t id,
    struct task_form *, struct err *);

static int
find(const struct caller *caller, struct task_form *form, looker *look_by,
    struct err *err)
{
	const char	*text = form->to.link_id;
	int64_t		 id;

	if ((form->bits & TASK_LINK) == 0 || form->to.link_kind == NULL)
		return 0;
	id = strtoll(text, NULL, 10);	/* of these kinds it is a number (task_form.c) */
	for (size_t i = 0; i < nitems(kinds); i++)
		if (strcmp(kinds[i].name, form->to.link_kind) == 0)
			return look_by(caller, &kinds[i], id, form, err);
	return 0;
}

int
task_link_find(const struct caller *caller, struct task_form *form,
    struct err *err)
{
	return find(caller, form, look_in_cache, err);
}

int
task_link_ask(const struct caller *caller, struct task_form *form,
    struct err *err)
{
	return find(caller, form, look_everywhere, err);
}
