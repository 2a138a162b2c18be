#include "person/phone_plan.h"

#include <string.h>

#include "base/mem.h"

#define BARE_MIN	9	/* a shorter number is rather one within a town */

/* trunk: what is dialled before a national number, several with blanks between. mobile, fixed:
 * how national numbers begin. zones: parts of the names of time zones. */
static const struct plan {
	const char	*country, *code, *trunk;
	size_t		 min, max;	/* digits of a national number */
	const char	*mobile, *fixed, *zones;
} plans[] = {
	{ "RU", "7", "8", 10, 10, "9",
	    "3 4 81 82 83 84 85 86 87",
	    "Moscow Kaliningrad Samara Volgograd Saratov Astrakhan Ulyanovsk "
	    "Kirov Yekaterinburg Omsk Novosibirsk Barnaul Tomsk Novokuznetsk "
	    "Krasnoyarsk Irkutsk Chita Yakutsk Khandyga Vladivostok Ust-Nera "
	    "Magadan Sakhalin Srednekolymsk Kamchatka Anadyr" },
	{ "KZ", "7", "8", 10, 10, "70 747 76 771 775 776 777 778 785", "71 72",
	    "Almaty Qyzylorda Qostanay Aqtobe Aqtau Atyrau Oral" },
	{ "BY", "375", "80 0 8", 9, 9, "25 29 33 44", "15 16 17 21 22 23",
	    "Minsk" },
	{ "KG", "996", "0", 9, 9, "20 22 50 51 52 54 55 56 57 600 70 755 77 "
	    "880 888 912 99", "31 32 34 35 36 37 39 60 61 62", "Bishkek" },
	{ "UZ", "998", "", 9, 9, "20 33 50 77 80 87 88 90 91 92 93 94 95 97 98 "
	    "99",
	    "55 61 62 65 66 67 69 70 71 72 73 74 75 76 78 79",
	    "Tashkent Samarkand" },
	{ "UA", "380", "0", 9, 9, "39 50 63 66 67 68 71 72 73 75 77 790 91 92 "
	    "93 94 95 96 97 98 99", "31 32 33 34 35 36 37 38 41 43 44 45 46 47 48 "
	    "51 52 53 54 55 56 57 61 62 64 65 69",
	    "Kyiv Kiev Uzhgorod Zaporozhye Simferopol" },
	{ "AM", "374", "0", 8, 8, "33 41 43 44 49 55 77 88 91 93 94 95 96 97 98 "
	    "99", "10 11 12 13 14 15 22 23 24 25 26 27 28 31 32 47 60",
	    "Yerevan" },
	{ "GE", "995", "0", 9, 9, "5 79", "3 4", "Tbilisi" },
	{ "AZ", "994", "0", 9, 9, "10 40 44 50 51 55 60 70 77 99",
	    "12 18 20 21 22 23 24 25 26 36 46", "Baku" },
	{ "TJ", "992", "", 9, 9, "0 1 20 21 22 27 30 330 333 334 335 336 337 338 339 "
	    "38 40 41 440 442 443 444 447 449 50 55 66 70 71 75 77 78 79 80 81 87 "
	    "88 89 9", "31 32 331 332 34 35 37 44 47 48", "Dushanbe" },
	{ "MD", "373", "0", 8, 8, "6 71 76 77 78 79", "2 3 5", "Chisinau" },
	{ "LT", "370", "8 0", 8, 8, "6", "31 34 37 38 41 42 44 45 46 52",
	    "Vilnius" },
	{ "LV", "371", "", 8, 8, "2", "6", "Riga" },
	{ "EE", "372", "", 7, 8, "5 81 82 83 84 89", "3 4 6 7 88", "Tallinn" },
	{ "PL", "48", "", 9, 9, "21 45 50 51 53 57 60 66 69 72 73 78 79 88",
	    "12 13 14 15 16 17 18 22 23 24 25 26 29 32 33 34 41 42 43 44 46 47 48 "
	    "52 54 55 56 58 59 61 62 63 65 67 68 71 74 75 76 77 81 82 83 84 85 86 "
	    "87 89 91 94 95", "Warsaw" },
};

/* The word of the list that s begins with: its length, 0: none. */
static size_t
begins(const char *s, const char *list)
{
	for (size_t n; *list != '\0'; list += n + (list[n] == ' '))
		if ((n = strcspn(list, " ")) > 0 && strncmp(s, list, n) == 0)
			return n;
	return 0;
}

