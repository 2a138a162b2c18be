#include "person/match.h"

#include <string.h>

#include "base/utf8.h"
#include "io/unicode.h"
#include "person/email.h"
#include "person/letter.h"
#include "person/phone.h"

#define KEY_SIZE	512

static const struct { const char *word; bool sure; } words[] = {
	[PERSON_MATCH_EMAIL] = { "email", true },
	[PERSON_MATCH_PHONE] = { "phone", true },
	[PERSON_MATCH_LINK] = { "link", true },
	[PERSON_MATCH_NAME] = { "name", false },
	[PERSON_MATCH_PHONE_END] = { "phone_end", false },
	[PERSON_MATCH_NAME_ALIKE] = { "name_alike", false },
};

const char *
person_match_word(enum person_match match)
{
	return words[match].word;
}

bool
person_match_sure(enum person_match match)
{
	return words[match].sure;
}

/* --- names --- */

/* Letters alone, small, ё as е, one blank for others; apostrophes are nothing. */
static void
put_key(const char *name, char out[KEY_SIZE])
{
	own_str char	*composed = unicode_composed(name, strlen(name));
	const char	*s = composed != NULL ? composed : name;
	size_t		 at = 0;

	while (*s != '\0' && at + 5 < KEY_SIZE) {
		uint32_t	 c = person_letter_lower(utf8_next(&s));

		if (person_letter_is(c))
			at += utf8_put(c == 0x451 ? 0x435 : c, out + at);
		else if (!person_letter_apostrophe(c) && at > 0 &&
		    out[at - 1] != ' ')
			out[at++] = ' ';
	}
	while (at > 0 && out[at - 1] == ' ')
		at--;
	out[at] = '\0';
}

/* Letters of the Cyrillic and the Georgian alphabets in Latin, as passports have them. */
static const struct { uint32_t letter; const char *latin; } latin[] = {
	{ 0x430, "a" }, { 0x431, "b" }, { 0x432, "v" }, { 0x433, "g" },
	{ 0x434, "d" }, { 0x435, "e" }, { 0x436, "zh" }, { 0x437, "z" },
	{ 0x438, "i" }, { 0x439, "y" }, { 0x43a, "k" }, { 0x43b, "l" },
	{ 0x43c, "m" }, { 0x43d, "n" }, { 0x43e, "o" }, { 0x43f, "p" },
	{ 0x440, "r" }, { 0x441, "s" }, { 0x442, "t" }, { 0x443, "u" },
	{ 0x444, "f" }, { 0x445, "kh" }, { 0x446, "ts" }, { 0x447, "ch" },
	{ 0x448, "sh" }, { 0x449, "shch" }, { 0x44a, "" }, { 0x44b, "y" },
	{ 0x44c, "" }, { 0x44d, "e" }, { 0x44e, "yu" }, { 0x44f, "ya" },
	{ 0x454, "ye" }, { 0x456, "i" }, { 0x457, "yi" }, { 0x45e, "u" },
	{ 0x491, "g" }, { 0x493, "g" }, { 0x497, "zh" }, { 0x49b, "k" },
	{ 0x4a3, "n" }, { 0x4af, "u" }, { 0x4b1, "u" }, { 0x4b3, "h" },
	{ 0x4b7, "j" }, { 0x4bb, "h" }, { 0x4d9, "a" }, { 0x4e3, "i" },
	{ 0x4e9, "o" }, { 0x4ef, "u" },
	{ 0x10d0, "a" }, { 0x10d1, "b" }, { 0x10d2, "g" }, { 0x10d3, "d" },
	{ 0x10d4, "e" }, { 0x10d5, "v" }, { 0x10d6, "z" }, { 0x10d7, "t" },
	{ 0x10d8, "i" }, { 0x10d9, "k" }, { 0x10da, "l" }, { 0x10db, "m" },
	{ 0x10dc, "n" }, { 0x10dd, "o" }, { 0x10de, "p" }, { 0x10df, "zh" },
	{ 0x10e0, "r" }, { 0x10e1, "s" }, { 0x10e2, "t" }, { 0x10e3, "u" },
	{ 0x10e4, "p" }, { 0x10e5, "k" }, { 0x10e6, "gh" }, { 0x10e7, "q" },
	{ 0x10e8, "sh" }, { 0x10e9, "ch" }, { 0x10ea, "ts" }, { 0x10eb, "dz" },
	{ 0x10ec, "ts" }, { 0x10ed, "ch" }, { 0x10ee, "kh" }, { 0x10ef, "j" },
	{ 0x10f0, "h" },
	/* Latin letters that are no letter with a mark */
	{ 0xdf, "ss" }, { 0xe6, "ae" }, { 0xf8, "o" }, { 0x111, "d" },
	{ 0x131, "i" }, { 0x142, "l" }, { 0x153, "oe" }, { 0x259, "a" },
	{ 0x17c, "zh" }, { 0x17e, "zh" }, { 0x161, "sh" }, { 0x10d, "ch" },
	{ 0x15f, "sh" }, { 0xe7, "ch" },
};

