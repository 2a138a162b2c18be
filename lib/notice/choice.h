/* choice: which kinds of notices a person wants by which channels. Table notice_choice. */
#ifndef NOTICE_CHOICE_H
#define NOTICE_CHOICE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "notice/kind.h"

struct db;
struct err;

struct notice_choice {
	bool	wanted[NOTICE_KINDS][NOTICE_CHANNELS];
};
/* What they chose, and for all else what its kind has. */
int	notice_choice_get(struct db *, int64_t user_id,
	    struct notice_choice *out, struct err *);
/*
 * {"assigned": {"email": false}, ...}, or NULL: nothing. ERR_INPUT names what is wrong, under
 * "kinds".
 */
int	notice_choice_patch(struct db *, int64_t user_id, const json_t *kinds,
	    struct err *);
int	notice_choice_set(struct db *, int64_t user_id, enum notice_kind,
	    enum notice_channel, bool wanted, struct err *);

#endif
