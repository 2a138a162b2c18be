#include "io/json_large.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Behind a string that begins here. */
static const char *
string_end(const char *at)
{
	for (at++; *at != '\0' && *at != '"'; at++)
		if (*at == '\\' && at[1] != '\0')
			at++;
	return *at == '"' ? at + 1 : at;
}

static bool
is_large(const char *at, size_t len)
{
	errno = 0;
	if (strspn(at, "-0123456789") == len) {
		strtoll(at, NULL, 10);
		return errno == ERANGE;
	}
	return isinf(strtod(at, NULL));
}

size_t
json_large_null(char *text)
{
	size_t	n = 0, len;

	for (char *at = text; *at != '\0'; at += len) {
		len = strspn(at, "+-.0123456789eE");
		if (*at == '"') {
			len = (size_t)(string_end(at) - at);
		} else if (len == 0) {
			len = 1;
		} else if (len > 4 && is_large(at, len)) {
			memset(at, ' ', len);
			memcpy(at, "null", 4);
			n++;
		}
	}
	return n;
}
