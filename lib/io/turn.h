/* turn: when a call of a shared budget may go, people before background work. Arithmetic alone:
 * all times are ms of one clock, that of whoever keeps the mark. */
#ifndef IO_TURN_H
#define IO_TURN_H

#include <stdbool.h>
#include <stdint.h>

/* cap calls a window; 0: any number. spread: windows of one call, one after the other; one that
 * goes up to late_ms after its time does not make the next ones later. */
struct turn {
	int64_t	 cap, window_ms, late_ms;
	bool	 spread;
};
/* limit calls in period_s seconds (0: any number). Up to 5 s they are spread evenly (10 in 1 s:
 * one each 103 ms), so that no second of the service's sees more, wherever it begins. */
struct turn turn_of(int64_t limit, int64_t period_s);
/* Places that were not taken are kept: so many calls may go at once after a pause, as in a leaky
 * bucket. Of a turn that is not spread, or a burst below 2: nothing changes. */
void	turn_burst(struct turn *, int64_t burst);

/* What was given out so far: the latest window and the calls in it. */
struct turn_mark {
	int64_t	 window_at, used;
	int64_t	 until_at;	/* the service asked for peace until then; 0: no */
};

/* Who asks: how long it has waited, and would wait on. */
struct turn_claim {
	int64_t	 waited_ms, patience_ms;
	bool	 background;	/* no person waits for it */
};

/*
 * true: the call is given, it goes in wait_ms, mark identifies it. false: nothing was taken,
 * ask again in wait_ms (above patience_ms: there is no use).
 *
 * Where calls are spread, a person takes the next free place, however far ahead. Background
 * work takes one only just before its time, so at most one of its calls is ahead of
 * a person; after 3 s of waiting it is queued as people are, so that they cannot
 * keep it out. In a window of many calls background work leaves the last tenth to
 * people, until a twelfth of the window is left: then it takes what they did not
 * need. So a busy import finds nothing wasted, and a person something at any moment but the last.
 */
bool	turn_take(const struct turn *, struct turn_mark *,
	    const struct turn_claim *, int64_t now, int64_t *wait_ms);

#endif
