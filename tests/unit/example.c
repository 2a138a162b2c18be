#include "example.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "platform/request.h"
#include "platform/wish.h"

/* GET /people?q=&after= -> {people: [{id, name, title, mail}], total, next}; next null: no more. */
struct search {
	struct platform_ask	 ask;
	char			*after;
	int64_t			 left;
	bool			 over;
};

static void *
search_open(const struct platform_ask *ask)
{
	struct search	*s = mem_zero(sizeof(*s));

	s->ask = *ask;
	s->after = mem_dup(ask->cursor);
	s->left = ask->wish->limit;
	return s;
}

static void
search_close(void *state)
{
	struct search	*s = state;

	mem_free_str(&s->after);
	free(s);
}

static int
search_next(void *state, struct platform_request *req, struct err *err)
{
	const struct search	*s = state;
	const json_t		*word;
	size_t			 i;

	(void)err;
	if (s->over || s->left <= 0)
		return 0;
	platform_request_path(req, "people");
	json_array_foreach(s->ask.wish->keywords, i, word)
		platform_request_query(req, "q", json_string_value(word));
	platform_request_query(req, "after", s->after);
	return 1;
}

static int
search_take(void *state, const json_t *doc, struct platform_got *got,
    struct err *err)
{
	struct search	*s = state;
	const json_t	*people = json_object_get(doc, "people"), *one;
	size_t		 i;

	if (!json_is_array(people))
		return err_code(err, ERR_REMOTE, "platform.shape",
		    "Example: no people");
	json_array_foreach(people, i, one) {
		own_json json_t	*said = json_pack("{s:O?, s:O?, s:O?, s:O?}",
				    "external_id", json_object_get(one, "id"),
				    "last_name", json_object_get(one, "name"),
				    "current_position", json_object_get(one,
				    "title"), "email", json_object_get(one,
				    "mail"));

		platform_got_add(got, "example", said);
	}
	got->total = field_num(doc, "total", -1);
	s->left -= (int64_t)json_array_size(people);
	mem_put(&s->after, mem_dup(field_str(doc, "next")));
	s->over = s->after == NULL;
	mem_put(&got->cursor, mem_dup(s->after));
	return 0;
}

static const struct platform_talk	search_talk = {
	.open = search_open,
	.next = search_next,
	.take = search_take,
	.close = search_close,
};

static void
dress(const struct platform_keys *keys, const char *agent,
    struct platform_request *req)
{
	(void)agent;
	platform_request_header(req, "X-Key", keys->api_key);
}

static enum platform_refusal
refusal(int status, const json_t *doc, char *said, size_t size)
{
	const char	*why = field_str(doc, "why");

	snprintf(said, size, "%s", why != NULL ? why : "");
	return status == 401 ? PLATFORM_KEY : status == 429 ? PLATFORM_BUSY :
	    PLATFORM_DOWN;
}

static const char *const	keys[] = { "api_key", NULL };

const struct platform	example_platform = {
	.name = "example",
	.title = "Example",
	.prefix = "EXAMPLE",
	.address = "https://api.example.org",
	.limit = 60,
	.period_s = 60,
	.does = PLATFORM_SEARCH,
	.wishes = WISH_KEYWORDS,
	.takes = keys,
	.needs = keys,
	.dress = dress,
	.refusal = refusal,
	.search = &search_talk,
};
