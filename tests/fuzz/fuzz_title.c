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
	own_buf struct buf	 all = { 0 };
	struct words_want	 wants[WORDS_ASKED];
	size_t			 n;
	struct person_name	 name;
	bool			 valid = is_utf8(title);

	person_name_read(title, &name);
	words_index(texts, 1, &all);
	n = words_wants(title, wants);
	if (n > WORDS_ASKED)
		abort();
	for (size_t i = 0; valid && i < n; i++)
		for (size_t k = 0; k < wants[i].nall; k++)
			if (!is_utf8(wants[i].all[k]))
				abort();
	if (valid && !(is_utf8(name.first) && is_utf8(name.last) &&
	    is_utf8(name.middle) && is_utf8(name.position) &&
	    is_utf8(buf_str(&all))))
		abort();
	return 0;
}
