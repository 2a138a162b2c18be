/* turn: people and background work on one budget, played on a clock of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/mem.h"
#include "io/turn.h"

#define NEVER	INT64_MAX
#define CALLS	40000

/* A caller: asks, waits for its place, calls for call_ms, is idle for idle_ms, asks again. */
struct caller {
	struct turn_claim claim;
	int64_t	 call_ms, idle_ms;
	int64_t	 asked_at, wakes_at;
	int64_t	 patience_ms;
	int64_t	 calls, refusals, longest_ms;
	int64_t	 left;			/* calls to make yet */
};

/* All calls that were made, in order of their time. */
struct game {
	struct turn	 turn;
	struct turn_mark mark;
	struct caller	*caller;
	size_t		 ncallers, n;
	int64_t		 late_ms;	/* how late a sleeper wakes at worst */
	uint32_t	 chance;
	struct { int64_t at; bool background; } call[CALLS];
};

static int64_t
lateness(struct game *g)
{
	g->chance = g->chance * 1103515245 + 12345;
	return g->late_ms == 0 ? 0 : (int64_t)(g->chance >> 16) % g->late_ms;
}

static void
note(struct game *g, struct caller *c, int64_t at)
{
	size_t	 i = g->n++;

	assert_true(g->n <= CALLS);
	for (; i > 0 && g->call[i - 1].at > at; i--)
		g->call[i] = g->call[i - 1];
	g->call[i].at = at;
	g->call[i].background = c->claim.background;
	c->calls++;
	if (at - c->asked_at > c->longest_ms)
		c->longest_ms = at - c->asked_at;
}

static void
next_call(struct caller *c, int64_t at)
{
	c->asked_at = c->wakes_at = at;
	if (--c->left <= 0)
		c->wakes_at = NEVER;
}

static void
wake(struct game *g, struct caller *c)
{
	const int64_t	 now = c->wakes_at;
	int64_t		 wait;

	c->claim.waited_ms = now - c->asked_at;
	c->claim.patience_ms = c->patience_ms - c->claim.waited_ms;
	if (turn_take(&g->turn, &g->mark, &c->claim, now, &wait)) {
		note(g, c, now + wait);
		next_call(c, now + wait + c->call_ms + c->idle_ms);
	} else if (wait > c->claim.patience_ms) {
		c->refusals++;
		next_call(c, now + c->idle_ms + 1);
	} else
		c->wakes_at = now + wait + lateness(g);
}

static void
play(struct game *g, int64_t until)
{
	for (;;) {
		struct caller	*first = &g->caller[0];

		for (size_t i = 1; i < g->ncallers; i++)
			if (g->caller[i].wakes_at < first->wakes_at)
				first = &g->caller[i];
		if (first->wakes_at >= until)
			return;
		wake(g, first);
	}
}

static struct game *
game_of(int limit, int period_s, struct caller *caller, size_t n)
{
	static struct game	 g;

	memset(&g, 0, sizeof(g));
	g.turn = turn_of(limit, period_s);
	g.caller = caller;
	g.ncallers = n;
	g.chance = 7;
	return &g;
}

static struct caller
worker(int64_t call_ms)
{
	return (struct caller){ .claim = { .background = true },
	    .call_ms = call_ms, .left = CALLS, .patience_ms = 150000 };
}

static void
employ(struct caller *out, size_t n, int64_t call_ms)
{
	for (size_t i = 0; i < n; i++)
		out[i] = worker(call_ms);
}

/* However a second of the service's lies, it sees no more than it allows. */
static void
assert_spread(const struct game *g, size_t limit)
{
	for (size_t i = limit; i < g->n; i++)
		assert_true(g->call[i].at - g->call[i - limit].at >= 1000);
}

static void
background_alone_wastes_nothing(void **state)
{
	static const size_t	crowds[] = { 1, 2, 8, 64 };

	(void)state;
	for (size_t i = 0; i < nitems(crowds); i++) {
		struct caller	 c[64];
		struct game	*g = game_of(10, 1, c, crowds[i]);

		employ(c, crowds[i], 50);
		g->late_ms = 20;
		play(g, 60000);
		assert_spread(g, 10);
		assert_true(g->n >= 60 * 10 * 95 / 100);
		for (size_t k = 0; k < crowds[i]; k++)
			assert_int_equal(c[k].refusals, 0);
	}
}

