/* refusal: what an error answer of Notion means, and whether it lasts: one table for all calls. No
 * network. Source: vendor reference, "Status codes", "Request limits", "Upgrade guides". */
#ifndef NOTION_REFUSAL_H
#define NOTION_REFUSAL_H

#include <jansson.h>

struct err;

enum notion_refusal {
	NOTION_KEY,		/* the key is unknown or was revoked */
	NOTION_DENIED,		/* the integration lacks a capability */
	NOTION_UNSHARED,	/* not there, or not shared with the integration */
	NOTION_BUSY,		/* calls come too close together: wait, then again */
	NOTION_OVERLOAD,	/* the service has too much to do: again later */
	NOTION_COLLISION,	/* somebody changed the same thing: again at once */
	NOTION_DOWN,		/* not Notion's word, or it broke: again later */
	NOTION_VERSION,		/* it does not speak the version of the API that we asked for */
	NOTION_SOURCES,		/* the older API cannot read a database of several sources */
	NOTION_CURSOR,		/* the place in a list is not valid any more */
	NOTION_INPUT		/* our request makes no sense to it */
};

/* doc: the answer's document, NULL when it was none (a page of HTML). */
enum notion_refusal notion_refusal_of(int status, const json_t *doc);
/* The same of the host of a file, which knows no key. */
enum notion_refusal notion_refusal_of_file(int status);
/* Kind, code and text of err, which has the status. -1. */
int	notion_refusal_set(enum notion_refusal, const json_t *doc,
	    struct err *err);

#endif
