/* sending: what a message brings for the inbox: its file, the profiles that it links to, from whom
 * it was forwarded. Touches nothing outside. Source: core.telegram.org/bots/api, "Message",
 * "MessageEntity", "MessageOrigin" (and what stood for it before Bot API 7.0). */
#ifndef BOT_SENDING_H
#define BOT_SENDING_H

#include <stdbool.h>
#include <stddef.h>

#include "inbox/put.h"
#include "person/link.h"

struct telegram_event;

#define SENDING_LINKS_MAX	20	/* of one message */
#define SENDING_ORIGIN_SIZE	400	/* bytes */

/* Texts live as long as the event's. */
struct sending {
	struct inbox_doc	 doc;		/* file_id NULL: none */
	struct person_link	 link[SENDING_LINKS_MAX];	/* each once */
	size_t			 nlinks;
	bool			 nobodys;	/* it links to a vacancy, a company */
	char			 origin[SENDING_ORIGIN_SIZE];	/* "": it was not forwarded */
	const char		*album;		/* NULL: none */
};
void	sending_read(const struct telegram_event *, struct sending *out);

#endif
