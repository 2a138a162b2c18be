/* api: calls to a Bitrix24 portal's REST. The address of a webhook is the secret: it is hidden by
 * its value and shape wherever a call is logged (base/mask.h), and no path that is logged has it.
 * Source: b24restdocs. Errors: bitrix/refusal.h, and those of io/fetch.h. */
#ifndef BITRIX_API_H
#define BITRIX_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/fetch_call.h"

struct bitrix;
struct conf;
struct db;
struct err;

#define BITRIX_PAGE		50	/* elements of a list */
#define BITRIX_COMMANDS_MAX	50	/* of a batch */
#define BITRIX_RATE		2	/* calls a second, and */
#define BITRIX_BURST		50	/* at once, of an ordinary portal */

struct bitrix_conf {
	const struct conf	*conf;
	struct db		*db;		/* of budgets and the recorder */
	int64_t			 company_id, user_id, connection_id;
	fetch_recorder		*record;
	const char		*origin;	/* "https://portal.bitrix24.ru" */
	const char		*webhook;	/* "https://portal.bitrix24.ru/rest/1/code/"; */
	const char		*token;		/* or, where it is NULL, an access token */
	int			 rate, burst;	/* of the portal */
	/* Another token instead of one that is over; the caller's. NULL: there is none. */
	int			(*renew)(void *arg, const char *stale,
				    char **fresh, struct err *);
	void			*renew_arg;
};
/* Copies what it needs. */
struct bitrix *bitrix_open(const struct bitrix_conf *, struct err *);
void	 bitrix_close(struct bitrix *);
void	 bitrix_close_p(struct bitrix **);
#define own_bitrix	cleanup(bitrix_close_p)
/* Calls that were made so far. */
int64_t	 bitrix_calls(const struct bitrix *);

/*
 * One call; params NULL: none. answer: the whole document ({result, next, total, time}), the
 * caller's. Waits, ever longer, when the portal has too many calls; a call that reads is repeated
 * after a fault on the way, one that writes never: err->unsure says that it may have been done.
 */
int	 bitrix_ask(struct bitrix *, const char *method, const json_t *params,
	    json_t **answer, struct err *);
/* The same, of the answer only result. */
int	 bitrix_do(struct bitrix *, const char *method, const json_t *params,
	    json_t **result, struct err *);

/* A command of a batch. params are the caller's; result: of one that went well, else why. */
struct bitrix_command {
	const char	*method;
	json_t		*params;
	json_t		*result;
	struct err	*why;		/* NULL: it went well */
};
void	 bitrix_commands_clear(struct bitrix_command *, size_t n);
/*
 * Any number of commands, 50 in a call; one that was not run is sent again. 0: each has its result
 * or its error; -1: a call failed, and those without either were not run, or (err->unsure) may have
 * been.
 */
int	 bitrix_batch(struct bitrix *, struct bitrix_command *, size_t n,
	    struct err *);

/* PHP says [] for an empty map: a member of either. */
json_t	*bitrix_member(const json_t *map, const char *name);

#endif