static const char *
latin_of(uint32_t c, char out[5])
{
	for (size_t i = 0; i < nitems(latin); i++)
		if (latin[i].letter == c)
			return latin[i].latin;
	out[utf8_put(unicode_base(c), out)] = '\0';
	return out;
}

/* Spellings of one sound, longest first, as the shortest of them. */
static const struct { const char *spelt, *sound; } sounds[] = {
	{ "shch", "s" }, { "szcz", "s" }, { "sch", "s" }, { "sh", "s" },
	{ "sz", "s" }, { "tch", "c" }, { "ch", "c" }, { "cz", "c" },
	{ "ts", "c" }, { "tz", "c" }, { "ce", "ce" }, { "ci", "ci" },
	{ "ck", "k" }, { "c", "k" }, { "zh", "z" }, { "rz", "z" },
	{ "kh", "h" }, { "gh", "h" }, { "ph", "f" }, { "th", "t" },
	{ "x", "ks" }, { "q", "k" }, { "w", "v" }, { "g", "h" },
};

static const char *
sound_at(const char *s, size_t *len)
{
	for (size_t i = 0; i < nitems(sounds); i++)
		if (strncmp(s, sounds[i].spelt, *len =
		    strlen(sounds[i].spelt)) == 0)
			return sounds[i].sound;
	*len = 1;
	return NULL;
}

/* й, и, ы and what is written as ь: "iya" of Maria as Mariya, "yo" of Kovalyova as "e". */
static size_t
put_glide(const char *s, bool first, char *out, size_t *at)
{
	const size_t	 run = strspn(s, "iyj");

	if (s[run] == 'e' || s[run] == 'o') {
		out[(*at)++] = 'e';
		return run + 1;
	}
	if (s[run] != 'u' || first)
		out[(*at)++] = 'i';
	return run;
}

/* How the name sounds, the same for Cyrillic and the Latin spellings of it. */
static void
put_sound(const char *key, char out[KEY_SIZE])
{
	char	 text[KEY_SIZE * 2], one[5];
	size_t	 at = 0, len;

	for (const char *s = key; *s != '\0' && at + 8 < sizeof(text); ) {
		const char	*part = latin_of(utf8_next(&s), one);

		memcpy(text + at, part, strlen(part));
		at += strlen(part);
	}
	text[at] = '\0';
	at = 0;
	for (const char *s = text; *s != '\0' && at + 4 < KEY_SIZE; s += len) {
		const char	*sound = sound_at(s, &len);
		const bool	 first = at == 0 || out[at - 1] == ' ';

		if (strchr("iyj", *s) != NULL)
			len = put_glide(s, first, out, &at);
		else if (sound != NULL)
			for (; *sound != '\0'; sound++)
				out[at++] = *sound;
		else
			out[at++] = *s;
		if (at > 1 && out[at - 1] == out[at - 2])
			at--;
	}
	out[at] = '\0';
}

struct name {
	char	 first[KEY_SIZE], last[KEY_SIZE];
};

static bool
read_name(const struct person_facts *facts, struct name *out)
{
	if (facts->first == NULL || facts->last == NULL)
		return false;
	put_key(facts->first, out->first);
	put_key(facts->last, out->last);
	return out->first[0] != '\0' && out->last[0] != '\0';
}

static bool
same(const struct name *a, const struct name *b)
{
	return strcmp(a->first, b->first) == 0 && strcmp(a->last,
	    b->last) == 0;
}

static bool
swapped(const struct name *a, const struct name *b)
{
	return strcmp(a->first, b->last) == 0 && strcmp(a->last,
	    b->first) == 0;
}

static void
put_sounds(const struct name *name, struct name *out)
{
	put_sound(name->first, out->first);
	put_sound(name->last, out->last);
}

bool
person_match_differ(const struct person_facts *a, const struct person_facts *b)
{
	struct name	 x, y, p, q;

	if (!read_name(a, &x) || !read_name(b, &y))
		return false;
	put_sounds(&x, &p);
	put_sounds(&y, &q);
	return strcmp(p.first, q.first) != 0 && strcmp(p.last, q.last) != 0 &&
	    strcmp(p.first, q.last) != 0 && strcmp(p.last, q.first) != 0;
}

/* --- first names --- */

static const char *const short_names[] = {
#define N(names) names,
#include "person/short_names.def"
#undef N
};

