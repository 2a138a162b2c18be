#include "document/guess.h"

#include <string.h>

#include "base/clock.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "document/guess_int.h"

#define QUOTE_BYTES	200

static const char *const singles[] = { "first_name", "last_name", "middle_name",
	"email", "phone", "birth_date", "location", "current_position",
	"current_company", "experience_years", "summary", "salary_min",
	"salary_max", "currency", "profile_url", "linkedin_url", "github_url",
	"wished_position" };
static const char *const lists[] = { "skills", "education", "experience",
	"languages", "emails", "phones", "links" };

bool
guess_knows(const struct guess *g, const char *name)
{
	return json_object_get(g->confidence, name) != NULL;
}

void
guess_put(struct guess *g, const char *name, json_t *value, double confidence,
    const struct guess_line *l)
{
	own_str char	*quote = l != NULL ? mem_dup(l->text) : NULL;

	if (json_is_null(value) || value == NULL || guess_knows(g, name)) {
		json_decref(value);
		return;
	}
	json_object_set_new(g->out, name, value);
	json_object_set_new(g->confidence, name, json_real(confidence));
	if (l == NULL)
		return;
	quote[utf8_cut(quote, QUOTE_BYTES)] = '\0';
	json_object_set_new(g->places, name, json_pack("{s:I, s:s}", "line",
	    (json_int_t)l->number, "text", quote));
}

/* People head a CV with what they are, also those who have no work. */
static void
settle_position(struct guess *g)
{
	const json_t	*wish = json_object_get(g->out, "wished_position");
	const json_t	*place = json_object_get(g->places, "wished_position");

	if (!json_is_string(wish) || guess_knows(g, "current_position"))
		return;
	json_object_set(g->out, "current_position", (json_t *)(uintptr_t)wish);
	json_object_set_new(g->confidence, "current_position", json_real(0.6));
	json_object_set(g->places, "current_position",
	    (json_t *)(uintptr_t)place);
}

static void
begin(struct guess *g, int64_t now_ms)
{
	char	now[CLOCK_ISO_SIZE];

	clock_iso(now_ms, now);
	g->year = (now[0] - '0') * 1000 + (now[1] - '0') * 100 +
	    (now[2] - '0') * 10 + now[3] - '0';
	g->month = (now[5] - '0') * 10 + now[6] - '0';
	g->out = json_object();
	g->confidence = json_object();
	g->places = json_object();
	for (size_t i = 0; i < nitems(singles); i++)
		json_object_set_new(g->out, singles[i], json_null());
	for (size_t i = 0; i < nitems(lists); i++)
		json_object_set_new(g->out, lists[i], json_array());
}

json_t *
guess_cv(const char *text, int64_t now_ms)
{
	static const char *const	shapes[] = { "free", "hh_ru",
		"superjob", "linkedin" };
	struct guess			 g = { 0 };

	begin(&g, now_ms);
	guess_line_read(&g, text);
	g.name = g.n;
	guess_who_name(&g);
	guess_who_birthday(&g);
	guess_reach(&g);
	guess_money(&g);
	guess_work(&g);
	guess_study(&g);
	guess_skill(&g);
	settle_position(&g);
	json_object_set_new(g.out, "shape", json_string(shapes[g.shape]));
	json_object_set_new(g.out, "confidence", g.confidence);
	json_object_set_new(g.out, "places", g.places);
	guess_line_clear(&g);
	return g.out;
}
