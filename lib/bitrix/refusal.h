/* refusal: what Bitrix24's refusals mean. Pure. Source: b24restdocs, "Error codes". */
#ifndef BITRIX_REFUSAL_H
#define BITRIX_REFUSAL_H

#include <jansson.h>
#include <stdbool.h>

struct err;

/*
 * Errors:
 * ERR_BUSY "bitrix.query_limit"	more calls than the portal takes: wait and repeat
 * ERR_BUSY "bitrix.operating"		the method has used up its time: wait for its reset
 * ERR_BUSY "bitrix.overload"		the portal's REST is blocked by hand
 * ERR_REMOTE_AUTH "bitrix.no_auth", "bitrix.expired", "bitrix.credentials": the account stops
 * ERR_DENIED "bitrix.scope"		text: the scope to tick
 * ERR_DENIED "bitrix.plan"		REST is not in the portal's plan, or the user has no right
 * ERR_DENIED "bitrix.payment", "bitrix.user"	the application is not paid, or not for this user
 * ERR_REMOTE "bitrix.portal"		the portal is closed
 * ERR_REMOTE "bitrix.method"		text: a method that it has not
 * ERR_INTERNAL "bitrix.batch"		a batch that it does not take
 * ERR_REMOTE "bitrix.down"		its own fault; "bitrix.page": an answer that is no JSON
 * ERR_INPUT "bitrix.refused"		anything else, in its own words
 */

/* Also a 200 may be one. */
bool	bitrix_refusal_is(const json_t *doc);
/* method: what was asked; status 0: of a command of a batch; doc NULL: a page. Always -1. */
int	bitrix_refusal_set(const char *method, int status, const json_t *doc,
	    struct err *);
/* The scope that a method needs: "task" of tasks.task.list; NULL: none, or not known. */
const char *bitrix_scope_of(const char *method);

#endif
