/* inbox_list: what waits in the inbox, as a bot shows it: some at a time, each with the buttons
 * that decide it. */
#ifndef BOT_INBOX_LIST_H
#define BOT_INBOX_LIST_H

#include "bot/said.h"

#define INBOX_LIST_PAGE	5

/* At "/inbox". */
said_deed bot_inbox_list;
/* "BEFORE", "BEFORE:keep:5", "BEFORE:reject:5": it is decided, then those older than the item
 * BEFORE (0: from the newest) are shown. */
said_deed bot_inbox_list_press;

#endif
