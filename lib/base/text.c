#include "base/text.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

static const struct message {
	const char	*code, *ru, *en;
} messages[] = {
#define T(code, ru, en)	{ code, ru, en },
#include "gen/messages.def"	/* of all rooms, joined by make */
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
		utf8_mend(out);
}

void
text_field(char *out, size_t size, const char *lang, const char *code,
    const char *arg)
{
	char		 id[64];
	const char	*type;

	snprintf(id, sizeof(id), "base.type.%s", arg);
	if (strcmp(code, "type") == 0 && (type = text_get(lang, id)) != NULL)
		arg = type;
	snprintf(id, sizeof(id), "%s%s",
	    strchr(code, '.') == NULL ? "base.field." : "", code);
	text_put(out, size, lang, id, arg);
}
