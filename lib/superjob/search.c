#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/depth.h"
#include "platform/region.h"
#include "platform/request.h"
#include "platform/wish.h"
#include "superjob/api.h"

#define EVERYWHERE	10	/* keywords[n][srws]: in all of a resume */

struct search {
	struct platform_ask	 ask;
	json_t			*catalogues;	/* known ones; NULL: not looked up yet */
	json_t			*towns;		/* ids; NULL: not looked up yet */
	const char		*catalogue;	/* id of the keyword that is one; NULL: none is */
	size_t			 is_catalogue;	/* which keyword */
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
		s->towns = json_array();
	if (json_array_size(ask->wish->keywords) == 0)
		s->catalogues = json_object();
	depth_open(&s->depth, SUPERJOB_DEPTH_MAX, SUPERJOB_PAGE_MAX, s->left,
	    ask->cursor);
	return s;
}

static void
search_close(void *state)
{
	struct search	*s = state;

	json_decref(s->catalogues);
	json_decref(s->towns);
	free(s);
}

/* Each group makes the search narrower. */
static void
ask_keywords(const struct search *s, struct platform_request *req)
{
#define GROUP(n) { "keywords[" #n "][keys]", "keywords[" #n "][srws]",	\
	"keywords[" #n "][skwc]" }
	static const char *const names[WISH_WORDS][3] = { GROUP(0), GROUP(1),
		GROUP(2), GROUP(3), GROUP(4), GROUP(5), GROUP(6), GROUP(7),
		GROUP(8), GROUP(9) };
#undef GROUP
	const json_t	*word;
	size_t		 i, n = 0;

	json_array_foreach(s->ask.wish->keywords, i, word) {
		if (s->catalogue != NULL && i == s->is_catalogue)
			continue;
		platform_request_query(req, names[n][0],
		    json_string_value(word));
		platform_request_number(req, names[n][1], EVERYWHERE);
		platform_request_query(req, names[n][2], "and");
		n++;
	}
}

/* It knows roubles alone. */
static bool
in_roubles(const struct wish *wish)
{
	return wish->currency[0] == '\0' || strcmp(wish->currency,
	    "RUB") == 0;
}

static void
ask_people(const struct search *s, struct platform_request *req)
{
	const struct wish	*wish = s->ask.wish;
	const json_t		*town;
	size_t			 i;

	platform_request_path(req, "resumes");
	ask_keywords(s, req);
	platform_request_query(req, "catalogues", s->catalogue);
	json_array_foreach(s->towns, i, town)
		platform_request_query(req, "t[]", json_string_value(town));
	platform_request_number(req, "experience_from", wish->experience_min);
	platform_request_number(req, "experience_to", wish->experience_max);
	if (in_roubles(wish)) {
		platform_request_number(req, "payment_from",
		    wish->salary_min);
		platform_request_number(req, "payment_to", wish->salary_max);
	}
	platform_request_number(req, "period", wish->updated_within_days);
	if (s->depth.until_s > 0)
		platform_request_number(req, "date_published_to",
		    s->depth.until_s);
	platform_request_query(req, "order_field", "date");
	platform_request_query(req, "order_direction", "desc");
	platform_request_number(req, "page", s->depth.page);
	platform_request_number(req, "count", s->depth.per_page);
}

static int
search_next(void *state, struct platform_request *req, struct err *err)
{
	struct search	*s = state;

	(void)err;
	if (s->over || s->left <= 0)
		return 0;
	if (s->towns == NULL) {
		superjob_ask_towns(req);
	} else if (s->catalogues == NULL) {
		req->dictionary = "catalogues";
		req->bare = true;
		platform_request_path(req, "catalogues");
	} else {
		ask_people(s, req);
	}
	return 1;
}

/* The first keyword that is the name of a catalogue is asked for as one. */
static int
take_catalogues(struct search *s, const json_t *map, struct platform_got *got)
{
	const json_t	*word;
	size_t		 i;

	s->catalogues = map != NULL ? json_incref((json_t *)(uintptr_t)map) :
	    json_object();
	json_array_foreach(s->ask.wish->keywords, i, word) {
		const char	*text = json_string_value(word);
		const char	*id = region_find(map, text);

		if (id == NULL || id == text)
			continue;
		s->catalogue = id;
		s->is_catalogue = i;
		platform_got_note(got, "superjob.catalogue", text);
		break;
	}
	return 0;
}

/* Newer than what was asked for: the board does not split by date. */
static bool
is_split(const struct search *s, const json_t *items)
{
	return s->depth.until_s == 0 || superjob_published(json_array_get(
	    items, 0)) <= s->depth.until_s;
}

static void
take_items(struct search *s, const json_t *items, struct platform_got *got)
{
	const json_t	*item;
	size_t		 i;

	json_array_foreach(items, i, item) {
		own_json json_t	*said = superjob_resume_said(item);

		platform_got_add(got, SUPERJOB_NAME, said);
		depth_saw(&s->depth, superjob_published(item));
	}
	s->left -= (int64_t)json_array_size(items);
}

static int
take_people(struct search *s, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "objects");
	const char	*corrected = field_str(doc, "corrected_keyword");

	if (!json_is_array(items))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "SuperJob: resumes without objects");
	if (got->total < 0)
		got->total = field_num(doc, "total", -1);
	if (corrected != NULL && *corrected != '\0' && s->depth.page == 0)
		platform_got_note(got, "superjob.corrected", corrected);
	if (!is_split(s, items)) {
		platform_got_note(got, "platform.depth", "");
		s->over = true;
	} else {
		take_items(s, items, got);
		s->over = !depth_next(&s->depth, json_array_size(items) > 0 &&
		    field_flag(doc, "more"), got);
	}
	mem_put(&got->cursor, s->over ? NULL : depth_cursor(&s->depth));
	return 0;
}

static int
search_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct search	*s = state;

	if (s->towns == NULL)
		return region_choose(doc, s->ask.wish->locations, &s->towns,
		    got, err);
	return s->catalogues == NULL ? take_catalogues(s, doc, got) :
	    take_people(s, doc, got, err);
}

/* Without catalogues the keywords are looked for as words. */
static int
search_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct search	*s = state;

	(void)why;
	(void)got;
	if (s->towns == NULL || s->catalogues != NULL)
		return -1;
	s->catalogues = json_object();
	return 0;
}

const struct platform_talk	superjob_search_talk = {
	.open = search_open,
	.next = search_next,
	.take = search_take,
	.refused = search_refused,
	.close = search_close,
};
