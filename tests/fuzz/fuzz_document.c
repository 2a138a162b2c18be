/* fuzz_document: any bytes as a file that a stranger sent: DOCX, ODT, RTF, pages and text end, and
 * what is read is valid; any text as a CV: what is guessed is JSON of known members. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "document/extract.h"
#include "document/guess.h"
#include "document/mend.h"
#include "document/text.h"
#include "io/charset.h"
#include "io/field.h"

#define NOW_MS	INT64_C(1764374400000)

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
guess(const char *text)
{
	own_json json_t	*got = guess_cv(text, NOW_MS);
	char		*written = json_dumps(got, JSON_COMPACT);
	const char	*name;
	json_t		*sure;

	expect(written != NULL);
	json_object_foreach(json_object_get(got, "confidence"), name, sure)
		expect(json_number_value(sure) > 0 && json_number_value(
		    sure) <= 1 && !json_is_null(json_object_get(got, name)));
	free(written);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_charset struct charset		*set = charset_open();
	own_document_text struct document_text	 read = { 0 }, plain = {
						    .kind = DOCUMENT_PDF };
	own_str char				*text = mem_ndup(
						    (const char *)data, size);

	document_extract(set, (const char *)data, size, &read);
	document_mend(&read);
	expect(is_utf8(buf_str(&read.text)));
	guess(buf_str(&read.text));
	if (is_utf8(text)) {
		buf_puts(&plain.text, text);
		document_mend(&plain);
		expect(is_utf8(buf_str(&plain.text)));
		guess(buf_str(&plain.text));
	}
	return 0;
}
