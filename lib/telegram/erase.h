/* erase: what people and bots of a company wrote of somebody who is erased. Tables telegram_update,
 * telegram_message. */
#ifndef TELEGRAM_ERASE_H
#define TELEGRAM_ERASE_H

struct contact_store;

/* Bodies of updates that were handled, messages that are kept to be edited; one that was not sent
 * yet is not sent. */
extern const struct contact_store	telegram_updates, telegram_messages;

#endif
