/* board_one: one person at a job board: contacts, which are opened by a person's click alone, and
 * the response to a vacancy. */
#ifndef CANDIDATE_BOARD_ONE_H
#define CANDIDATE_BOARD_ONE_H

#include <jansson.h>
#include <stdint.h>

struct caller;
struct err;

/* What is asked of the board. */
enum board_one { BOARD_CONTACT, BOARD_RESPONSE };

/*
 * source_id: an external_candidate_id. more: what is to be done ({open: true}; {action, message}),
 * NULL: it is only looked at. out: what the board says, the caller's; who was read anew is stored.
 * ERR_ABSENT: no such source, or its integration was deleted; ERR_CONFLICT "candidate.forbidden":
 * nothing is done with who is blacklisted or not to be contacted; ERR_UNFIT "platform.no_such": the
 * board has nothing of the kind, or the person did not answer a vacancy.
 */
int	board_one_ask(const struct caller *, int64_t source_id,
	    enum board_one what, const json_t *more, json_t **out,
	    struct err *);
/* Is it {action, message?, send_sms?, address_id?}? ERR_INPUT names wrong fields. */
int	board_one_check_answer(const json_t *, struct err *);

#endif
