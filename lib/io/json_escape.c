#include "io/json_escape.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define LEN	6	/* of \uXXXX */

/* What is escaped here; -1: nothing by its number. */
static long
code_at(const char *at)
{
	char	digits[5] = "";

	if (at[0] != '\\' || at[1] != 'u' ||
	    strspn(at + 2, "0123456789abcdefABCDEF") < 4)
		return -1;
	memcpy(digits, at + 2, 4);
	return strtol(digits, NULL, 16);
}

static bool
is_high(long code)
{
	return code >= 0xd800 && code <= 0xdbff;
}

static bool
is_low(long code)
{
	return code >= 0xdc00 && code <= 0xdfff;
}

/* A backslash stands in strings alone, else the text is no JSON anyway. */
size_t
json_escape_mend(char *text)
{
	size_t	n = 0;

	for (char *at = strchr(text, '\\'); at != NULL; at = strchr(at, '\\')) {
		const long	 code = code_at(at);

		if (is_high(code) && is_low(code_at(at + LEN))) {
			at += LEN;
		} else if (code == 0 || is_high(code) || is_low(code)) {
			memcpy(at, "\\ufffd", LEN);
			n++;
		}
		at += code != -1 ? LEN : at[1] != '\0' ? 2 : 1;
	}
	return n;
}
