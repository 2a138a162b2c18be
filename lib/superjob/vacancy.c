#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/depth.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"
#include "superjob/api.h"

#define DAY_S		INT64_C(86400)

/* Vacancies of everybody, for what they pay. */
struct vacancies {
	struct platform_ask	 ask;
	json_t			*towns;		/* ids; NULL: not looked up yet */
	struct depth		 depth;
	int64_t			 left;
	bool			 over;
};

static void *
vacancies_open(const struct platform_ask *ask)
{
	struct vacancies	*v = mem_zero(sizeof(*v));

	v->ask = *ask;
	v->left = ask->wish->limit;
	if (json_array_size(ask->wish->locations) == 0)
		v->towns = json_array();
	depth_open(&v->depth, SUPERJOB_DEPTH_MAX, SUPERJOB_PAGE_MAX, v->left,
	    ask->cursor);
	return v;
}

static void
vacancies_close(void *state)
{
	struct vacancies	*v = state;

	json_decref(v->towns);
	free(v);
}

static int64_t
since_of(const struct vacancies *v)
{
	const int64_t	days = v->ask.wish->updated_within_days;

	return days > 0 ? v->ask.now_ms / 1000 - days * DAY_S : -1;
}

static int
vacancies_next(void *state, struct platform_request *req, struct err *err)
{
	const struct vacancies	*v = state;
	own_buf struct buf	 words = { 0 };
	const json_t		*word;
	size_t			 i;

	(void)err;
	if (v->over || v->left <= 0)
		return 0;
	if (v->towns == NULL) {
		superjob_ask_towns(req);
		return 1;
	}
	json_array_foreach(v->ask.wish->keywords, i, word)
		buf_fmt(&words, "%s%s", i > 0 ? " " : "",
		    json_string_value(word));
	platform_request_path(req, "vacancies");
	platform_request_query(req, "keyword", words.len > 0 ?
	    buf_str(&words) : NULL);
	platform_request_query(req, "town", json_string_value(json_array_get(
	    v->towns, 0)));
	platform_request_number(req, "date_published_from", since_of(v));
	platform_request_number(req, "page", v->depth.page);
	platform_request_number(req, "count", v->depth.per_page);
	return 1;
}

/* Does the experience that it asks for fit the wish? What says nothing fits. */
static bool
fits_experience(const struct wish *wish, const json_t *one)
{
	static const struct { int64_t from, to; } years[] = {
		{ 0, 1000 }, { 0, 0 }, { 1, 3 }, { 3, 6 }, { 6, 1000 },
	};
	const int64_t	id = field_num(json_object_get(one, "experience"),
			    "id", 0);

	if (id < 1 || id >= (int64_t)nitems(years))
		return true;
	return (wish->experience_min < 0 ||
	    years[id].to >= wish->experience_min) &&
	    (wish->experience_max < 0 ||
	    years[id].from <= wish->experience_max);
}

static bool
fits(const struct vacancies *v, const json_t *one)
{
	const int64_t	at = superjob_published(one);

	return (at == 0 || at >= since_of(v)) && fits_experience(v->ask.wish,
	    one);
}

static int
take_vacancies(struct vacancies *v, const json_t *doc,
    struct platform_got *got, struct err *err)
{
	const json_t	*items = json_object_get(doc, "objects"), *one;
	size_t		 i;

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "SuperJob: vacancies without objects");
	json_array_foreach(items, i, one) {
		own_json json_t	*said = json_pack("{s:O?, s:O?, s:O?, s:O?,"
				    " s:O?, s:O?}", "external_id",
				    json_object_get(one, "id"),
				    "current_position", json_object_get(one,
				    "profession"), "salary_min",
				    json_object_get(one, "payment_from"),
				    "salary_max", json_object_get(one,
				    "payment_to"), "currency",
				    json_object_get(one, "currency"),
				    "profile_url", json_object_get(one,
				    "link"));

		if (fits(v, one))
			platform_got_add(got, SUPERJOB_NAME, said);
	}
	if (got->total < 0)
		got->total = field_num(doc, "total", -1);
	v->left -= (int64_t)json_array_size(items);
	v->over = !depth_next(&v->depth, json_array_size(items) > 0 &&
	    field_flag(doc, "more"), got);
	return 0;
}

static int
vacancies_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct vacancies	*v = state;

	return v->towns == NULL ? region_choose(doc, v->ask.wish->locations,
	    &v->towns, got, err) : take_vacancies(v, doc, got, err);
}

const struct platform_talk	superjob_vacancies_talk = {
	.open = vacancies_open,
	.next = vacancies_next,
	.take = vacancies_take,
	.close = vacancies_close,
};
