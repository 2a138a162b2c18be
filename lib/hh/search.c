#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "platform/depth.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"

#define PAGE_MAX	100
#define DEPTH_MAX	2000	/* people of one question: beyond it one asks by date */
#define DAY_MS		INT64_C(86400000)
#define OLDEST		"2000-01-01T00:00:00+0000"

struct search {
	struct platform_ask	 ask;
	json_t			*areas;		/* ids; NULL: not looked up yet */
	struct depth		 depth;
	int64_t			 left;
	bool			 over;
};

static void *
search_open(const struct platform_ask *ask)
{
	struct search	*s = mem_zero(sizeof(*s));

	s->ask = *ask;
	s->left = ask->wish->limit;
	if (json_array_size(ask->wish->locations) == 0)
		s->areas = json_array();
	depth_open(&s->depth, DEPTH_MAX, PAGE_MAX, s->left, ask->cursor);
	return s;
}

static void
search_close(void *state)
{
	struct search	*s = state;

	json_decref(s->areas);
	free(s);
}

/* Each further group makes the search narrower; all four are repeated with each. */
static void
ask_keywords(const struct wish *wish, struct platform_request *req)
{
	const json_t	*word;
	size_t		 i;

	json_array_foreach(wish->keywords, i, word) {
		platform_request_query(req, "text", json_string_value(word));
		platform_request_query(req, "text.logic", "all");
		platform_request_query(req, "text.field", "everywhere");
		platform_request_query(req, "text.period", "all_time");
	}
}

void
hh_ask_experience(const struct wish *wish, struct platform_request *req)
{
	static const struct { const char *name; int64_t from, to; } ranges[] = {
		{ "noExperience", 0, 0 }, { "between1And3", 1, 3 },
		{ "between3And6", 3, 6 }, { "moreThan6", 6, 1000 },
	};
	const int64_t	from = wish->experience_min, to = wish->experience_max;

	if (from < 0 && to < 0)
		return;
	for (size_t i = 0; i < nitems(ranges); i++)
		if ((from < 0 || ranges[i].to > from ||
		    ranges[i].from == from) && (to < 0 ||
		    ranges[i].from <= to))
			platform_request_query(req, "experience",
			    ranges[i].name);
}

static const char *
currency_of(const struct wish *wish)
{
	return strcmp(wish->currency, "RUB") == 0 ? "RUR" :
	    strcmp(wish->currency, "BYN") == 0 ? "BYR" :
	    wish->currency[0] != '\0' ? wish->currency : NULL;
}

static void
write_time(int64_t at_ms, char out[32])
{
	char	iso[CLOCK_ISO_SIZE];

	clock_iso(at_ms, iso);
	snprintf(out, 32, "%.19s+0000", iso);
}

/* period and the two dates exclude each other. */
static void
ask_dates(const struct search *s, struct platform_request *req)
{
	const int64_t	days = s->ask.wish->updated_within_days;
	char		text[32];

	if (s->depth.until_s == 0) {
		platform_request_number(req, "period", days);
		return;
	}
	write_time(s->ask.now_ms - days * DAY_MS, text);
	platform_request_query(req, "date_from", days >= 0 ? text : OLDEST);
	write_time(s->depth.until_s * 1000, text);
	platform_request_query(req, "date_to", text);
}

static int
search_next(void *state, struct platform_request *req, struct err *err)
{
	struct search		*s = state;
	const struct wish	*wish = s->ask.wish;
	const json_t		*area;
	size_t			 i;

	(void)err;
	if (s->over || s->left <= 0)
		return 0;
	if (s->areas == NULL) {
		req->dictionary = "areas";
		platform_request_path(req, "areas");
		return 1;
	}
	platform_request_path(req, "resumes");
	ask_keywords(wish, req);
	json_array_foreach(s->areas, i, area)
		platform_request_query(req, "area", json_string_value(area));
	hh_ask_experience(wish, req);
	platform_request_number(req, "salary_from", wish->salary_min);
	platform_request_number(req, "salary_to", wish->salary_max);
	if (wish->salary_min >= 0 || wish->salary_max >= 0)
		platform_request_query(req, "currency", currency_of(wish));
	platform_request_query(req, "employment", wish->employment);
	ask_dates(s, req);
	platform_request_query(req, "order_by", "publication_time");
	platform_request_number(req, "page", s->depth.page);
	platform_request_number(req, "per_page", s->depth.per_page);
	return 1;
}

static int64_t
seconds_of(const json_t *item)
{
	const char	*text = field_str(item, "updated_at");
	int64_t		 at;

	return text != NULL && clock_parse(text, &at) == 0 ? at / 1000 : 0;
}

static int
take_people(struct search *s, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "items"), *item;
	size_t		 i;

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "HH.ru: resumes without items");
	json_array_foreach(items, i, item) {
		own_json json_t	*said = hh_resume_said(item);

		platform_got_add(got, HH_NAME, said);
		depth_saw(&s->depth, seconds_of(item));
	}
	if (got->total < 0)
		got->total = field_num(doc, "found", -1);
	s->left -= (int64_t)json_array_size(items);
	s->over = !depth_next(&s->depth, s->depth.page + 1 < hh_pages(doc),
	    got);
	mem_put(&got->cursor, s->over ? NULL : depth_cursor(&s->depth));
	return 0;
}

static int
search_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct search	*s = state;

	return s->areas == NULL ? region_choose(doc, s->ask.wish->locations,
	    &s->areas, got, err) : take_people(s, doc, got, err);
}

const struct platform_talk	hh_search_talk = {
	.open = search_open,
	.next = search_next,
	.take = search_take,
	.close = search_close,
};