static bool
is_national(const struct plan *p, const char *s, bool *mobile)
{
	const size_t	 len = strlen(s);

	*mobile = begins(s, p->mobile) > 0;
	return len >= p->min && len <= p->max && (*mobile ||
	    begins(s, p->fixed) > 0);
}

/* Behind the trunk prefix that leaves a national number, or NULL. */
static const char *
past_trunk(const struct plan *p, const char *s, bool *mobile)
{
	const char	*list = p->trunk;

	for (size_t n; *list != '\0'; list += n + (list[n] == ' ')) {
		n = strcspn(list, " ");
		if (strncmp(s, list, n) == 0 && is_national(p, s + n, mobile))
			return s + n;
	}
	return NULL;
}

/* After the code people write the trunk prefix too: +375 (029), +7 8 916. */
static const char *
past_code(const struct plan *p, const char *s, bool *mobile)
{
	const size_t	 n = strlen(p->code);

	if (strncmp(s, p->code, n) != 0)
		return NULL;
	return is_national(p, s + n, mobile) ? s + n : past_trunk(p, s + n,
	    mobile);
}

static const char *
read_as(const struct plan *p, enum phone_form form, const char *s,
    bool *mobile)
{
	switch (form) {
	case PHONE_INTERNATIONAL:
		return past_code(p, s, mobile);
	case PHONE_TRUNK:
		return past_trunk(p, s, mobile);
	case PHONE_BARE:
		return is_national(p, s, mobile) ? s : NULL;
	case PHONE_NONE:
		break;
	}
	return NULL;
}

static void
take(size_t i, enum phone_form form, const char *national, bool mobile,
    struct phone_number *out)
{
	const bool	 more = out->countries != 0 && mobile == out->mobile;

	*out = (struct phone_number){
		.form = form, .national = national, .mobile = mobile,
		.countries = (more ? out->countries : 0) | 1u << i,
		.code = more ? NULL : plans[i].code,
	};
}

/* Whose it may be in this form: the country's that is given, else everybody's; a mobile number
 * of one is no other number of another. */
static void
collect(const char *digits, enum phone_form form, const char *country,
    struct phone_number *out)
{
	const char	*national;
	bool		 mobile;

	for (size_t i = 0; country != NULL && i < nitems(plans); i++)
		if (strcmp(plans[i].country, country) == 0 && (national =
		    read_as(&plans[i], form, digits, &mobile)) != NULL) {
			take(i, form, national, mobile, out);
			return;
		}
	for (size_t i = 0; i < nitems(plans); i++)
		if ((form != PHONE_BARE || plans[i].min >= BARE_MIN) &&
		    (national = read_as(&plans[i], form, digits, &mobile)) !=
		    NULL && (mobile || !out->mobile))
			take(i, form, national, mobile, out);
}

/* "00375", "810375", "8 375": what is dialled before a foreign number. */
static const char *
past_exit(const char *digits)
{
	size_t	 n = begins(digits, "00 810");

	return digits + (n > 0 ? n : digits[0] == '8');
}

void
phone_plan_read(const char *digits, bool plus, const char *country,
    struct phone_number *out)
{
	*out = (struct phone_number){ .form = PHONE_NONE };
	collect(digits, PHONE_INTERNATIONAL, country, out);
	if (out->form == PHONE_NONE && past_exit(digits) > digits)
		collect(past_exit(digits), PHONE_INTERNATIONAL, country, out);
	/* "+8 916": 89 and 80 begin no country's code. */
	if (out->form == PHONE_NONE && (!plus || begins(digits, "89 80") > 0))
		collect(digits, PHONE_TRUNK, country, out);
	if (out->form == PHONE_NONE && !plus)
		collect(digits, PHONE_BARE, country, out);
}

bool
phone_plan_among(unsigned countries, const char *code, const char *national)
{
	bool	 mobile;

	for (size_t i = 0; i < nitems(plans); i++)
		if ((countries & 1u << i) != 0 && strcmp(plans[i].code,
		    code) == 0 && is_national(&plans[i], national, &mobile))
			return true;
	return false;
}

const char *
phone_plan_country(const char *zone)
{
	const char	*city = zone != NULL ? strrchr(zone, '/') : NULL;

	for (size_t i = 0; city != NULL && i < nitems(plans); i++) {
		const char	*zones = plans[i].zones;

		for (size_t n; *zones != '\0'; zones += n + (zones[n] == ' '))
			if ((n = strcspn(zones, " ")) == strlen(city + 1) &&
			    strncmp(zones, city + 1, n) == 0)
				return plans[i].country;
	}
	return NULL;
}