/* A place that is taken a little late is not lost: of 30 a second, 95 in 100 are used. */
static void
who_wakes_late_makes_no_other_late(void **state)
{
	static const size_t	crowds[] = { 1, 2, 4 };

	(void)state;
	for (size_t i = 0; i < nitems(crowds); i++) {
		struct caller	 c[4];
		struct game	*g = game_of(30, 1, c, crowds[i]);

		employ(c, crowds[i], 5);
		g->late_ms = 18;
		play(g, 60000);
		assert_spread(g, 30);
		assert_true(g->n >= 60 * 30 * 95 / 100);
	}
}

/* At most the one call that has its place is already ahead of a person. */
static void
a_person_goes_before_the_crowd(void **state)
{
	static const size_t	crowds[] = { 1, 8, 16 };

	(void)state;
	for (size_t i = 0; i < nitems(crowds); i++) {
		struct caller	 c[17];
		struct game	*g = game_of(10, 1, c, crowds[i] + 1);

		employ(c, crowds[i], 50);
		g->late_ms = 20;
		c[crowds[i]] = (struct caller){ .patience_ms = 6000,
		    .call_ms = 50, .idle_ms = 700, .left = 60,
		    .wakes_at = 3511, .asked_at = 3511 };
		play(g, 60000);
		assert_spread(g, 10);
		assert_int_equal(c[crowds[i]].calls, 60);
		assert_int_equal(c[crowds[i]].refusals, 0);
		/* its own place and, seldom, that of one who waited 3 s */
		assert_true(c[crowds[i]].longest_ms <=
		    (crowds[i] < 16 ? 2 : 6) * g->turn.window_ms);
		assert_true(g->n >= 60 * 10 * 95 / 100);
	}
}

/* A page of people who never pause: background work still goes on. */
static void
people_do_not_starve_background(void **state)
{
	struct caller	 c[24];
	struct game	*g = game_of(10, 1, c, nitems(c));
	int64_t		 done = 0;

	(void)state;
	employ(c, 8, 50);
	for (size_t i = 8; i < nitems(c); i++)
		c[i] = (struct caller){ .patience_ms = 6000, .left = CALLS };
	play(g, 120000);
	assert_spread(g, 10);
	for (size_t i = 0; i < 8; i++) {
		assert_true(c[i].longest_ms < 6000);
		assert_int_equal(c[i].refusals, 0);
		done += c[i].calls;
	}
	assert_true(done * 100 / (int64_t)g->n >= 10);
	assert_true(done * 100 / (int64_t)g->n <= 40);
}

/* Calls by windows of the game, which begin at the first call. */
static void
assert_windows(const struct game *g, size_t limit)
{
	for (size_t i = 0, first = 0; i < g->n; i++) {
		if (g->call[i].at >= g->call[first].at + g->turn.window_ms)
			first = i;
		assert_true(i - first < limit);
	}
}

static void
windows_are_used_up(void **state)
{
	struct caller	 c[8];
	struct game	*g = game_of(100, 60, c, nitems(c));

	(void)state;
	employ(c, nitems(c), 400);
	g->late_ms = 20;
	play(g, 10 * 60000);
	assert_windows(g, 100);
	assert_true(g->n >= 990);
	for (size_t i = 0; i < nitems(c); i++)
		assert_int_equal(c[i].refusals, 0);
}

/* Whenever a person comes, there is a call for it, or one within seconds. */
static void
a_window_keeps_something_for_people(void **state)
{
	(void)state;
	for (int64_t at = 100; at < 60000; at += 100) {
		struct caller	 c[9];
		struct game	*g = game_of(100, 60, c, nitems(c));

		employ(c, 8, 50);
		c[8] = (struct caller){ .patience_ms = 6000, .left = 10,
		    .wakes_at = at, .asked_at = at, .call_ms = 10 };
		play(g, at + 6000);
		assert_int_equal(c[8].refusals, 0);
		assert_int_equal(c[8].calls, 10);
		assert_true(c[8].longest_ms <= (at < 54500 ? 0 : 5000));
		assert_windows(g, 100);
	}
}

