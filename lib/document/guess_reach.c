/* How a person is reached: e-mails, phones, links, and where they live. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/guess_int.h"
#include "person/email.h"
#include "person/link.h"
#include "person/phone.h"

#define MANY_MAX	10	/* of each kind */
#define TOWN_MAX	80	/* bytes of a place */

#define T(name)	name,
static const char *const towns[] = {
#include "document/towns.def"
	NULL
};
#undef T

static json_t *
list_of(struct guess *g, const char *name)
{
	json_t	*list = json_object_get(g->out, name);

	if (!json_is_array(list)) {
		list = json_array();
		json_object_set_new(g->out, name, list);
	}
	return list;
}

static void
add_to(struct guess *g, const char *name, const char *value)
{
	json_t	*list = list_of(g, name);
	size_t	 i;
	json_t	*one;

	json_array_foreach(list, i, one)
		if (strcmp(json_string_value(one), value) == 0)
			return;
	if (i < MANY_MAX)
		json_array_append_new(list, json_string(value));
}

/* --- e-mails and phones --- */

/* Others are named at work and among references. */
static bool
is_own(const struct guess_line *l)
{
	return l->section != SECTION_WORK && l->section != SECTION_OTHER;
}

static void
find_emails(struct guess *g, const struct guess_line *l)
{
	const char	*at = l->text;
	char		 email[PERSON_EMAIL_SIZE];

	while (person_email_find(at, email)) {
		if (is_own(l))
			guess_put(g, "email", json_string(email), 0.97, l);
		add_to(g, "emails", email);
		at = strcasestr(at, email);
		if (at == NULL)
			break;
		at += strlen(email);
	}
}

static void
find_phones(struct guess *g, const struct guess_line *l)
{
	const char		*at = l->text;
	struct person_phone	 phone;

	while (person_phone_next(&at, PERSON_PHONE_TEXT, NULL, &phone)) {
		own_str char	*text = mem_ndup(phone.from, (size_t)(phone.to -
				    phone.from));

		if (is_own(l))
			guess_put(g, "phone", json_string(text),
			    phone.code_len > 0 ? 0.95 : 0.8, l);
		add_to(g, "phones", text);
	}
}

/* --- links --- */

static const char *
end_of_link(const char *s)
{
	while (*s > ' ' && strchr("\"<>()[]{}|,;", *s) == NULL)
		s++;
	return s;
}

/* "http", "www.", or the name of a site that people are found at. */
static bool
begins_link(const char *low)
{
	static const char *const	signs[] = { "http://", "https://",
		"www.", "github.com/", "gitlab.com/", "linkedin.com/", "t.me/",
		"hh.ru/", "behance.net/", "dribbble.com/", "facebook.com/",
		"vk.com/", "instagram.com/", "bitbucket.org/", "medium.com/",
		"habr.com/", "career.habr.com/", "superjob.ru/", "kaggle.com/",
		"leetcode.com/", "stackoverflow.com/", NULL };

	for (size_t i = 0; signs[i] != NULL; i++)
		if (strncmp(low, signs[i], strlen(signs[i])) == 0)
			return true;
	return false;
}

/* Of hh.ru or rabota.by: LinkedIn's is a member of its own. */
static bool
is_profile(const char *url)
{
	struct person_link	link;

	return person_link_next(&url, &link) && link.site != PERSON_LINKEDIN;
}

