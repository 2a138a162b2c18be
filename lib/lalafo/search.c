#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "lalafo/api.h"
#include "platform/request.h"
#include "platform/wish.h"

#define PAGES		4	/* of one answer, at a second each */
#define PAGES_MAX	1000	/* that a cursor may name */
#define KEPT_S		300	/* an answer is good for so long */

/* The board's own filters, and the wish that each is of. */
static const struct { unsigned bit; const char *wish; } filters[] = {
	{ LALAFO_CATEGORY, "category" }, { LALAFO_CITY, "locations" },
	{ LALAFO_PRICE, "salary" },
};

struct search {
	struct platform_ask	 ask;
	json_t			*category;	/* as distilled; NULL: not looked up yet */
	int64_t			 page, at;	/* the next ad: page from 1, place in it */
	int64_t			 left, total;	/* total: of the board, filtered */
	int			 pages;		/* read */
	unsigned		 doubted;	/* filters that are to be checked by count */
	unsigned		 noted;		/* what was left out and noted */
	bool			 over, any;	/* any: somebody was found */
};

static void *
search_open(const struct platform_ask *ask)
{
	struct search	*s = mem_zero(sizeof(*s));
	long long	 page, at;
	int		 end = 0;

	s->ask = *ask;
	s->left = ask->wish->limit;
	s->page = 1;
	if (ask->cursor != NULL && sscanf(ask->cursor, "%lld.%lld%n", &page,
	    &at, &end) == 2 && ask->cursor[end] == '\0' && page >= 1 &&
	    page <= PAGES_MAX && at >= 0 && at < LALAFO_PAGE) {
		s->page = page;
		s->at = at;
	}
	return s;
}

static void
search_close(void *state)
{
	struct search	*s = state;

	json_decref(s->category);
	free(s);
}

static void
ask_keywords(const struct wish *wish, struct platform_request *req)
{
	own_str char	*all = mem_dup("");
	const json_t	*word;
	size_t		 i;

	json_array_foreach(wish->keywords, i, word)
		mem_put(&all, mem_fmt("%s%s%s", all, i > 0 ? " " : "",
		    json_string_value(word)));
	if (*all != '\0')
		platform_request_query(req, "q", all);
}

/* without: a filter that is left out, to see whether it makes a difference. */
static void
ask_ads(const struct search *s, unsigned without, struct platform_request *req)
{
	const struct wish	*wish = s->ask.wish;

	req->kept_s = KEPT_S;
	platform_request_paths(req, "v3/feed/search");
	ask_keywords(wish, req);
	if (without != LALAFO_CATEGORY)
		platform_request_query(req, "category_id", field_str(
		    s->category, "id"));
	if (without != LALAFO_CITY)
		platform_request_query(req, "city_id", lalafo_city(
		    wish->locations));
	if (without != LALAFO_PRICE) {
		platform_request_number(req, "price[from]",
		    wish->salary_min);
		platform_request_number(req, "price[to]", wish->salary_max);
	}
	platform_request_query(req, "sort_by", "newest");
	platform_request_query(req, "expand", "url");
	platform_request_number(req, "page", without != 0 ? 1 : s->page);
	platform_request_number(req, "per-page", without != 0 ? 1 :
	    LALAFO_PAGE);
}

/* Of the filters that are doubted the first; 0: none is. */
static size_t
doubted(const struct search *s)
{
	for (size_t i = 0; i < nitems(filters); i++)
		if ((s->doubted & filters[i].bit) != 0)
			return i + 1;
	return 0;
}

static int
search_next(void *state, struct platform_request *req, struct err *err)
{
	const struct search	*s = state;
	const size_t		 doubt = doubted(s);

	(void)err;
	if (s->category == NULL) {
		lalafo_ask_categories(req);
		return 1;
	}
	if (doubt == 0 && (s->over || s->left <= 0))
		return 0;
	ask_ads(s, doubt > 0 ? filters[doubt - 1].bit : 0, req);
	return 1;
}

static void
take_category(struct search *s, const json_t *doc, struct platform_got *got)
{
	s->category = doc != NULL ? json_incref((json_t *)(uintptr_t)doc) :
	    json_object();
	if (field_str(s->category, "id") == NULL)
		platform_got_note(got, "lalafo.no_category", "");
}

