/* fuzz_multipart: the first line is the boundary, the rest the body; files must lie
 * inside of it. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/web_int.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t	*end = memchr(data, '\n', size);
	size_t		 line = end == NULL ? size : (size_t)(end - data);
	size_t		 rest = end == NULL ? 0 : size - line - 1, n = 0;
	own_str char	*first = mem_ndup((const char *)data, line);
	own_str char	*type = mem_fmt("multipart/form-data;boundary=%s",
	    first);
	char		*body = mem_grow(NULL, rest + 1, 1);
	own_json json_t	*fields = json_object(), *keep = json_array();
	struct web_file	 files[WEB_FILES_MAX];
	struct err	 err = { 0 };

	/* no NUL behind it: reading on is an error that ASan sees */
	body = mem_grow(body, rest == 0 ? 1 : rest, 1);
	if (rest > 0)
		memcpy(body, end + 1, rest);
	if (web_multipart_parse(body, rest, type, fields, keep, files, &n,
	    &err) == -1)
		n = 0;
	for (size_t i = 0; i < n; i++)
		if (files[i].data < body ||
		    files[i].data + files[i].len > body + rest ||
		    strpbrk(files[i].filename, "/\\") != NULL)
			abort();
	free(body);
	return 0;
}
