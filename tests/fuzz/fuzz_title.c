/* fuzz_title: any bytes as a task's title: names and search words of valid text stay valid. */
#include <jansson.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "person/name.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static bool
is_utf8(const char *s)
{
	json_t	*text = json_string(s);

	json_decref(text);
	return text != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_str char		*title = mem_ndup((const char *)data, size);
	const char		*texts[] = { title };
	own_buf struct buf	 all = { 0 }, ask = { 0 };
	struct person_name	 name;
	bool			 valid = is_utf8(title);

	person_name_read(title, &name);
	words_index("1z", texts, 1, &all);
	if (words_ask("1z", title, &ask) > WORDS_ASKED)
		abort();
	if (valid && !(is_utf8(name.first) && is_utf8(name.last) &&
	    is_utf8(name.middle) && is_utf8(name.position) &&
	    is_utf8(buf_str(&all)) && is_utf8(buf_str(&ask))))
		abort();
	return 0;
}
