/*
 * combos: what random questions of the task list cost the index alone: filters, orders, words and
 * pages as they come, as worst.js asks them of a house.
 *	build/bench/combos [DOCUMENTS [FOLDER [SEED...]]]
 *	(100000, a folder of its own in TMPDIR, 1 2 3)
 * Microseconds of CPU of this process: of each question many times in a row, and of all in turn, so
 * that each finds what another one left in the processor's caches. Of many times a good one counts.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "index/ask.h"
#include "index/find.h"
#include "index/set.h"
#include "made.h"

#define QUESTIONS	200
#define TURNS		15
#define TOOK		(TURNS / 4)	/* of the times in their order: what others did meanwhile is not in it */
#define TOLD		5
#define WORDS_EACH	40
#define ANY		4

/* Values of a filter, any of them; n 0: no matter. */
struct any {
	uint32_t	 v[ANY];
	size_t		 n;
};
struct days {
	bool		 begins, ends;
	int64_t		 from, to;
};
/* none: documents that have no transfer. */
enum transfer { ANY_TRANSFER, NO_TRANSFER, A_STATE };

struct question {
	char			 search[512];
	struct any		 state, priority, tag, person, cv;
	enum transfer		 transfer;
	uint32_t		 sent;
	struct days		 updated, due;
	struct index_slice	 page;
	struct index_key	 low, high;	/* of its order's range */
	bool			 follows;
	struct index_hit	 last;		/* of the page before */
	double			 us[TURNS], filter_us[TURNS];
	int64_t			 total;
};

/* --- as they come --- */

static double
chance(void)
{
	return roll(1 << 24) / (double)(1 << 24);
}

static struct any
some(uint32_t values)
{
	struct any	 any = { .n = 1 + (size_t)(chance() * chance() * ANY) };

	for (size_t i = 0; i < any.n; i++)
		any.v[i] = roll(values);
	return any;
}

/* A word of some task or its beginning; or several. */
static void
search(char out[512])
{
	const size_t	 n = 1 + roll(5) * roll(5) / 4;
	size_t		 len = 0;
	char		 word[64];

	out[0] = '\0';
	for (size_t i = 0; i < n && len < 440; i++) {
		made_word(zipf(MADE_VOCABULARY), word);
		if (roll(100) < 40)
			word[2 + 2 * roll(4)] = '\0';
		len += (size_t)snprintf(out + len, 512 - len, "%s ", word);
	}
}

static struct days
days(bool begins, bool ends, uint32_t since)
{
	const uint32_t	 length = (uint32_t)(chance() * chance() * 900);

	return (struct days){ begins, ends,
		MADE_BEGIN + since * (int64_t)DAY_MS,
		MADE_BEGIN + (since + (int64_t)length) * DAY_MS };
}

static bool
perhaps(void)
{
	return roll(100) < 22;
}

static void
choose_filters(struct question *q)
{
	const uint32_t	 since = roll(MADE_DAYS);

	if (perhaps())
		search(q->search);
	if (perhaps())
		q->state = some(MADE_STATES);
	if (perhaps())
		q->priority = some(MADE_PRIORITIES);
	if (perhaps())
		q->tag = some(MADE_TAGS);
	if (perhaps())
		q->person = some(MADE_PEOPLE);
	if (perhaps())
		q->cv = some(MADE_CVS);
	if (perhaps())
		q->transfer = roll(5) == 0 ? NO_TRANSFER : A_STATE;
	q->sent = roll(MADE_SENT);
	q->updated = days(perhaps(), perhaps(), since);
	q->due = days(perhaps(), perhaps(), since);
}

static void
choose(struct question *q, uint32_t total)
{
	static const struct { size_t order; bool backward; }	 orders[] = {
		{ BY_UPDATED, true }, { BY_UPDATED, false }, { BY_NAME, false },
		{ BY_NAME, true }, { BY_DUE, false }, { BY_DUE_LAST, true },
		{ BY_CREATED, false }, { BY_CREATED, true },
		{ BY_PRIORITY, false }, { BY_PRIORITY, true } };
	static const size_t	 sizes[] = { 20, 20, 20, 1, 50 };
	const size_t		 i = roll(nitems(orders));
	const double		 far = chance(), deep = chance();

	*q = (struct question){ .page = { .order = orders[i].order,
		.backward = orders[i].backward, .size = 21 } };
	choose_filters(q);
	if (perhaps())
		q->page.size = 1 + sizes[roll(nitems(sizes))];
	if (far < 0.3)
		q->page.skip = (int64_t)(deep * deep * deep * total);
	q->follows = far > 0.8;
}

