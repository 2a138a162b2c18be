#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"
#include "hh/api.h"
#include "io/field.h"
#include "platform/request.h"
#include "platform/wish.h"

#define PAGE_MAX	100
#define DEPTH_MAX	2000	/* people of one question: beyond it one asks by date */
#define DAY_MS		INT64_C(86400000)
#define OLDEST		"2000-01-01T00:00:00+0000"

struct search {
	struct platform_ask	 ask;
	json_t			*areas;		/* ids; NULL: not looked up yet */
	int64_t			 page, per_page, left;
	int64_t			 until_s;	/* resumes that changed by then; 0: any */
	int64_t			 oldest_s;	/* of those that came */
	bool			 over;
};

/* "3.50.1790000000": the next page, its size, until_s. */
static void
read_cursor(struct search *s, const char *cursor)
{
	long long	page, per_page, until_s;
	int		end = 0;

	if (cursor == NULL || sscanf(cursor, "%lld.%lld.%lld%n", &page,
	    &per_page, &until_s, &end) != 3 || cursor[end] != '\0' ||
	    page < 0 || per_page < 1 || per_page > PAGE_MAX || until_s < 0 ||
	    (page + 1) * per_page > DEPTH_MAX)
		return;
	s->page = page;
	s->per_page = per_page;
	s->until_s = until_s;
}

static void *
search_open(const struct platform_ask *ask)
{
	struct search	*s = mem_zero(sizeof(*s));
	const int64_t	 pages = (ask->wish->limit + PAGE_MAX - 1) / PAGE_MAX;

	s->ask = *ask;
	s->left = ask->wish->limit;
	s->per_page = (ask->wish->limit + pages - 1) / pages;
	if (json_array_size(ask->wish->locations) == 0)
		s->areas = json_array();
	read_cursor(s, ask->cursor);
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

/* Those of its ranges that the wish has years of. */
static void
ask_experience(const struct wish *wish, struct platform_request *req)
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

	if (s->until_s == 0) {
		platform_request_number(req, "period", days);
		return;
	}
	write_time(s->ask.now_ms - days * DAY_MS, text);
	platform_request_query(req, "date_from", days >= 0 ? text : OLDEST);
	write_time(s->until_s * 1000, text);
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
	ask_experience(wish, req);
	platform_request_number(req, "salary_from", wish->salary_min);
	platform_request_number(req, "salary_to", wish->salary_max);
	if (wish->salary_min >= 0 || wish->salary_max >= 0)
		platform_request_query(req, "currency", currency_of(wish));
	platform_request_query(req, "employment", wish->employment);
	ask_dates(s, req);
	platform_request_query(req, "order_by", "publication_time");
	platform_request_number(req, "page", s->page);
	platform_request_number(req, "per_page", s->per_page);
	return 1;
}

/* A name that HH.ru does not know is said; when it knows none, nobody is asked for. */
static int
take_areas(struct search *s, const json_t *areas, struct platform_got *got,
    struct err *err)
{
	const json_t	*name;
	size_t		 i;

	s->areas = json_array();
	json_array_foreach(s->ask.wish->locations, i, name) {
		const char	*id = hh_area_find(areas,
				    json_string_value(name));

		if (id != NULL)
			json_array_append_new(s->areas, json_string(id));
		else
			platform_got_note(got, "platform.location",
			    json_string_value(name));
	}
	return json_array_size(s->areas) > 0 ? 0 : err_code(err, ERR_INPUT,
	    "platform.location", "%s", json_string_value(json_array_get(
	    s->ask.wish->locations, 0)));
}

static void
note_age(struct search *s, const json_t *item)
{
	const char	*text = field_str(item, "updated_at");
	int64_t		 at;

	if (text != NULL && clock_parse(text, &at) == 0 &&
	    (s->oldest_s == 0 || at / 1000 < s->oldest_s))
		s->oldest_s = at / 1000;
}

/* Where the next page begins; false: there is none. */
static bool
go_on(struct search *s, int64_t pages, struct platform_got *got)
{
	s->page++;
	if (s->page < pages && (s->page + 1) * s->per_page <= DEPTH_MAX)
		return true;
	if (s->page * s->per_page < DEPTH_MAX - s->per_page + 1 ||
	    s->oldest_s == 0)
		return false;
	if (s->oldest_s == s->until_s) {
		platform_got_note(got, "platform.depth", "");
		return false;
	}
	s->until_s = s->oldest_s;
	s->page = 0;
	return true;
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
		note_age(s, item);
	}
	if (got->total < 0)
		got->total = field_num(doc, "found", -1);
	s->left -= (int64_t)json_array_size(items);
	s->over = !go_on(s, field_num(doc, "pages", 0), got);
	mem_put(&got->cursor, s->over ? NULL : mem_fmt("%lld.%lld.%lld",
	    (long long)s->page, (long long)s->per_page,
	    (long long)s->until_s));
	return 0;
}

static int
search_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct search	*s = state;

	return s->areas == NULL ? take_areas(s, doc, got, err) :
	    take_people(s, doc, got, err);
}

const struct platform_talk	hh_search_talk = {
	.open = search_open,
	.next = search_next,
	.take = search_take,
	.close = search_close,
};
