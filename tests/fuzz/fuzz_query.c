/* fuzz_query: any bytes as a query, a form, a path, cookies: parsed or refused, and
 * what is taken is valid UTF-8 without control characters. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/web_int.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
pairs(const uint8_t *data, size_t size, bool lines)
{
	own_str char	*text = mem_ndup((const char *)data, size);
	own_json json_t	*into = json_object();
	struct err	 err = { 0 };
	char		*json;

	if (web_pairs_parse(text, size, 50, lines, into, &err) == 0) {
		if ((json = json_dumps(into, 0)) == NULL)
			abort();
		free(json);
	} else if (err.kind != ERR_INPUT) {
		abort();
	}
}

static void
path(const uint8_t *data, size_t size)
{
	char		 text[WEB_PATH_MAX + 1];
	struct err	 err = { 0 };

	if (size > WEB_PATH_MAX)
		size = WEB_PATH_MAX;
	memcpy(text, data, size);
	text[size] = '\0';
	if (web_path_parse(text, true, &err) == 0 &&
	    (*text != '/' || strpbrk(text, "\r\n") != NULL))
		abort();
}

static void
cookie(const uint8_t *data, size_t size)
{
	own_str char	*line = mem_zero(size + 13);
	char		*env[] = { line, NULL };
	struct web_req	 req = { .env = env };
	char		 out[20];

	memcpy(line, "HTTP_COOKIE=", 12);
	memcpy(line + 12, data, size);
	if (web_cookie(&req, "hw_session", out, sizeof(out)) != NULL &&
	    strlen(out) >= sizeof(out))
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	pairs(data, size, false);
	pairs(data, size, true);
	path(data, size);
	cookie(data, size);
	return 0;
}
