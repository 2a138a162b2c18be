#include "person/letter.h"

#include "base/utf8.h"

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
	return c >= 0x400 && c <= 0x52f;
}

bool
person_letter_is(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= 0xc0 && c <= 0x24f && c != 0xd7 && c != 0xf7) ||
	    person_letter_cyrillic(c) || (c >= 0x1e00 && c <= 0x1eff);
}

uint32_t
person_letter_lower(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);	/* pairs that begin odd */
	if ((c >= 0x100 && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
	    (c >= 0x48a && c <= 0x4bf) || (c >= 0x4d0 && c <= 0x52f) ||
	    (c >= 0x1e00 && c <= 0x1eff))
		return c | 1;
	return c;
}

uint32_t
person_letter_upper(uint32_t c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 0xe0 && c <= 0xfe && c != 0xf7) ||
	    (c >= 0x430 && c <= 0x44f))
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45f)
		return c - 0x50;
	return c;
}

bool
person_letter_is_upper(uint32_t c)
{
	return person_letter_lower(c) != c;
}

void
person_letter_fold(const char *s, char *out, size_t size)
{
	size_t	 at = 0, len;

	for (; *s != '\0' && at + 4 < size; s += len) {
		uint32_t	 c = person_letter_lower(person_letter_at(s,
		    &len));

		at += utf8_put(c == 0x451 ? 0x435 : c, out + at);
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