/* The next word of a key; "" at the end. */
static const char *
next_word(const char *key, char out[KEY_SIZE])
{
	const size_t	n = strcspn(key, " ");

	memcpy(out, key, n);
	out[n] = '\0';
	return key + n + strspn(key + n, " ");
}

static bool
sounds_in(const char *line, const char *sound)
{
	char	word[KEY_SIZE], other[KEY_SIZE];

	while (*line != '\0') {
		line = next_word(line, word);
		put_sound(word, other);
		if (strcmp(other, sound) == 0)
			return true;
	}
	return false;
}

/* Of two words: one name, as it sounds, for short, or an initial of it. */
static bool
one_name(const char *a, const char *b)
{
	char	x[KEY_SIZE], y[KEY_SIZE];

	put_sound(a, x);
	put_sound(b, y);
	if (strcmp(x, y) == 0 ||
	    (utf8_count(a) == 1 && strncmp(x, y, strlen(x)) == 0) ||
	    (utf8_count(b) == 1 && strncmp(x, y, strlen(y)) == 0))
		return true;
	for (size_t i = 0; i < nitems(short_names); i++)
		if (sounds_in(short_names[i], x) && sounds_in(short_names[i],
		    y))
			return true;
	return false;
}

/* The first word of one is a word of the other. */
static bool
share_name(const char *a, const char *b)
{
	char	x[KEY_SIZE], y[KEY_SIZE];
	size_t	i = 0;

	for (; *a != '\0'; i++) {
		size_t	k = 0;

		a = next_word(a, x);
		for (const char *at = b; *at != '\0'; k++) {
			at = next_word(at, y);
			if ((i == 0 || k == 0) && one_name(x, y))
				return true;
		}
	}
	return false;
}

bool
person_match_first_differ(const struct person_facts *a,
    const struct person_facts *b)
{
	struct name	x, y;

	put_key(a->first != NULL ? a->first : "", x.first);
	put_key(a->last != NULL ? a->last : "", x.last);
	put_key(b->first != NULL ? b->first : "", y.first);
	put_key(b->last != NULL ? b->last : "", y.last);
	return x.first[0] != '\0' && y.first[0] != '\0' &&
	    !share_name(x.first, y.first) && !(share_name(x.first, y.last) &&
	    share_name(x.last, y.first));
}

bool
person_match_middle_differ(const char *a, const char *b)
{
	char	key[KEY_SIZE], x[KEY_SIZE], y[KEY_SIZE];

	put_key(a != NULL ? a : "", key);
	put_sound(key, x);
	put_key(b != NULL ? b : "", key);
	put_sound(key, y);
	return strncmp(x, y, strlen(x)) != 0 && strncmp(x, y,
	    strlen(y)) != 0;
}

void
person_match_key(const char *first, const char *last,
    char out[PERSON_MATCH_KEY_SIZE])
{
	const struct person_facts	 facts = { .first = first,
		.last = last };
	struct name			 name, sound;
	const char			*low = sound.first, *high = sound.last;

	out[0] = '\0';
	if (!read_name(&facts, &name))
		return;
	put_sounds(&name, &sound);
	if (strlen(sound.first) + strlen(sound.last) + 2 >
	    PERSON_MATCH_KEY_SIZE)
		return;
	if (strcmp(low, high) > 0) {
		low = sound.last;
		high = sound.first;
	}
	memcpy(out, low, strlen(low));
	out[strlen(low)] = ' ';
	memcpy(out + strlen(low) + 1, high, strlen(high) + 1);
}

static unsigned
match_names(const struct person_facts *a, const struct person_facts *b)
{
	struct name	 x, y, p, q;

	if (!read_name(a, &x) || !read_name(b, &y))
		return 0;
	if (same(&x, &y))
		return 1u << PERSON_MATCH_NAME;
	put_sounds(&x, &p);
	put_sounds(&y, &q);
	return same(&p, &q) || swapped(&p, &q) ?
	    1u << PERSON_MATCH_NAME_ALIKE : 0;
}

unsigned
person_match(const struct person_facts *a, const struct person_facts *b)
{
	static const unsigned	 phones[] = {
		[PERSON_PHONE_OTHER] = 0,
		[PERSON_PHONE_ALIKE] = 1u << PERSON_MATCH_PHONE_END,
		[PERSON_PHONE_SAME] = 1u << PERSON_MATCH_PHONE,
	};
	unsigned		 out = match_names(a, b);

	if (person_email_same(a->email, b->email))
		out |= 1u << PERSON_MATCH_EMAIL;
	return out | phones[person_phone_match(a->phone, b->phone,
	    a->country != NULL ? a->country : b->country)];
}
