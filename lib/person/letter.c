#include "person/letter.h"

#include "base/utf8.h"
#include "io/unicode.h"

uint32_t
person_letter_at(const char *s, size_t *len)
{
	const char	*at = s;
	uint32_t	 c = utf8_next(&at);

	*len = (size_t)(at - s);
	return c;
}

bool
person_letter_cyrillic(uint32_t c)
{
	return (c >= 0x400 && c <= 0x52f) || (c >= 0x1c80 && c <= 0x1c8f) ||
	    (c >= 0xa640 && c <= 0xa69f);
}

bool
person_letter_is(uint32_t c)
{
	return unicode_letter(c);
}

uint32_t
person_letter_lower(uint32_t c)
{
	return unicode_to_lower(c);
}

uint32_t
person_letter_title(uint32_t c)
{
	return unicode_to_title(c);
}

bool
person_letter_is_upper(uint32_t c)
{
	return unicode_upper(c);
}

bool
person_letter_begins(uint32_t c)
{
	return unicode_letter(c) && unicode_to_title(c) == c;
}

bool
person_letter_apostrophe(uint32_t c)
{
	return c == '\'' || c == '`' || c == 0xb4 || (c >= 0x2b9 &&
	    c <= 0x2bd) || c == 0x2018 || c == 0x2019 || c == 0x201b ||
	    c == 0x2032 || c == 0xff07;
}

bool
person_letter_hyphen(uint32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2013) || c == 0x2212;
}

static uint32_t
folded(uint32_t c)
{
	return person_letter_apostrophe(c) ? '\'' : person_letter_hyphen(c) ?
	    '-' : c == 0x451 ? 0x435 : c;
}

void
person_letter_fold(const char *s, char *out, size_t size)
{
	size_t	 at = 0, len;

	for (; *s != '\0' && at + 4 < size; s += len) {
		uint32_t	 c = person_letter_lower(person_letter_at(s,
		    &len));

		at += utf8_put(folded(c), out + at);
	}
	out[at] = '\0';
}

bool
person_letter_mixed(const char *text, bool *all_upper)
{
	size_t	 len, letters = 0, uppers = 0;

	for (; *text != '\0'; text += len) {
		uint32_t	 c = person_letter_at(text, &len);

		letters += person_letter_is(c);
		uppers += person_letter_is_upper(c);
	}
	*all_upper = letters > 1 && uppers == letters;
	return uppers > 0;
}
