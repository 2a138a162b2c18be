/* board_hook: webhooks of job boards, for the webhook machine: who answered a vacancy is read at
 * the board, stored as a candidate, and told of. What was lost, a sync brings. */
#ifndef CANDIDATE_BOARD_HOOK_H
#define CANDIDATE_BOARD_HOOK_H

#include <stdint.h>

struct conf;
struct db;
struct err;
struct integration;
struct webhook_service;
struct webhook_use;

extern const struct webhook_service board_hook_hh;

/* That of an integration. ERR_ABSENT; ERR_UNFIT "platform.no_such": its board has none. */
int	board_hook_use(struct db *, int64_t company_id, int64_t id,
	    struct webhook_use *out, struct err *);
/* Before an integration is deleted: what its board went on sending would find nobody. A board that
 * cannot be asked goes on. */
void	board_hook_drop(struct db *, const struct conf *,
	    const struct integration *);

#endif
