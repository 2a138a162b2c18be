/* mask: secrets in a text become asterisks, one for each byte, before it is stored, logged or
 * shown. A secret is found by its value, by its shape, or by the name before it. */
#ifndef BASE_MASK_H
#define BASE_MASK_H

#include <stddef.h>

#define MASK_LEAST	8	/* bytes; a shorter value is a word of other texts too */

/*
 * This process works with that secret (a key, a token, a password): from now on it is found by
 * its value, until 48 others were used later. A scheme before it ("Bearer ") is left out. NULL
 * and what is shorter than MASK_LEAST are passed over.
 */
void	mask_add(const char *secret);
/* The same for as long as the process lives (16 at most): those of the configuration. */
void	mask_keep(const char *secret);

/*
 * The values that were added and what has the shape of a secret: "Bearer x", a JWT, a PEM key, the
 * keys of ClickUp, Notion, AWS, Slack and Google, Bitrix24's and Telegram's addresses. A value
 * is found as it is, percent-encoded, escaped as in JSON or HTML, inside of base64, and when
 * only its beginning is there.
 */
void	mask_known(char *text, size_t len);
/*
 * The same, and the value behind the name of a secret: "token=x", "api_key": "x",
 * "password": ["x", {"y": "z"}], the key in a webhook's address. For logs.
 */
void	mask_text(char *text, size_t len);
/* This value alone, where all of it is there. For data, which must stay as it is otherwise. */
void	mask_value(char *text, size_t len, const char *secret);

#endif
