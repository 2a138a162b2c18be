/* What somebody can do: languages with their levels, skills; and what they say of themselves. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "document/guess_int.h"
#include "io/field.h"

#define SKILLS_MAX	60
#define SKILL_BYTES	80
#define SKILL_WORDS	6
#define LANGUAGES_MAX	15
#define LEVEL_BYTES	60
#define SUMMARY_MAX	4000

static const char *const languages[] = { "русский", "английский", "казахский",
	"кыргызский", "киргизский", "белорусский", "украинский", "узбекский",
	"таджикский", "немецкий", "французский", "испанский", "итальянский",
	"китайский", "польский", "турецкий", "японский", "корейский",
	"арабский", "грузинский", "армянский", "азербайджанский", "чешский",
	"литовский", "португальский", "иврит", "татарский", "english",
	"russian", "kazakh", "kyrgyz", "belarusian", "ukrainian", "uzbek",
	"tajik", "german", "french", "spanish", "italian", "chinese", "mandarin",
	"polish", "turkish", "japanese", "korean", "arabic", "georgian",
	"armenian", "czech", "lithuanian", "portuguese", "hebrew", "hindi",
	"dutch", "қазақ", "орыс", "ағылшын", "кыргызча", "орусча", "англисче",
	NULL };

static const char *const levels[] = { "родной", "native", "свободн*", "fluent",
	"a1", "a2", "b1", "b2", "c1", "c2", "а1", "а2", "в1", "в2", "с1", "с2",
	"базов*", "начальн*", "средн*", "разговорн*", "техническ*", "продвинут*",
	"elementary", "intermediate", "advanced", "upper*", "beginner", "basic",
	"professional", "working", "bilingual", "limited", "proficient",
	"читаю", "могу проходить", "в совершенстве", "со словарем", "ана тили",
	"ана тілі", "conversational", "full", "proficiency", NULL };

/* --- languages --- */

static size_t
language_at(const char *low)
{
	for (size_t i = 0; languages[i] != NULL; i++) {
		const size_t	len = strlen(languages[i]);

		if (strncmp(low, languages[i], len) == 0 && !isalpha(
		    (unsigned char)low[len]) && (unsigned char)low[len] < 0xd0)
			return len;
		if (strncmp(low, languages[i], len) == 0 && strncmp(low + len,
		    "—", 3) == 0)
			return len;
	}
	return 0;
}

/* The level behind a language: up to the next one of the line. The caller's; NULL: none. */
static char *
level_of(const char *text, const char *low, size_t at)
{
	static const char	signs[] = " \t:-()|,;";
	size_t			from = at, end;
	own_str char		*got = NULL, *folded = NULL;

	if (strncmp(low + from, " язык", 9) == 0)
		from += 9;
	if (strncmp(low + from, " language", 9) == 0)
		from += 9;
	for (;;) {
		from += strspn(low + from, signs);
		if (strncmp(low + from, "—", 3) != 0 && strncmp(low + from, "–",
		    3) != 0)
			break;
		from += 3;
	}
	if (language_at(low + from) > 0)
		return NULL;
	for (end = from; low[end] != '\0'; end++)
		if (strchr(",;|\t", low[end]) != NULL && language_at(low + end +
		    1 + strspn(low + end + 1, " ")) > 0)
			break;
	while (end > from && strchr(" ).,;|", low[end - 1]) != NULL)
		end--;
	if (end == from || end - from > LEVEL_BYTES)
		return NULL;
	got = mem_ndup(text + from, end - from);
	folded = guess_line_fold(got);
	return guess_line_any(folded, levels) ? give(got) : NULL;
}

static void
add_language(json_t *list, const char *text, size_t len, const char *level)
{
	own_str char	*name = mem_ndup(text, len);
	size_t		 i;
	json_t		*one;

	json_array_foreach(list, i, one)
		if (strcasecmp(json_string_value(json_object_get(one,
		    "language")), name) == 0)
			return;
	if (i < LANGUAGES_MAX)
		json_array_append_new(list, json_pack("{s:s, s:o}", "language",
		    name, "level", level != NULL ? json_string(level) :
		    json_null()));
}

/* Those of a line. levels_only: where it is no list of languages, one without a level is none. */
static bool
find_languages(json_t *list, const char *text, const char *low, bool levels_only)
{
	bool	found = false;

	for (size_t at = 0; low[at] != '\0'; at++) {
		size_t		 len;
		own_str char	*level = NULL;

		if ((at > 0 && strchr(" ,;:|(\t/", low[at - 1]) == NULL) ||
		    (len = language_at(low + at)) == 0)
			continue;
		level = level_of(text, low, at + len);
		if (!levels_only || level != NULL) {
			add_language(list, text + at, len, level);
			found = true;
		}
		at += len - 1;
	}
	return found;
}

static bool
is_level_line(const char *low)
{
	return guess_line_words(low) <= 4 && guess_line_any(low, levels);
}