/* --- asked --- */

static void
ask_any(struct index_ask *ask, char kind, const struct any *any)
{
	char		 text[ANY][12];
	const char	*texts[ANY];

	for (size_t i = 0; i < any->n; i++) {
		snprintf(text[i], sizeof(text[i]), "%" PRIu32, any->v[i]);
		texts[i] = text[i];
	}
	if (any->n > 0)
		index_ask_any(ask, kind, false, texts, any->n);
}

static void
narrow_terms(struct index_read *r, const struct question *q,
    struct index_set **set)
{
	own_index_ask struct index_ask	 ask = { 0 };
	struct words_want		 wants[WORDS_ASKED];

	ask_any(&ask, 's', &q->state);
	ask_any(&ask, 'p', &q->priority);
	ask_any(&ask, 'c', &q->cv);
	ask_any(&ask, 't', &q->tag);
	ask_any(&ask, 'a', &q->person);
	if (q->search[0] != '\0')
		index_ask_words(&ask, 'w', wants, words_wants(q->search, wants));
	MUST(index_ask_narrow(&ask, r, set, &made_err));
}

static void
narrow_days(struct index_read *r, struct question *q, size_t order,
    const struct days *d, struct index_set **set)
{
	const struct index_key	 low = index_key_number(d->begins ? d->from : 1);
	const struct index_key	 high = index_key_number(d->to);
	const bool		 begins = d->begins || order == BY_DUE_LAST;

	if (!d->begins && !d->ends)
		return;
	MUST(index_read_narrow_range(r, order, begins ? &low : NULL,
	    d->ends ? &high : NULL, set, &made_err));
	if (order != q->page.order)
		return;
	q->low = low;
	q->high = high;
	q->page.low = begins ? &q->low : NULL;
	q->page.high = d->ends ? &q->high : NULL;
}

static void
narrow_unsent(struct index_read *r, struct index_set **set)
{
	static const char *const	 states[] = { "0", "1", "2", "3" };

	MUST(index_read_narrow_without(r, 'x', states, nitems(states), set,
	    &made_err));
}

/* As lib/clickup/cache_find.c does it. NULL: all. */
static struct index_set *
filter(struct index_read *r, struct question *q)
{
	struct index_set	*set = NULL;
	char			 text[12];

	snprintf(text, sizeof(text), "%" PRIu32, q->sent);
	if (q->transfer == A_STATE)
		MUST(index_read_term(r, 'x', text, &set, &made_err));
	narrow_terms(r, q, &set);
	narrow_days(r, q, BY_UPDATED, &q->updated, &set);
	narrow_days(r, q, q->due.ends ? BY_DUE : BY_DUE_LAST, &q->due, &set);
	if (q->transfer == NO_TRANSFER)
		narrow_unsent(r, &set);
	return set;
}

/* turn: of its times; the page's last document goes to *last. */
static void
ask(struct question *q, size_t turn, struct index_hit *last)
{
	own_index_read struct index_read	*r = NULL;
	own_index_set struct index_set		*set = NULL;
	struct index_hit			 hits[51];
	size_t					 n;
	const double				 from = made_cpu_us();

	if (q->page.after_id > 0)
		q->page.after_key = &q->last.key;
	r = made_read();
	set = filter(r, q);
	q->total = set == NULL ? index_read_count(r) : index_set_count(set);
	q->filter_us[turn] = made_cpu_us() - from;
	MUST(index_find(r, set, &q->page, hits, &n, &made_err));
	index_set_free(&set);
	index_read_close(&r);
	q->us[turn] = made_cpu_us() - from;
	if (n > 0)
		*last = hits[n - 1];
}

/* A page that a cursor leads to, if the one before it is not the last. */
static void
follow(struct question *q)
{
	struct index_hit	 last = { .id = 0 };

	if (!q->follows)
		return;
	ask(q, 0, &last);
	if (last.id == 0)
		return;
	q->last = last;
	q->page.skip = 0;
	q->page.after_id = last.id;
}

/* --- told --- */

static void
tell_any(struct buf *b, const char *name, const struct any *any)
{
	for (size_t i = 0; i < any->n; i++)
		buf_fmt(b, " %s=%" PRIu32, name, any->v[i]);
}

