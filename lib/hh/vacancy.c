#include <stdlib.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"

#define PAGE_MAX	100

/* Vacancies of everybody, for what they pay. */
struct vacancies {
	struct platform_ask	 ask;
	json_t			*areas;		/* ids; NULL: not looked up yet */
	int64_t			 page, left;
	bool			 over;
};

static void *
vacancies_open(const struct platform_ask *ask)
{
	struct vacancies	*v = mem_zero(sizeof(*v));

	v->ask = *ask;
	v->left = ask->wish->limit;
	if (json_array_size(ask->wish->locations) == 0)
		v->areas = json_array();
	return v;
}

static void
vacancies_close(void *state)
{
	struct vacancies	*v = state;

	json_decref(v->areas);
	free(v);
}

static int
vacancies_next(void *state, struct platform_request *req, struct err *err)
{
	const struct vacancies	*v = state;
	const struct wish	*wish = v->ask.wish;
	own_buf struct buf	 words = { 0 };
	const json_t		*one;
	size_t			 i;

	(void)err;
	if (v->over || v->left <= 0)
		return 0;
	if (v->areas == NULL) {
		req->dictionary = "areas";
		platform_request_path(req, "areas");
		return 1;
	}
	json_array_foreach(wish->keywords, i, one)
		buf_fmt(&words, "%s%s", i > 0 ? " " : "",
		    json_string_value(one));
	platform_request_path(req, "vacancies");
	platform_request_query(req, "text", words.len > 0 ? buf_str(&words) :
	    NULL);
	json_array_foreach(v->areas, i, one)
		platform_request_query(req, "area", json_string_value(one));
	hh_ask_experience(wish, req);
	platform_request_query(req, "label", "with_salary");
	platform_request_number(req, "period", wish->updated_within_days);
	platform_request_number(req, "page", v->page);
	platform_request_number(req, "per_page", v->left < PAGE_MAX ?
	    v->left : PAGE_MAX);
	return 1;
}

/* salary, and in newer answers salary_range instead: {from, to, currency}. */
static const json_t *
salary_of(const json_t *vacancy)
{
	const json_t	*salary = json_object_get(vacancy, "salary");

	return json_is_object(salary) ? salary : json_object_get(vacancy,
	    "salary_range");
}

static int
take_vacancies(struct vacancies *v, const json_t *doc,
    struct platform_got *got, struct err *err)
{
	const json_t	*items = json_object_get(doc, "items"), *one;
	size_t		 i;

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: vacancies without items");
	json_array_foreach(items, i, one) {
		const json_t	*salary = salary_of(one);
		own_json json_t	*said = json_pack("{s:O?, s:O?, s:O?, s:O?,"
				    " s:O?, s:O?}", "external_id",
				    json_object_get(one, "id"),
				    "current_position", json_object_get(one,
				    "name"), "salary_min", json_object_get(
				    salary, "from"), "salary_max",
				    json_object_get(salary, "to"), "currency",
				    json_object_get(salary, "currency"),
				    "profile_url", json_object_get(one,
				    "alternate_url"));

		platform_got_add(got, HH_NAME, said);
	}
	if (got->total < 0)
		got->total = field_num(doc, "found", -1);
	v->left -= (int64_t)json_array_size(items);
	v->page++;
	v->over = json_array_size(items) == 0 || v->page >= hh_pages(doc);
	return 0;
}

static int
vacancies_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct vacancies	*v = state;

	return v->areas == NULL ? region_choose(doc, v->ask.wish->locations,
	    &v->areas, got, err) : take_vacancies(v, doc, got, err);
}

const struct platform_talk	hh_vacancies_talk = {
	.open = vacancies_open,
	.next = vacancies_next,
	.take = vacancies_take,
	.close = vacancies_close,
};
