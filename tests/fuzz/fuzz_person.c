/* fuzz_person: any bytes as what people write of themselves: what is read of valid text is valid,
 * lies within it, and is the same as itself. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "io/unicode.h"
#include "person/email.h"
#include "person/link.h"
#include "person/match.h"
#include "person/name.h"
#include "person/phone.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
expect(bool right)
{
	if (!right)
		abort();
}

static bool
is_utf8(const char *s)
{
	json_t	*text = json_string(s);

	json_decref(text);
	return text != NULL;
}

static void
read_phones(const char *text, enum person_phone_in in)
{
	const char		*at = text;
	struct person_phone	 one;

	while (person_phone_next(&at, in, "BY", &one)) {
		own_str char	*part = mem_ndup(one.from, (size_t)(one.to -
				    one.from));

		expect(text <= one.from && one.from < one.to && one.to <= at);
		expect(person_phone_match(part, part, "BY") !=
		    PERSON_PHONE_OTHER);
	}
	expect(*at == '\0');
}

static void
read_links(const char *text, bool valid)
{
	const char		*at = text;
	struct person_link	 one;
	char			 key[PERSON_LINK_SIZE];

	while (person_link_next(&at, &one)) {
		person_link_key(one.url, key);
		expect(!valid || is_utf8(one.url));
		expect(key[0] == '\0' || person_link_in(one.url, key));
	}
	person_link_key(text, key);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_str char			*text = mem_ndup((const char *)data,
					    size);
	own_str char			*composed = unicode_composed(text,
					    strlen(text));
	const struct person_facts	 facts = { .email = text,
					    .phone = text, .first = text,
					    .last = text };
	const bool			 valid = is_utf8(text);
	char				 email[PERSON_EMAIL_SIZE];
	char				 part[PERSON_NAME_SIZE];
	const char			*texts[] = { text };
	own_buf struct buf		 words = { 0 };

	expect(composed == NULL || is_utf8(composed));
	read_phones(text, PERSON_PHONE_FIELD);
	read_phones(text, PERSON_PHONE_TEXT);
	read_links(text, valid);
	if (person_email_find(text, email))
		expect(person_email_same(email, email));
	if (person_name_part(text, part))
		expect(!valid || is_utf8(part));
	person_match(&facts, &facts);
	words_index(texts, 1, &words);
	words_match(buf_str(&words), text, false);
	return 0;
}
