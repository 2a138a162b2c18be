#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"

static const struct message {
	const char	*code, *ru, *en;
} messages[] = {
#define T(code, ru, en)	{ code, ru, en },
#include "base/messages.def"
#undef T
};

const char *
text_get(const char *lang, const char *code)
{
	for (size_t i = 0; i < nitems(messages); i++)
		if (strcmp(messages[i].code, code) == 0)
			return strcmp(lang, "en") == 0 ? messages[i].en :
			    messages[i].ru;
	return NULL;
}

/* snprintf cut at size - 1 bytes: drop a last character that is not whole. */
static void
drop_half(char *out)
{
	size_t		 end = strlen(out), lead = end;
	unsigned char	 c;

	while (lead > 0 && ((unsigned char)out[lead - 1] & 0xc0) == 0x80)
		lead--;
	if (lead == 0)
		return;
	c = (unsigned char)out[lead - 1];
	if (end - lead + 1 < (c >= 0xf0 ? 4U : c >= 0xe0 ? 3U : c >= 0xc0 ? 2U : 1U))
		out[lead - 1] = '\0';
}

void
text_put(char *out, size_t size, const char *lang, const char *code,
    const char *arg)
{
	const char	*msg = text_get(lang, code), *hole;
	int		 len;

	if (msg == NULL)
		len = snprintf(out, size, "%s", arg);
	else if ((hole = strstr(msg, "%s")) == NULL)
		len = snprintf(out, size, "%s", msg);
	else
		len = snprintf(out, size, "%.*s%s%s", (int)(hole - msg), msg,
		    arg, hole + 2);
	if (len >= 0 && (size_t)len >= size && size > 0)
		drop_half(out);
}
