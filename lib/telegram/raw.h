/* raw: updates as the text that came. Each that can be read is stored as any other, each that
 * cannot be as one that failed, so that it does not come again. */
#ifndef TELEGRAM_RAW_H
#define TELEGRAM_RAW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

struct telegram_raw {
	int64_t		 bot_id;
	const char	*text;
	size_t		 len;
	bool		 large;	/* it was too large: the text is only its beginning */
};

/* A delivery: one update. next: its number and one; 0: it has none, nothing was stored. */
int	telegram_raw_add(struct db *, const struct telegram_raw *,
	    int64_t *next, struct err *);
/*
 * An answer to getUpdates that cannot be read whole. One that is cut short is left to come again,
 * unless it is the first and too large. next: of all that were stored, as above.
 */
int	telegram_raw_add_all(struct db *, const struct telegram_raw *,
	    int64_t *next, struct err *);

#endif
