/* text: messages for people, Russian and English. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stddef.h>
#include <stdint.h>

/*
 * The message for a stable code in lang ("ru", "en"); %s in it is replaced by the argument.
 * NULL: no such message. A code is the bare name of a kind (err_name: "absent") or
 * room.code ("clickup.token"); each room has its messages in messages.def, one line a code.
 */
const char *text_get(const char *lang, const char *code);
/*
 * The sentence under a field for the code of an err_field: a bare code ("range") is
 * base.field.<code>, one with a dot is a message of its own. A "type" names its type, the bounds of
 * a "range" or a "length" ("1..300"; "500": at most) become words.
 */
void	text_field(char *out, size_t size, const char *lang, const char *code,
	    const char *arg);
/* The message for so many: that of code.one, code.few or code.many, with n put in. */
void	text_count(char *out, size_t size, const char *lang, const char *code,
	    int64_t n);
/* The message with arg put in, cut to size. Falls back to arg alone. */
void	text_put(char *out, size_t size, const char *lang, const char *code,
	    const char *arg);

#endif
