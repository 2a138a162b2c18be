#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/words.h"
#include "io/field.h"
#include "io/unicode.h"
#include "lalafo/api.h"
#include "person/name.h"
#include "person/phone.h"
#include "platform/wish.h"

#define SITE		"https://lalafo.kg"
#define BISHKEK		"103184"
#define SECONDS_MAX	INT64_C(100000000000)
#define DAY_S		INT64_C(86400)

/* The first that is a number of seconds. */
int64_t
lalafo_ad_time(const json_t *ad)
{
	static const char *const	names[] = { "updated_time",
		"created_time" };

	for (size_t i = 0; i < nitems(names); i++) {
		const int64_t	at = field_num(ad, names[i], 0);

		if (at > 0 && at <= SECONDS_MAX)
			return at;
	}
	return 0;
}

/* What was asked for; 0: it is agreed on, or says nothing. */
static int64_t
price_of(const json_t *ad)
{
	const int64_t	price = field_num(ad, "price", 0);

	return field_flag(ad, "is_negotiable") || price <= 1 ? 0 : price;
}

/* --- an ad as a person --- */

static json_t *
url_of(const json_t *ad)
{
	const char	*url = field_str(ad, "url");

	if (url == NULL || *url == '\0')
		return json_null();
	return url[0] == '/' && url[1] != '/' ? json_sprintf(SITE "%s", url) :
	    json_string(url);
}

/* Most ads hide the number, and say one in their text. */
static json_t *
phone_of(const json_t *ad)
{
	const char		*mobile = field_str(ad, "mobile");
	const char		*text = field_str(ad, "description");
	struct person_phone	 phone;

	if (mobile != NULL && *mobile != '\0')
		return json_string(mobile);
	return text != NULL && person_phone_next(&text, PERSON_PHONE_TEXT,
	    "KG", &phone) ? json_stringn(phone.from, (size_t)(phone.to -
	    phone.from)) : json_null();
}

/* "Ищу работу: курьер" is a "курьер". */
static json_t *
position_of(const json_t *ad)
{
	static const char *const before[] = { "Ищу работу", "ищу работу",
		"ИЩУ РАБОТУ", "Ищу подработку", "ищу подработку", "Резюме",
		"резюме" };
	const char	*title = field_str(ad, "title");

	for (size_t i = 0; title != NULL && i < nitems(before); i++) {
		const size_t	 len = strlen(before[i]);
		const char	*rest = title + len;

		if (strncmp(title, before[i], len) != 0)
			continue;
		rest += strspn(rest, " :,.-");
		if (*rest != '\0')
			return json_string(rest);
	}
	return title != NULL ? json_string(title) : json_null();
}

static json_t *
moment_of(const json_t *ad)
{
	const int64_t	at = lalafo_ad_time(ad);
	char		iso[CLOCK_ISO_SIZE];

	if (at == 0)
		return json_null();
	clock_iso(at * 1000, iso);
	return json_string(iso);
}

json_t *
lalafo_ad_said(const json_t *ad)
{
	const json_t		*user = json_object_get(ad, "user");
	const char		*who = field_str(user, "username");
	const int64_t		 price = price_of(ad);
	struct person_name	 name = { 0 };

	if (!json_is_object(ad))
		return json_null();
	if (who != NULL)
		person_name_read(who, &name);
	return json_pack("{s:O?, s:s, s:s, s:o, s:O?, s:o, s:O?, s:o, s:O?,"
	    " s:o, s:O?, s:o, s:O}", "external_id", json_object_get(ad, "id"),
	    "first_name", name.first, "last_name", name.last, "phone",
	    phone_of(ad), "location", json_object_get(ad, "city"),
	    "current_position", position_of(ad), "summary",
	    json_object_get(ad, "description"), "salary_min", price > 0 ?
	    json_integer(price) : json_null(), "currency", price > 0 ?
	    json_object_get(ad, "currency") : NULL, "profile_url",
	    url_of(ad), "photo_url", json_object_get(user, "avatar"),
	    "updated_at", moment_of(ad), "raw_data", ad);
}

/* --- is it what was asked for? --- */

static bool
has_any(const char *text, const char *const *words, size_t n)
{
	own_str char	*folded = text != NULL ? unicode_folded(text) : NULL;

	for (size_t i = 0; folded != NULL && i < n; i++)
		if (strstr(folded, words[i]) != NULL)
			return true;
	return false;
}

