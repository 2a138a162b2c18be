/*
 * index: what questions cost in a list of so many tasks, and what it costs to put them.
 *	build/bench/index [DOCUMENTS [FOLDER [WORDS]]]
 *	(100000, a folder of its own in TMPDIR, 150 words or up to a third more in each)
 * Figures are microseconds of this process, the mean of many questions of a kind, each with other
 * words and values.
 */
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "base/mem.h"
#include "index/find.h"
#include "index/set.h"
#include "made.h"

#define REPEATS		200

struct question {
	const char	*name;
	int		 words;		/* terms of common words */
	int		 state, person, priority, tag;
	const char	*prefix;
	int		 days;		/* a range of times, 0: none */
	size_t		 order;		/* of which */
};
static const struct question	 questions[] = {
	{ .name = "all" },
	{ .name = "state", .state = 1 },
	{ .name = "word", .words = 1 },
	{ .name = "3 words", .words = 3 },
	{ .name = "prefix of 1", .prefix = "р" },
	{ .name = "prefix of 3", .prefix = "раз" },
	{ .name = "prefix of 5", .prefix = "разра" },
	{ .name = "90 days", .days = 90, .order = BY_CREATED },
	{ .name = "3 years", .days = 1095, .order = BY_CREATED },
	{ .name = "3 years of due", .days = 1095, .order = BY_DUE },
	{ .name = "state, person, tag", .state = 1, .person = 1, .tag = 1 },
	{ .name = "all filters", .words = 2, .state = 1, .person = 1,
	    .priority = 1, .prefix = "ра", .days = 1095, .order = BY_DUE },
};

/* A term or a beginning that is asked for, and how many have it at most. */
struct wanted {
	char	 kind, text[64];
	bool	 prefix;
	int64_t	 most;
};

static void
want(struct index_read *r, struct wanted *w, char kind, const char *text,
    bool prefix)
{
	w->kind = kind;
	w->prefix = prefix;
	snprintf(w->text, sizeof(w->text), "%s", text);
	MUST((prefix ? index_read_prefix_most : index_read_term_count)(r, kind,
	    text, &w->most, &made_err));
}

static void
want_number(struct index_read *r, struct wanted *w, char kind, uint32_t n)
{
	char	 text[16];

	snprintf(text, sizeof(text), "%" PRIu32, n);
	want(r, w, kind, text, false);
}

static int
by_most(const void *a, const void *b)
{
	const int64_t	 x = ((const struct wanted *)a)->most;
	const int64_t	 y = ((const struct wanted *)b)->most;

	return (x > y) - (x < y);
}

static size_t
wants(struct index_read *r, const struct question *q, struct wanted *w)
{
	size_t	 n = 0;
	char	 text[64];

	for (int i = 0; i < q->words; i++) {
		made_word(roll(40), text);
		want(r, &w[n++], 'w', text, false);
	}
	if (q->state)
		want_number(r, &w[n++], 's', roll(4));
	if (q->person)
		want_number(r, &w[n++], 'a', roll(8));
	if (q->priority)
		want_number(r, &w[n++], 'p', roll(5));
	if (q->tag)
		want_number(r, &w[n++], 't', roll(20));
	if (q->prefix != NULL)
		want(r, &w[n++], 'w', q->prefix, true);
	qsort(w, n, sizeof(*w), by_most);
	return n;
}

/* The smallest first, as lists do. */
static struct index_set *
ask(struct index_read *r, const struct question *q)
{
	struct index_set	*set = NULL;
	struct index_key	 from, to;
	struct wanted		 w[8];
	const size_t		 n = wants(r, q, w);

	for (size_t i = 0; i < n; i++) {
		const char	*text = w[i].text;

		if (w[i].prefix)
			MUST(index_read_narrow_prefix(r, w[i].kind, text, &set,
			    &made_err));
		else
			MUST(index_read_narrow_terms(r, w[i].kind, &text, 1,
			    &set, &made_err));
	}
	if (q->days > 0) {
		const int64_t	 at = MADE_BEGIN + roll(1800) * (int64_t)DAY_MS;

		from = index_key_number(at);
		to = index_key_number(at + q->days * (int64_t)DAY_MS);
		MUST(index_read_narrow_range(r, q->order, &from, &to, &set,
		    &made_err));
	}
	return set;
}

/* far: the page begins at so many hundredths of all. */
static double
measure(const struct question *q, size_t order, uint32_t far, int64_t *total)
{
	struct index_hit	 hit[20];
	double			 from;

	made_chance = 88172645463325252;
	from = made_cpu_us();
	for (int i = 0; i < REPEATS; i++) {
		own_index_read struct index_read	*r = made_read();
		own_index_set struct index_set		*set = NULL;
		struct index_slice	 s = { .order = order, .size = 20,
					    .backward = i % 2 == 0 };
		size_t			 n;

		set = ask(r, q);
		*total = set == NULL ? index_read_count(r) :
		    index_set_count(set);
		s.skip = *total * far / 100;
		MUST(index_find(r, set, &s, hit, &n, &made_err));
	}
	return (made_cpu_us() - from) / REPEATS;
}

static double
measure_filter(const struct question *q)
{
	double	 from;

	made_chance = 88172645463325252;
	from = made_cpu_us();
	for (int i = 0; i < REPEATS; i++) {
		own_index_read struct index_read	*r = made_read();
		own_index_set struct index_set		*set = NULL;

		set = ask(r, q);
	}
	return (made_cpu_us() - from) / REPEATS;
}

static void
questions_cost(void)
{
	static const char *const	 orders[] = { "updated", "name", "due",
		"due last", "created", "priority" };
	int64_t				 total;

	printf("%-20s %8s %7s", "", "answers", "filter");
	for (size_t o = 0; o < ORDERS; o++)
		printf("  %14s", orders[o]);
	printf("\n%37s", "");
	for (size_t o = 0; o < ORDERS; o++)
		printf("   first mid far");
	printf("\n");
	for (size_t i = 0; i < nitems(questions); i++) {
		const struct question	*q = &questions[i];

		measure(q, 0, 0, &total);
		printf("%-20s %8" PRId64 " %7.0f", q->name, total,
		    measure_filter(q));
		for (size_t o = 0; o < ORDERS; o++)
			printf("   %4.0f %4.0f %4.0f",
			    measure(q, o, 0, &total), measure(q, o, 45, &total),
			    measure(q, o, 80, &total));
		printf("\n");
	}
}

int
main(int argc, char **argv)
{
	const uint32_t	 n = argc > 1 ? (uint32_t)atoi(argv[1]) : 100000;
	const uint32_t	 some = n < 20000 ? n / 4 : 5000;

	made_open(argc > 2 ? argv[2] : NULL);
	made_all(n, argc > 3 ? (uint32_t)atoi(argv[3]) : 150);
	questions_cost();
	made_again("put again unchanged, of 100", some, 100, 0);
	made_again("put again changed, of 5000", some, 5000, 1);
	made_again("put again changed, of 100", some, 100, 2);
	made_again("put again changed, one by one", 200, 1, 3);
	questions_cost();
	made_close();
	return 0;
}