/* An ad of another town is padding, unless the filter makes no difference at all. */
static void
take_count(struct search *s, size_t doubt, const json_t *doc,
    struct platform_got *got)
{
	const json_t	*total = field_at(doc, "_meta", "totalCount", NULL);

	s->doubted &= ~filters[doubt - 1].bit;
	if (json_is_integer(total) && json_integer_value(total) == s->total)
		platform_got_note(got, "platform.ignored",
		    filters[doubt - 1].wish);
}

static void
note_left_out(struct search *s, unsigned misses, struct platform_got *got)
{
	const unsigned	money = misses & LALAFO_CURRENCY;

	if (money != 0 && (s->noted & LALAFO_CURRENCY) == 0)
		platform_got_note(got, "lalafo.currency",
		    s->ask.wish->currency);
	if (money == 0 && (s->noted & LALAFO_WORDS) == 0)
		platform_got_note(got, "lalafo.padded", "");
	s->noted |= money != 0 ? LALAFO_CURRENCY : LALAFO_WORDS;
}

/* Filters that were asked for. */
static unsigned
asked(const struct search *s)
{
	const struct wish	*wish = s->ask.wish;

	return (field_str(s->category, "id") != NULL ? LALAFO_CATEGORY : 0) |
	    (lalafo_city(wish->locations) != NULL ? LALAFO_CITY : 0) |
	    (wish->salary_min >= 0 || wish->salary_max >= 0 ? LALAFO_PRICE :
	    0);
}

static void
take_ad(struct search *s, const json_t *ad, struct platform_got *got)
{
	const unsigned	 misses = lalafo_ad_misses(ad, s->category,
			    s->ask.wish, s->ask.now_ms);
	own_json json_t	*said = NULL;

	if (s->pages == 0)
		s->doubted |= misses & asked(s);
	if (misses != 0) {
		note_left_out(s, misses, got);
		return;
	}
	said = lalafo_ad_said(ad);
	platform_got_add(got, LALAFO_NAME, said);
	s->left--;
	s->any = true;
}

/* -1: there are ads, and not one of them has an id. */
static int
take_items(struct search *s, const json_t *items, struct platform_got *got)
{
	const size_t	n = json_array_size(items);
	size_t		bad = 0;

	for (; s->at < (int64_t)n && s->left > 0; s->at++) {
		const json_t	*ad = json_array_get(items, (size_t)s->at);

		if (field_num(ad, "id", 0) > 0) {
			take_ad(s, ad, got);
		} else {
			got->unreadable++;
			bad++;
		}
	}
	return bad > 0 && bad == n ? -1 : 0;
}

static int
take_page(struct search *s, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	const json_t	*items = json_object_get(doc, "items");
	const json_t	*meta = json_object_get(doc, "_meta");
	int64_t		 n = (int64_t)json_array_size(items);

	s->total = field_num(meta, "totalCount", -1);
	if (!json_is_array(items) || !json_is_object(meta) ||
	    take_items(s, items, got) == -1)
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "Lalafo: ads of another shape");
	if (s->at >= n) {
		s->at = 0;
		s->over = n == 0 || ++s->page > field_num(meta, "pageCount",
		    0) || s->page > PAGES_MAX;
	}
	/* What was left out is counted by the board, too. */
	got->total = s->noted != 0 ? -1 : s->total;
	mem_put(&got->cursor, s->over ? NULL : mem_fmt("%lld.%lld",
	    (long long)s->page, (long long)s->at));
	if (++s->pages >= PAGES && !s->over) {
		s->over = true;
		if (!s->any)
			mem_free_str(&got->cursor);
	}
	return 0;
}

static int
search_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct search	*s = state;
	const size_t	 doubt = doubted(s);

	if (s->category == NULL) {
		take_category(s, doc, got);
		return 0;
	}
	if (doubt > 0) {
		take_count(s, doubt, doc, got);
		return 0;
	}
	return take_page(s, doc, got, err);
}

/* Without its category, and without a count, a search goes on. */
static int
search_refused(void *state, const struct err *why, struct platform_got *got)
{
	struct search	*s = state;

	(void)why;
	if (s->category == NULL) {
		take_category(s, NULL, got);
		return 0;
	}
	if (s->doubted == 0)
		return -1;
	s->doubted = 0;
	return 0;
}

const struct platform_talk	lalafo_search_talk = {
	.open = search_open,
	.next = search_next,
	.take = search_take,
	.refused = search_refused,
	.close = search_close,
};