static void
tell_days(struct buf *b, const char *name, const struct days *d)
{
	if (d->begins)
		buf_fmt(b, " %s_from=%" PRId64, name,
		    (d->from - MADE_BEGIN) / DAY_MS);
	if (d->ends)
		buf_fmt(b, " %s_to=%" PRId64, name,
		    (d->to - MADE_BEGIN) / DAY_MS);
}

static void
tell(const struct question *q)
{
	static const char *const	 orders[] = { "updated", "name", "due",
		"due_last", "created", "priority" };
	own_buf struct buf		 b = { 0 };

	buf_fmt(&b, "%6.0f = %4.0f + %4.0f  %7" PRId64 "  sort=%s%s size=%zu",
	    q->us[TOOK], q->filter_us[TOOK],
	    q->us[TOOK] - q->filter_us[TOOK], q->total,
	    q->page.backward ? "-" : "", orders[q->page.order], q->page.size);
	tell_any(&b, "state", &q->state);
	tell_any(&b, "priority", &q->priority);
	tell_any(&b, "tag", &q->tag);
	tell_any(&b, "person", &q->person);
	tell_any(&b, "cv", &q->cv);
	if (q->transfer != ANY_TRANSFER)
		buf_fmt(&b, " transfer=%" PRIu32, q->transfer == NO_TRANSFER ?
		    9 : q->sent);
	tell_days(&b, "updated", &q->updated);
	tell_days(&b, "due", &q->due);
	if (q->page.skip > 0)
		buf_fmt(&b, " skip=%" PRId64, q->page.skip);
	if (q->page.after_id > 0)
		buf_puts(&b, " after");
	if (q->search[0] != '\0')
		buf_fmt(&b, " search=%s", q->search);
	puts(buf_str(&b));
}

static int
by_us(const void *a, const void *b)
{
	const double	 x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static int
dearest_first(const void *a, const void *b)
{
	return by_us(&((const struct question *)b)->us[TOOK],
	    &((const struct question *)a)->us[TOOK]);
}

static void
measure(struct question *q, size_t n, bool in_turn)
{
	struct index_hit	 last;

	for (size_t i = 0; i < n * TURNS; i++)
		ask(&q[in_turn ? i % n : i / TURNS],
		    in_turn ? i / n : i % TURNS, &last);
	for (size_t i = 0; i < n; i++) {
		qsort(q[i].us, TURNS, sizeof(*q->us), by_us);
		qsort(q[i].filter_us, TURNS, sizeof(*q->us), by_us);
	}
}

static void
summary(struct question *q, bool in_turn)
{
	double	 sum = 0;

	measure(q, QUESTIONS, in_turn);
	qsort(q, QUESTIONS, sizeof(*q), dearest_first);
	for (size_t i = 0; i < QUESTIONS; i++)
		sum += q[i].us[TOOK];
	printf("%s: mean %.0f us, one of ten %.0f, one of two %.0f; filter + "
	    "page, answers of the dearest:\n", in_turn ? "in turn" : "in a row",
	    sum / QUESTIONS, q[QUESTIONS / 10].us[TOOK],
	    q[QUESTIONS / 2].us[TOOK]);
	for (size_t i = 0; i < TOLD; i++)
		tell(&q[i]);
}

static void
of_seed(uint32_t seed, uint32_t total)
{
	struct question	*q = mem_zero(QUESTIONS * sizeof(*q));

	printf("seed %" PRIu32 ", %d questions\n", seed, QUESTIONS);
	made_chance = seed * 0x9e3779b97f4a7c15 + 1;
	for (size_t i = 0; i < QUESTIONS; i++) {
		choose(&q[i], total);
		follow(&q[i]);
	}
	summary(q, true);
	summary(q, false);
	free(q);
}

int
main(int argc, char **argv)
{
	const uint32_t	 n = argc > 1 ? (uint32_t)atoi(argv[1]) : 100000;

	made_open(argc > 2 ? argv[2] : NULL);
	made_all(n, WORDS_EACH);
	for (int i = 3; i < argc; i++)
		of_seed((uint32_t)atoi(argv[i]), n);
	for (uint32_t seed = 1; argc <= 3 && seed <= 3; seed++)
		of_seed(seed, n);
	made_close();
	return 0;
}
