/* refusal: what an error of the Bot API means. Touches no network. */
#ifndef TELEGRAM_REFUSAL_H
#define TELEGRAM_REFUSAL_H

#include <jansson.h>
#include <stdint.h>

struct err;

/*
 * The code of api.h for a failed call: of its status, and of the document that came with it (NULL:
 * none). Returns the new id of a chat that was migrated, else 0.
 */
int64_t	telegram_refusal_set(const json_t *doc, struct err *);
/* 0 instead of a refusal that says that nothing was left to do; else rc. */
int	telegram_refusal_done(int rc, struct err *);

#endif
