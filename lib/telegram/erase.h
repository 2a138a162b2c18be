/* erase: what people and bots of a company wrote of somebody who is erased. Tables telegram_update,
 * telegram_message. */
#ifndef TELEGRAM_ERASE_H
#define TELEGRAM_ERASE_H

#include <stdint.h>

struct contact_words;
struct db;
struct err;

/* Bodies of updates that were handled, messages that are kept to be edited; one that was not sent
 * yet is not sent. */
int	telegram_erase(struct db *, int64_t company_id,
	    const struct contact_words *, struct err *);

#endif