/* "Английский B2", wherever it stands. */
static bool
is_language_line(const char *low)
{
	return language_at(low) > 0 && guess_line_words(low) <= 4 &&
	    guess_line_any(low, levels);
}

static void
guess_languages(struct guess *g)
{
	static const char *const labels[] = { "язык", "языки", "languages",
		"language", "английский язык", "иностранный язык", NULL };
	json_t			*list = json_array();
	const struct guess_line	*first = NULL;

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		const bool		 said = l->section == SECTION_LANGUAGES ||
					    guess_line_value(l, labels) != NULL ||
					    guess_line_has(l->low, "знание языков");
		own_str char		*both = NULL, *low = NULL;
		bool			 next;

		if (((l->section == SECTION_WORK || l->section ==
		    SECTION_STUDY) && !is_language_line(l->low)) ||
		    (l->heading && l->text[l->value] == '\0') ||
		    (!said && strlen(l->text) > 120))
			continue;
		/* a level on the line below its language */
		next = said && i + 1 < g->n && language_at(l->low) ==
		    strlen(l->low) && is_level_line(l[1].low);
		both = next ? mem_fmt("%s — %s", l->text, l[1].text) :
		    mem_dup(l->text);
		low = guess_line_fold(both);
		if (find_languages(list, both, low, !said) && first == NULL)
			first = l;
	}
	if (json_array_size(list) > 0)
		guess_put(g, "languages", list, 0.9, first);
	else
		json_decref(list);
}

/* --- skills --- */

static void
add_skill(json_t *list, const char *from, size_t len)
{
	own_str char	*text = NULL;
	size_t		 i;
	json_t		*one;

	while (len > 0 && strchr(" \t-*.:()", *from) != NULL)
		from++, len--;
	while (len > 0 && strchr(" \t.:", from[len - 1]) != NULL)
		len--;
	if (len == 0 || len > SKILL_BYTES || json_array_size(list) == SKILLS_MAX)
		return;
	text = mem_ndup(from, len);
	if (guess_line_words(text) > SKILL_WORDS)
		return;
	json_array_foreach(list, i, one)
		if (strcasecmp(json_string_value(one), text) == 0)
			return;
	json_array_append_new(list, json_string(text));
}

/* Bytes of what stands between two skills; 0: none. Two blanks are a gap between labels. */
static size_t
gap_at(const char *s)
{
	static const char *const	signs[] = { ", ", ",", ";", "•", "|",
		" · ", "●", "▪", "\t", "  ", " / ", " — ", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		if (strncmp(s, signs[i], strlen(signs[i])) == 0)
			return strlen(signs[i]);
	return 0;
}

/* "Языки: Python, Go": what is behind the colon. */
static const char *
over_label(const char *text)
{
	const char	*colon = strchr(text, ':');

	return colon != NULL && colon - text < 40 && strncmp(colon, "://", 3) !=
	    0 && colon[1] != '\0' ? colon + 1 : text;
}

static void
split_skills(json_t *list, const char *text)
{
	const char	*from = over_label(text);
	int		 depth = 0;

	for (const char *s = from; *s != '\0';) {
		const size_t	gap = depth > 0 ? 0 : gap_at(s);

		depth += *s == '(' ? 1 : *s == ')' && depth > 0 ? -1 : 0;
		if (gap == 0) {
			s++;
			continue;
		}
		add_skill(list, from, (size_t)(s - from));
		s += gap;
		from = s;
	}
	add_skill(list, from, strlen(from));
}

static void
guess_skills(struct guess *g)
{
	json_t			*list = json_array();
	const struct guess_line	*first = NULL;

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		own_json json_t		*spoken = json_array();

		if (l->section != SECTION_SKILLS || strlen(l->text) > 1500)
			continue;
		if (find_languages(spoken, l->text, l->low, true) ||
		    guess_line_has(l->low, "знание языков"))
			continue;
		if (first == NULL)
			first = l;
		split_skills(list, guess_line_content(l->heading ? l->text +
		    l->value : l->text));
	}
	if (json_array_size(list) > 0)
		guess_put(g, "skills", list, 0.85, first);
	else
		json_decref(list);
}

/* --- what they say of themselves --- */

static void
guess_summary(struct guess *g)
{
	own_buf struct buf	 text = { 0 };
	const struct guess_line	*first = NULL;

	for (size_t i = 0; i < g->n && text.len < SUMMARY_MAX; i++) {
		const struct guess_line	*l = &g->v[i];
		const char		*said = l->heading ? l->text + l->value :
					    l->text;

		if (l->section != SECTION_SUMMARY || *said == '\0')
			continue;
		if (first == NULL)
			first = l;
		buf_fmt(&text, "%s%s", text.len > 0 ? "\n" : "", said);
	}
	if (text.len > 0)
		guess_put(g, "summary", json_string(buf_str(&text)), 0.9,
		    first);
}

void
guess_skill(struct guess *g)
{
	guess_languages(g);
	guess_skills(g);
	guess_summary(g);
}
