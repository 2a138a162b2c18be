#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sizes from outside are bounded before they come here: what is left is a
 * machine without memory, where the pool's respawn is the best answer. */
static void *
checked(void *p)
{
	if (p == NULL) {
		static const char msg[] = "{\"level\":\"error\","
		    "\"msg\":\"out of memory\"}\n";

		fwrite(msg, 1, sizeof(msg) - 1, stderr);
		_exit(70);
	}
	return p;
}

void *
mem_zero(size_t size)
{
	return checked(calloc(1, size));
}

void *
mem_grow(void *p, size_t n, size_t size)
{
	return checked(reallocarray(p, n, size));
}

char *
mem_dup(const char *s)
{
	return s == NULL ? NULL : checked(strdup(s));
}

char *
mem_ndup(const char *s, size_t len)
{
	char	*copy = mem_zero(len + 1);

	if (len > 0)
		memcpy(copy, s, len);
	return copy;
}

char *
mem_vfmt(const char *fmt, va_list ap)
{
	char	*out = NULL;

	if (vasprintf(&out, fmt, ap) == -1)
		out = NULL;
	return checked(out);
}

char *
mem_fmt(const char *fmt, ...)
{
	va_list	 ap;
	char	*out;

	va_start(ap, fmt);
	out = mem_vfmt(fmt, ap);
	va_end(ap);
	return out;
}

void
mem_free_str(char **p)
{
	free(*p);
	*p = NULL;
}

void
mem_put(char **text, char *by)
{
	mem_free_str(text);
	*text = by;
}
