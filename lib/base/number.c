#include "base/number.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

#define WHOLE	1e15	/* from here on it has no fraction */
#define SMALL	1e-4

/* Without the zeros that end a fraction. */
static void
put_trimmed(struct buf *out, const char *text)
{
	size_t	 len = strlen(text);

	if (strchr(text, '.') != NULL) {
		while (text[len - 1] == '0')
			len--;
		if (text[len - 1] == '.')
			len--;
	}
	buf_add(out, text, len);
}

void
number_put(struct buf *out, double v)
{
	const double	 size = v < 0 ? -v : v;
	char		 text[64];

	if (size >= NUMBER_MOST)
		snprintf(text, sizeof(text), "%g", v);
	else if (size >= WHOLE || size < SMALL)
		snprintf(text, sizeof(text), "%.*f", size < 1 ? 12 : 0, v);
	else
		snprintf(text, sizeof(text), "%.15g", v);
	put_trimmed(out, text);
}
