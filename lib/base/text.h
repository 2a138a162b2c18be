/* text: messages for people, Russian and English. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>

/*
 * The message for a stable code ("clickup_token", "field.required", ...) in
 * lang ("ru", "en"); %s in it stands for the argument. NULL: no such message.
 * The table is lib/base/text.c: one line a code.
 */
const char *text_get(const char *lang, const char *code);
/* The message with arg put in, cut to size. Falls back to arg alone. */
void	text_put(char *out, size_t size, const char *lang, const char *code,
	    const char *arg);

#endif
