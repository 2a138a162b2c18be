/* fuzz_json: any bytes as a JSON body; what is taken is an object or array, no deeper
 * than allowed, and its readers do not fall over it. */
#include <stdlib.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static int
depth(const json_t *value)
{
	int		 deepest = 0, d;
	size_t		 i;
	const char	*key;
	json_t		*one;

	json_array_foreach(value, i, one)
		if ((d = depth(one)) > deepest)
			deepest = d;
	json_object_foreach((json_t *)(uintptr_t)value, key, one)
		if ((d = depth(one)) > deepest)
			deepest = d;
	return deepest + (json_is_array(value) || json_is_object(value));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_json json_t	*doc = NULL;
	struct err	 err = { 0 };
	const char	*text = NULL;
	int64_t		 n = 0;
	bool		 flag = false;

	if (field_parse((const char *)data, size, &doc, &err) == -1) {
		if (err.kind != ERR_INPUT || doc != NULL)
			abort();
		return 0;
	}
	if (depth(doc) > 32)
		abort();
	field_form(doc);
	field_text(doc, "a", 1, 5, &text, &err);
	field_int(doc, "a", 0, 9, &n, &err);
	field_bool_opt(doc, "a", &flag, &err);
	field_num(doc, "a", 0);
	field_str(doc, "a");
	return 0;
}
