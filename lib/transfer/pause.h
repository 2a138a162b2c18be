/* pause: how long is waited before an applicant whose POST got lost is looked for again. */
#ifndef TRANSFER_PAUSE_H
#define TRANSFER_PAUSE_H

#include <stdbool.h>
#include <stdint.h>

struct conf;
struct err;

/* May it go better without anybody doing something? */
bool	transfer_pause_passes(const struct err *);

/*
 * ms until the next look, after so many: TRANSFER_LOOK_MS (5000) at first, then four times as long
 * each time, a day at most; -1 after two weeks: a person decides.
 */
int64_t	transfer_pause_look(const struct conf *, int64_t looks);
/* The same once it was found: a lost request may make a second one still. -1 after a day. */
int64_t	transfer_pause_second(const struct conf *, int64_t looks);

#endif