static void
who_cannot_wait_takes_nothing(void **state)
{
	static const struct { int limit, period_s; } budgets[] = {
		{ 10, 1 }, { 100, 60 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(budgets); i++)
		for (int back = 0; back < 2; back++) {
			const struct turn	 p = turn_of(budgets[i].limit,
						    budgets[i].period_s);
			const struct turn_mark	 was = { 1000000,
						    budgets[i].limit, 0 };
			const struct turn_claim	 claim = { .patience_ms = 20,
						    .background = back };
			struct turn_mark	 mark = was;
			int64_t			 wait;

			assert_false(turn_take(&p, &mark, &claim, 1000000,
			    &wait));
			assert_true(wait > 20);
			assert_memory_equal(&mark, &was, sizeof(mark));
		}
}

static void
asked_to_wait_holds_everybody(void **state)
{
	static const struct { int limit, period_s; } budgets[] = {
		{ 0, 0 }, { 10, 1 }, { 100, 60 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(budgets); i++)
		for (int back = 0; back < 2; back++) {
			struct caller	 c = { .patience_ms = 6000, .left = 2,
					    .claim.background = back };
			struct game	*g = game_of(budgets[i].limit,
					    budgets[i].period_s, &c, 1);

			g->mark.until_at = 4000;
			play(g, 10000);
			assert_int_equal(g->call[0].at, 4000);
		}
}

/* The clock of the database was set back by an hour: the mark lies far ahead. */
static void
a_clock_set_back_stops_nobody(void **state)
{
	static const struct { int limit, period_s; } budgets[] = {
		{ 10, 1 }, { 100, 60 },
	};

	(void)state;
	for (size_t i = 0; i < nitems(budgets); i++)
		for (int back = 0; back < 2; back++) {
			const struct turn	 p = turn_of(budgets[i].limit,
						    budgets[i].period_s);
			const struct turn_claim	 claim = { .patience_ms = 20,
						    .background = back };
			struct turn_mark	 mark = { 3600000 + 5000,
						    budgets[i].limit, 0 };
			int64_t			 wait;

			assert_true(turn_take(&p, &mark, &claim, 5000, &wait));
			assert_int_equal(wait, 0);
			assert_int_equal(mark.window_at, 5000);
			assert_int_equal(mark.used, 1);
		}
}

static void
without_a_limit_nobody_waits(void **state)
{
	struct caller	 c[2] = { worker(10), worker(10) };
	struct game	*g = game_of(0, 0, c, nitems(c));

	(void)state;
	play(g, 10000);
	assert_int_equal(g->n, 2000);
}

/* A portal with a leaky bucket: what was not used is there at once, and then the pace holds. */
static void
a_burst_uses_places_that_were_kept(void **state)
{
	struct turn		 turn = turn_of(2, 1);
	struct turn_mark	 mark = { .window_at = 0 };
	const struct turn_claim	 claim = { .patience_ms = 60000 };
	int64_t			 wait = 0;

	(void)state;
	turn_burst(&turn, 50);
	for (int i = 0; i < 50; i++) {
		assert_true(turn_take(&turn, &mark, &claim, 1000000, &wait));
		assert_int_equal(wait, 0);
	}
	assert_true(turn_take(&turn, &mark, &claim, 1000000, &wait));
	assert_in_range(wait, 500, 520);
	assert_true(turn_take(&turn, &mark, &claim, 1000000, &wait));
	assert_in_range(wait, 1000, 1040);
}

int
main(void)
{
	const struct CMUnitTest	tests[] = {
		cmocka_unit_test(background_alone_wastes_nothing),
		cmocka_unit_test(who_wakes_late_makes_no_other_late),
		cmocka_unit_test(a_person_goes_before_the_crowd),
		cmocka_unit_test(people_do_not_starve_background),
		cmocka_unit_test(windows_are_used_up),
		cmocka_unit_test(a_window_keeps_something_for_people),
		cmocka_unit_test(who_cannot_wait_takes_nothing),
		cmocka_unit_test(asked_to_wait_holds_everybody),
		cmocka_unit_test(a_clock_set_back_stops_nobody),
		cmocka_unit_test(without_a_limit_nobody_waits),
		cmocka_unit_test(a_burst_uses_places_that_were_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
