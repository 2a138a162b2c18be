#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "hh/hh.h"
#include "io/field.h"
#include "platform/request.h"

#define PAGE		50
#define PAGES_MAX	200	/* of one collection: 10 000 people */

/* Of one vacancy at a time: whose it is, which collections it has, the people in each. */
enum step { ME, VACANCY, COLLECTIONS, PEOPLE, OVER };

struct responses {
	struct platform_ask	 ask;
	enum step		 step;
	char			*employer;
	int64_t			 nth, all;	/* which vacancy, of how many */
	json_t			*vacancy;	/* {id, name} */
	json_t			*urls;		/* of its collections that are still to be read */
	int64_t			 page;
};

static void *
responses_open(const struct platform_ask *ask)
{
	struct responses	*r = mem_zero(sizeof(*r));
	const char		*id = field_str(ask->account, "employer_id");

	r->ask = *ask;
	r->urls = json_array();
	if (ask->cursor != NULL)
		r->nth = strtoll(ask->cursor, NULL, 10);
	if (r->nth < 0)
		r->nth = 0;
	if (id != NULL) {
		r->employer = mem_dup(id);
		r->step = VACANCY;
	}
	return r;
}

static void
responses_close(void *state)
{
	struct responses	*r = state;

	mem_free_str(&r->employer);
	json_decref(r->vacancy);
	json_decref(r->urls);
	free(r);
}

static const char *
vacancy_id(const struct responses *r)
{
	return field_str(r->vacancy, "id");
}

static int
ask_people(struct responses *r, struct platform_request *req, struct err *err)
{
	const char	*url = json_string_value(json_array_get(r->urls, 0));

	/* Behind a proxy of one's own HH.ru still names its own address. */
	if (!platform_request_url(req, r->ask.base_url, url) &&
	    !platform_request_url(req, hh_platform.address, url))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: a collection at %.100s", url);
	platform_request_number(req, "page", r->page);
	platform_request_number(req, "per_page", PAGE);
	return 1;
}

static int
responses_next(void *state, struct platform_request *req, struct err *err)
{
	struct responses	*r = state;

	switch (r->step) {
	case ME:
		platform_request_path(req, "me");
		return 1;
	case VACANCY:
		platform_request_path(req, "employers");
		platform_request_path(req, r->employer);
		platform_request_paths(req, "vacancies/active");
		platform_request_number(req, "page", r->nth);
		platform_request_number(req, "per_page", 1);
		return 1;
	case COLLECTIONS:
		platform_request_path(req, "negotiations");
		platform_request_query(req, "vacancy_id", vacancy_id(r));
		return 1;
	case PEOPLE:
		return ask_people(r, req, err);
	case OVER:
		break;
	}
	return 0;
}

/* The vacancy is done; the next one is another talk's. */
static void
end_vacancy(struct responses *r, struct platform_got *got)
{
	r->step = OVER;
	mem_put(&got->cursor, r->nth + 1 < r->all ? mem_fmt("%lld",
	    (long long)r->nth + 1) : NULL);
}

static void
next_collection(struct responses *r, struct platform_got *got)
{
	r->page = 0;
	if (json_array_size(r->urls) > 0)
		r->step = PEOPLE;
	else
		end_vacancy(r, got);
}

static int
take_me(struct responses *r, const json_t *doc, struct err *err)
{
	const char	*id = field_str(json_object_get(doc, "employer"),
			    "id");

	if (id == NULL)
		return err_code(err, ERR_DENIED, "hh.no_employer",
		    "HH.ru: the key is of no employer");
	r->employer = mem_dup(id);
	r->step = VACANCY;
	return 0;
}

static int
take_vacancy(struct responses *r, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "items");
	const json_t	*one = json_array_get(items, 0);

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: vacancies without items");
	r->all = hh_pages(doc);
	if (field_str(one, "id") == NULL) {
		end_vacancy(r, got);
		return 0;
	}
	r->vacancy = json_pack("{s:O, s:O?}", "id", json_object_get(one,
	    "id"), "name", json_object_get(one, "name"));
	r->step = COLLECTIONS;
	return 0;
}

/* Those with somebody in them; refusals of ours are not of interest. */
static int
take_collections(struct responses *r, const json_t *doc,
    struct platform_got *got, struct err *err)
{
	const json_t	*list = json_object_get(doc, "collections"), *one;
	size_t		 i;

	if (!json_is_array(list))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: negotiations without collections");
	json_array_clear(r->urls);
	json_array_foreach(list, i, one) {
		const char	*id = field_str(one, "id");
		const char	*url = field_str(one, "url");

		if (url != NULL && (id == NULL || strncmp(id, "discard",
		    7) != 0) && field_num(json_object_get(one, "counters"),
		    "total", 1) > 0)
			json_array_append_new(r->urls, json_string(url));
	}
	next_collection(r, got);
	return 0;
}

void
hh_response_add(const json_t *item, const json_t *vacancy,
    struct platform_got *got)
{
	const json_t	*resume = json_object_get(item, "resume");
	own_json json_t	*said = NULL;

	if (!json_is_object(resume))
		return;
	said = hh_resume_said(resume);
	json_object_set_new(json_object_get(said, "raw_data"), "negotiation",
	    json_pack("{s:O?, s:O?, s:O?, s:O?, s:O?}", "id",
	    json_object_get(item, "id"), "state", json_object_get(item,
	    "state"), "created_at", json_object_get(item, "created_at"),
	    "updated_at", json_object_get(item, "updated_at"), "vacancy",
	    vacancy));
	platform_got_add(got, HH_NAME, said);
}

static int
take_people(struct responses *r, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "items"), *item;
	size_t		 i;

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: responses without items");
	json_array_foreach(items, i, item)
		hh_response_add(item, r->vacancy, got);
	if (++r->page >= hh_pages(doc) || r->page >= PAGES_MAX) {
		json_array_remove(r->urls, 0);
		next_collection(r, got);
	}
	return 0;
}

static int
responses_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct responses	*r = state;

	switch (r->step) {
	case ME:
		return take_me(r, doc, err);
	case VACANCY:
		return take_vacancy(r, doc, got, err);
	case COLLECTIONS:
		return take_collections(r, doc, got, err);
	default:
		return take_people(r, doc, got, err);
	}
}

/* A vacancy that others see to is passed over. */
static int
responses_refused(void *state, const struct err *why,
    struct platform_got *got)
{
	struct responses	*r = state;

	if (r->step < COLLECTIONS || (why->kind != ERR_DENIED &&
	    why->kind != ERR_ABSENT))
		return -1;
	platform_got_note(got, why->code, vacancy_id(r));
	json_array_clear(r->urls);
	end_vacancy(r, got);
	return 0;
}

const struct platform_talk	hh_responses_talk = {
	.open = responses_open,
	.next = responses_next,
	.take = responses_take,
	.refused = responses_refused,
	.close = responses_close,
};
