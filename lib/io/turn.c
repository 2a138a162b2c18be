#include "io/turn.h"

#define SPREAD_MAX_S	5		/* periods up to this are spread */
#define SPREAD_PERCENT	103		/* slack for calls that overtake */
#define LATE_PART	3		/* of that slack, for those who wake up late */
#define AHEAD_PART	4		/* of a place: room to wake up in time */
#define IN_LINE_MS	3000
#define KEPT_PART	10		/* of the calls, for people */
#define GIVEN_UP_PART	12		/* of the window, its end */
#define STRAY_MS	120000		/* nobody takes a place so far ahead */

struct turn
turn_of(int64_t limit, int64_t period_s)
{
	struct turn	 p = { 0 };

	if (limit <= 0 || period_s <= 0)
		return p;
	p.cap = limit;
	p.window_ms = period_s * 1000;
	p.spread = period_s <= SPREAD_MAX_S;
	if (p.spread) {
		p.window_ms = (p.window_ms * SPREAD_PERCENT + 100 * limit - 1) /
		    (100 * limit);
		p.cap = 1;
		p.late_ms = (p.window_ms * limit - period_s * 1000) /
		    LATE_PART;
	}
	return p;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void
turn_burst(struct turn *p, int64_t burst)
{
	if (p->spread && burst > 1)
		p->late_ms = (burst - 1) * p->window_ms;
}

/* The next place after the last one that was given. */
static bool
take_place(const struct turn *p, struct turn_mark *mark,
    const struct turn_claim *claim, int64_t now, int64_t *wait_ms)
{
	int64_t	 at = later(later(mark->window_at + p->window_ms,
		    now - p->late_ms), mark->until_at);
	bool	 yields = claim->background &&
		    claim->waited_ms < IN_LINE_MS;
	int64_t	 ahead = claim->patience_ms;

	if (yields && ahead > p->window_ms / AHEAD_PART)
		ahead = p->window_ms / AHEAD_PART;
	*wait_ms = later(at - now, 0);
	if (*wait_ms > ahead) {
		if (yields)
			*wait_ms -= ahead;
		return false;
	}
	mark->window_at = at;
	mark->used = 1;
	return true;
}

/* One of the calls of this window. One that begins in a moment has begun: services round. */
static bool
take_share(const struct turn *p, struct turn_mark *mark,
    const struct turn_claim *claim, int64_t now, int64_t *wait_ms)
{
	int64_t	 end = mark->window_at + p->window_ms;
	int64_t	 given_up = end - p->window_ms / GIVEN_UP_PART;
	int64_t	 kept = claim->background && now < given_up ?
		    p->cap / KEPT_PART : 0;

	*wait_ms = later(mark->until_at - now, 0);
	if (*wait_ms > 0)
		return false;
	if (end <= now) {
		mark->window_at = now;
		mark->used = 0;
	} else if (mark->used >= p->cap - kept) {
		*wait_ms = (mark->used < p->cap ? given_up : end) - now;
		return false;
	}
	mark->used++;
	return true;
}

bool
turn_take(const struct turn *p, struct turn_mark *mark,
    const struct turn_claim *claim, int64_t now, int64_t *wait_ms)
{
	struct turn_mark	 moved = *mark;

	if (p->cap == 0) {
		*wait_ms = later(mark->until_at - now, 0);
		return *wait_ms == 0;
	}
	if (moved.window_at > now + STRAY_MS)	/* a clock was set back */
		moved.window_at = now - p->window_ms;
	if (!(p->spread ? take_place : take_share)(p, &moved, claim, now,
	    wait_ms))
		return false;
	*mark = moved;
	return true;
}