static void
take_link(struct guess *g, const struct guess_line *l, const char *url,
    const char *low)
{
	own_str char	*whole = strncmp(low, "http", 4) == 0 ? mem_dup(url) :
			    mem_fmt("https://%s", url);
	const char	*at = strstr(low, "github.com/");
	size_t		 len;

	add_to(g, "links", whole);
	if (at != NULL) {
		at = url + (at - low) + strlen("github.com/");
		len = strspn(at, "abcdefghijklmnopqrstuvwxyz"
		    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");
		if (len > 0 && len < 40)
			guess_put(g, "github_url", json_sprintf(
			    "https://github.com/%.*s", (int)len, at), 0.95, l);
	}
	if (is_profile(whole) || strstr(low, "superjob.ru/resume/") != NULL)
		guess_put(g, "profile_url", json_string(whole), 0.95, l);
}

static void
find_links(struct guess *g, const struct guess_line *l)
{
	struct person_link	link;

	if (person_link_find(l->text, PERSON_LINKEDIN, &link))
		guess_put(g, "linkedin_url", json_string(link.url), 0.97, l);
	for (const char *s = l->low; *s != '\0';) {
		const char	*end;
		own_str char	*url = NULL, *low = NULL;

		if ((s > l->low && (isalnum((unsigned char)s[-1]) || strchr(
		    "@./", s[-1]) != NULL)) || !begins_link(s)) {
			s++;
			continue;
		}
		end = end_of_link(s);
		while (end > s && strchr(".:", end[-1]) != NULL)
			end--;
		url = mem_ndup(l->text + (s - l->low), (size_t)(end - s));
		low = mem_ndup(s, (size_t)(end - s));
		if (strlen(url) > 6)
			take_link(g, l, url, low);
		s = end > s ? end : s + 1;
	}
}

/* --- the town --- */

/* Bytes of the town that the text begins with; 0: none. */
static size_t
town_at(const char *low)
{
	size_t	best = 0;

	for (size_t i = 0; towns[i] != NULL; i++) {
		const size_t	len = strlen(towns[i]);

		if (len > best && strncmp(low, towns[i], len) == 0 &&
		    guess_line_has(low, towns[i]))
			best = len;
	}
	return best;
}

static const char *
over_kind(const char *low)
{
	static const char *const	kinds[] = { "г. ", "г.", "город ",
		"city of ", "гор. ", NULL };

	for (size_t i = 0; kinds[i] != NULL; i++)
		if (strncmp(low, kinds[i], strlen(kinds[i])) == 0)
			return low + strlen(kinds[i]);
	return low;
}

bool
guess_reach_town(const char *low)
{
	const char	*at = over_kind(low);
	const size_t	 len = town_at(at);

	/* "Владимир Морозов" is no town */
	return len > 0 && (at[len] == '\0' || guess_line_part(at) <= len + 1 ||
	    strchr("./", at[len]) != NULL) && guess_line_words(low) <= 7 && strpbrk(low,
	    "0123456789@") == NULL;
}

static size_t
end_of_place(const char *text)
{
	size_t	len = guess_line_part(text);

	while (len > 0 && strchr(" .", text[len - 1]) != NULL)
		len--;
	return len;
}

static void
put_town(struct guess *g, const struct guess_line *l, const char *at,
    double confidence)
{
	const char	*text = l->text + (over_kind(l->low + (at - l->text)) -
			    l->low);
	const size_t	 town = town_at(l->low + (text - l->text));
	const size_t	 len = town > 0 ? town : end_of_place(text);

	if (len > 1 && len <= TOWN_MAX && isdigit((unsigned char)*text) == 0)
		guess_put(g, "location", json_stringn(text, len), town > 0 ?
		    confidence : confidence - 0.15, l);
}

/* Is the address of its street or its postcode said first? Then the town is somewhere in it. */
static void
find_in_address(struct guess *g, const struct guess_line *l, const char *from)
{
	for (const char *s = l->low + (from - l->text); *s != '\0'; s++)
		if ((s == l->low || s[-1] == ' ' || s[-1] == '.') && town_at(s) >
		    0) {
			put_town(g, l, l->text + (s - l->low), 0.9);
			return;
		}
}

/* The first byte of "·", "•" or a dash, which no letter of ours begins with. */
static bool
is_sign(char c)
{
	return (unsigned char)c == 0xc2 || (unsigned char)c == 0xe2;
}

static size_t
sign_len(char c)
{
	return (unsigned char)c == 0xc2 ? 2 : 3;
}

/* "Bengaluru, India": a town that we do not know, beside a country that we know. */
static void
find_before_country(struct guess *g, const struct guess_line *l)
{
	static const char *const	countries[] = { "россия", "russia",
		"беларусь", "belarus", "казахстан", "kazakhstan", "кыргызстан",
		"kyrgyzstan", "узбекистан", "uzbekistan", "украина", "ukraine",
		"армения", "armenia", "грузия", "georgia", "poland", "польша",
		"germany", "германия", "india", "turkey", "турция", "serbia",
		"сербия", "usa", "uk", "united kingdom", "spain", "portugal",
		"cyprus", "israel", "uae", "france", "italy", NULL };

	for (size_t i = 0; countries[i] != NULL; i++) {
		own_str char	*mark = mem_fmt(", %s", countries[i]);
		const char	*at = strstr(l->low, mark), *from;

		if (at == NULL || !guess_line_has(at, countries[i]))
			continue;
		for (from = at; from > l->low && strchr("|\t,;()/", from[-1]) ==
		    NULL && !is_sign(from[-1]); from--)
			;
		from += from > l->low && is_sign(from[-1]) ? sign_len(from[-1]) -
		    1 : 0;
		from += strspn(from, " ");
		if (at - from >= 3 && at - from <= 40)
			guess_put(g, "location", json_stringn(l->text +
			    (from - l->low), (size_t)(at - from)), 0.75, l);
	}
}

static void
find_town(struct guess *g)
{
	static const char *const	labels[] = { "проживает",
		"город проживания", "место проживания", "место жительства",
		"проживание", "город", "reside in", "resides in", "location",
		"city", "регион", "шаар", "тұрғылықты жері", "жашаган жери",
		NULL };
	static const char *const	addresses[] = { "адрес",
		"адрес проживания", "address", "домашний адрес", NULL };

	for (size_t i = 0; i < g->n; i++) {
		const struct guess_line	*l = &g->v[i];
		const char		*value = guess_line_value(l, labels);

		if (l->section == SECTION_WORK || l->section == SECTION_STUDY)
			continue;
		if (value != NULL && *value != '\0')
			put_town(g, l, value, 0.95);
		value = guess_line_value(l, addresses);
		if (value != NULL)
			find_in_address(g, l, value);
	}
	for (size_t i = g->name + 1; i < g->n && i <= g->name + 4; i++)
		if (guess_reach_town(g->v[i].low))
			put_town(g, &g->v[i], g->v[i].text, 0.9);
	for (size_t i = 0; i < g->n && i < 60; i++) {
		const struct guess_line	*l = &g->v[i];

		if (l->section <= SECTION_SUMMARY && guess_reach_town(l->low))
			put_town(g, l, l->text, 0.85);
	}
	for (size_t i = 0; i < g->n && i < 8; i++)
		if (g->v[i].section <= SECTION_CONTACTS && guess_line_part(
		    g->v[i].text) < strlen(g->v[i].text))
			find_in_address(g, &g->v[i], g->v[i].text);
	for (size_t i = 0; i < g->n && i < 8; i++)
		if (g->v[i].section <= SECTION_CONTACTS)
			find_before_country(g, &g->v[i]);
}

void
guess_reach(struct guess *g)
{
	for (size_t i = 0; i < g->n; i++) {
		find_emails(g, &g->v[i]);
		find_phones(g, &g->v[i]);
		find_links(g, &g->v[i]);
	}
	find_town(g);
}
