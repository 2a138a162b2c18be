/* refusal: what an error answer of ClickUp means, and whether it lasts: one table for all calls.
 * No network. Sources: vendor reference, "Common Errors"; public reports of its clients. */
#ifndef CLICKUP_REFUSAL_H
#define CLICKUP_REFUSAL_H

#include <jansson.h>

struct err;

enum clickup_refusal {
	CLICKUP_KEY,		/* of the key, it seems: only GET /user decides */
	CLICKUP_OBJECT,		/* this key may not see this task, list or workspace */
	CLICKUP_GONE,
	CLICKUP_BUSY,		/* wait, then again */
	CLICKUP_DOWN,		/* not ClickUp's word, or it broke: again later */
	CLICKUP_PLAN,		/* not in the plan that is paid for */
	CLICKUP_INPUT		/* our request makes no sense to it */
};

/* doc: the answer's document, NULL when it was none (a page of HTML). */
enum clickup_refusal clickup_refusal_of(int status, const json_t *doc);
/* The same of the host of an attachment, which knows no key. */
enum clickup_refusal clickup_refusal_of_file(int status);

/* Kind, code and text of err, which has the status. absent: the code of CLICKUP_GONE. -1. */
int	clickup_refusal_set(enum clickup_refusal, const json_t *doc,
	    const char *absent, struct err *err);

#endif
