/* handle: an update becomes what the house does and answers. Blocking, moving and linking of chats,
 * groups and strangers are handled here; all that a linked person says in a private chat is
 * the program's handler's. */
#ifndef TELEGRAM_HANDLE_H
#define TELEGRAM_HANDLE_H

#include "telegram/talk.h"

struct telegram_update;

struct telegram_use {
	telegram_handler	*handle;	/* NULL: whatever is said, help is answered */
	const void		*arg;
};
/* Handles one that was taken, in one transaction; a failure is noted in its row. -1: ERR_DOWN. */
int	telegram_handle(struct db *, const struct conf *,
	    const struct telegram_use *, const struct telegram_update *,
	    struct err *);

#endif
