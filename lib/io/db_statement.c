#include <ctype.h>
#include <string.h>

#include "base/mem.h"
#include "io/db_int.h"

/* The end of a comment or a quoted text that begins at s; s itself when none does. */
static const char *
skip(const char *s)
{
	const char	*end;
	const char	 quote = *s;

	if (quote == '#' || (s[0] == '-' && s[1] == '-' &&
	    (isspace((unsigned char)s[2]) || s[2] == '\0')))
		return s + strcspn(s, "\n");
	if (s[0] == '/' && s[1] == '*') {
		end = strstr(s + 2, "*/");
		return end != NULL ? end + 2 : s + strlen(s);
	}
	if (quote != '\'' && quote != '"' && quote != '`')
		return s;
	for (s++; *s != '\0' && *s != quote; s++)
		if (*s == '\\' && quote != '`' && s[1] != '\0')
			s++;
	return *s != '\0' ? s + 1 : s;	/* '' begins the next one at once */
}

/* Blanks and comments; not those that the server executes. */
static const char *
skip_blank(const char *s)
{
	for (;;) {
		if (isspace((unsigned char)*s) || *s == ';')
			s++;
		else if (*s == '#' || *s == '-' || (s[0] == '/' &&
		    s[1] == '*' && s[2] != '!' && s[2] != 'M')) {
			const char	*end = skip(s);

			if (end == s)
				return s;
			s = end;
		} else
			return s;
	}
}

char *
db_statement_next(const char **at)
{
	const char	*s = skip_blank(*at), *start = s;

	while (*s != '\0' && *s != ';') {
		const char	*end = skip(s);

		s = end != s ? end : s + 1;
	}
	*at = s;
	return s > start ? mem_ndup(start, (size_t)(s - start)) : NULL;
}