/* Whoever looks for work says so where the category does not. */
static bool
looks_for_work(const json_t *ad, bool by_category)
{
	static const char *const offers[] = { "требу", "ваканси", "ищем",
		"нужен ", "нужна ", "нужны ", "приглашаем", "набираем",
		"набор ", "в команду" };
	static const char *const looks[] = { "ищу работу", "ищу подработку",
		"ищу вакансию", "резюме", "рассмотрю предложения",
		"жумуш издейм" };
	const char	*title = field_str(ad, "title");

	if (has_any(title, looks, nitems(looks)))
		return true;
	return !has_any(title, offers, nitems(offers)) && (by_category ||
	    has_any(field_str(ad, "description"), looks, nitems(looks)));
}

static bool
has_words(const json_t *ad, const json_t *keywords)
{
	const char	*title = field_str(ad, "title");
	const char	*text = field_str(ad, "description");
	const char	*texts[] = { title != NULL ? title : "",
			    text != NULL ? text : "" };
	own_buf struct buf words = { 0 };
	const json_t	*word;
	size_t		 i;

	words_index(texts, nitems(texts), &words);
	json_array_foreach(keywords, i, word)
		if (!words_match(buf_str(&words), json_string_value(word),
		    false))
			return false;
	return true;
}

static bool
same_place(const char *a, const char *b)
{
	own_str char	*x = unicode_folded(a), *y = unicode_folded(b);

	return strcmp(x, y) == 0;
}

static bool
is_anywhere(const char *place)
{
	static const char *const names[] = { "Кыргызстан", "Киргизия",
		"Kyrgyzstan" };

	for (size_t i = 0; i < nitems(names); i++)
		if (same_place(place, names[i]))
			return true;
	return false;
}

/* An ad without a town may be of any. */
static bool
is_there(const json_t *ad, const json_t *locations)
{
	const char	*city = field_str(ad, "city");
	const char	*alias = field_str(ad, "city_alias");
	const json_t	*one;
	size_t		 i;

	if (json_array_size(locations) == 0 || city == NULL)
		return true;
	json_array_foreach(locations, i, one) {
		const char	*place = json_string_value(one);

		if (is_anywhere(place) || same_place(place, city) ||
		    (alias != NULL && same_place(place, alias)))
			return true;
	}
	return false;
}

const char *
lalafo_city(const json_t *locations)
{
	const char	*place = json_string_value(json_array_get(locations,
			    0));

	return json_array_size(locations) == 1 && (same_place(place,
	    "Бишкек") || same_place(place, "Bishkek")) ? BISHKEK : NULL;
}

static unsigned
price_misses(const json_t *ad, const struct wish *wish)
{
	const int64_t	 price = price_of(ad);
	const char	*currency = field_str(ad, "currency");

	if (price == 0 || (wish->salary_min < 0 && wish->salary_max < 0))
		return 0;
	if ((wish->salary_min >= 0 && price < wish->salary_min) ||
	    (wish->salary_max >= 0 && price > wish->salary_max))
		return LALAFO_PRICE;
	return wish->currency[0] != '\0' && currency != NULL && strcmp(
	    wish->currency, currency) != 0 ? LALAFO_CURRENCY : 0;
}

unsigned
lalafo_ad_misses(const json_t *ad, const json_t *category,
    const struct wish *wish, int64_t now_ms)
{
	const char	*id = field_str(ad, "category_id");
	const int64_t	 at = lalafo_ad_time(ad);
	const bool	 known = field_str(category, "id") != NULL;
	unsigned	 bits = price_misses(ad, wish);

	if (known && id != NULL && json_object_get(json_object_get(category,
	    "all"), id) == NULL)
		bits |= LALAFO_CATEGORY;
	if (!looks_for_work(ad, known))
		bits |= LALAFO_OFFER;
	if (!is_there(ad, wish->locations))
		bits |= LALAFO_CITY;
	if (!has_words(ad, wish->keywords))
		bits |= LALAFO_WORDS;
	if (at > 0 && wish->updated_within_days > 0 &&
	    at < now_ms / 1000 - wish->updated_within_days * DAY_S)
		bits |= LALAFO_OLD;
	return bits;
}
