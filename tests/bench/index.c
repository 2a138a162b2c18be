/*
 * index: what questions cost in a list of so many tasks, and what it costs to put them.
 *	build/bench/index [DOCUMENTS [FOLDER [WORDS]]]
 *	(100000, a folder of its own in TMPDIR, 150 words or up to a third more in each)
 * Words are drawn by Zipf's law from 200 000 Russian and English ones. Figures are microseconds of
 * this process, the mean of many questions of a kind, each with other words and values.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/store.h"
#include "index/write.h"

#define VOCABULARY	200000
#define STATES		12
#define PEOPLE		60
#define TAGS		300
#define DAY_MS		86400000
#define ORDERS		6
#define REPEATS		200

enum { BY_UPDATED, BY_CREATED, BY_DUE, BY_PRIORITY, BY_NAME, BY_STATE };

static const struct index_shape	 shape = { .version = 1, .norders = ORDERS };
static struct index_store	*store;
static struct err		 err;
static uint64_t			 chance;
static uint32_t			 words = 150;	/* of a document, at least */

#define MUST(step) do {							\
	if ((step) != 0) {						\
		fprintf(stderr, "%s: %s\n", #step, err.text);		\
		exit(1);						\
	}								\
} while (0)

static uint32_t
roll(uint32_t sides)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return (uint32_t)((chance >> 16) % sides);
}

/* A rank of Zipf's law: common ones often. */
static uint32_t
zipf(uint32_t n)
{
	const double	 u = (roll(1 << 24) + 0.5) / (1 << 24);

	return (uint32_t)(exp(u * log(n + 1)) - 1);
}

static void
word(uint32_t rank, char out[64])
{
	static const char *const	 ru[] = { "раз", "ра", "бот", "ка", "про",
		"ве", "сти", "ни", "по", "ком", "пре", "за", "ин", "те", "ло", "вы" };
	static const char *const	 en[] = { "de", "ve", "lo", "per", "in",
		"ter", "pro", "con", "ja", "va", "sta", "man", "a", "ge", "tion", "re" };
	const char *const	*part = rank % 3 == 0 ? en : ru;
	uint32_t		 n = (rank + 16) * 2654435761u >> 12;
	size_t			 len = 0;

	for (uint32_t left = rank + 16; left > 0; left >>= 4, n >>= 3)
		len += (size_t)snprintf(out + len, 64 - len, "%s",
		    part[(left ^ n) & 15]);
	snprintf(out + len, 64 - len, "%" PRIu32, rank % 7);
}

static void
term(struct index_doc *doc, char kind, uint32_t n)
{
	char	 text[16];

	snprintf(text, sizeof(text), "%" PRIu32, n);
	index_doc_term(doc, kind, text, NULL);
}

static void
make(struct index_doc *doc, int64_t id, uint32_t total, uint32_t change)
{
	const int64_t	 created = 1600000000000 + id * (5 * 365 * (int64_t)DAY_MS /
			    total);
	char		 text[64];

	chance = (uint64_t)id * 0x9e3779b97f4a7c15 + 1;
	doc->id = id;
	for (uint32_t i = words + roll(words / 3 + 1); i > 0; i--) {
		word(zipf(VOCABULARY), text);
		index_doc_word(doc, 'w', text);
	}
	chance += change * 0x9e3779b97f4a7c15;
	term(doc, 's', zipf(STATES));
	term(doc, 'p', roll(5));
	term(doc, 'a', zipf(PEOPLE));
	for (uint32_t i = roll(4); i > 0; i--)
		term(doc, 't', zipf(TAGS));
	index_doc_number(doc, BY_CREATED, created);
	index_doc_number(doc, BY_UPDATED, created + roll(200) * (int64_t)DAY_MS +
	    roll(DAY_MS) + change * (int64_t)DAY_MS);
	index_doc_number(doc, BY_DUE, roll(10) < 7 ? INT64_MAX :
	    created + roll(60) * (int64_t)DAY_MS);
	index_doc_number(doc, BY_PRIORITY, roll(5));
	word(zipf(VOCABULARY), text);
	index_doc_bytes(doc, BY_NAME, text, strlen(text));
	index_doc_number(doc, BY_STATE, zipf(STATES));
}

static double
now_us(clockid_t clock)
{
	struct timespec	 t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Documents ids[0..n) in batches; the rate is told. */
static void
load(const char *what, const int64_t *ids, uint32_t n, uint32_t total,
    uint32_t batch, uint32_t change)
{
	const double	 wall = now_us(CLOCK_MONOTONIC);
	const double	 cpu = now_us(CLOCK_PROCESS_CPUTIME_ID);
	double		 making = 0;

	for (uint32_t i = 0; i < n; i += batch) {
		own_index_write struct index_write	*w = NULL;
		const struct index_position		 at = { i + 1, 0 };

		MUST(index_write_begin(store, &shape, 1, &w, &err));
		for (uint32_t j = i; j < n && j < i + batch; j++) {
			own_index_doc struct index_doc	 doc = { 0 };
			const double	 from = now_us(CLOCK_PROCESS_CPUTIME_ID);

			make(&doc, ids[j], total, change);
			making += now_us(CLOCK_PROCESS_CPUTIME_ID) - from;
			MUST(index_write_put(w, &doc, &err));
		}
		MUST(index_write_commit(w, &at, &err));
	}
	printf("%-34s %8.0f docs/s  %6.0f us of CPU each\n", what,
	    n / (now_us(CLOCK_MONOTONIC) - wall) * 1e6,
	    (now_us(CLOCK_PROCESS_CPUTIME_ID) - cpu - making) / n);
}

/* --- questions --- */

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
	    text, &w->most, &err));
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
		word(roll(40), text);
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
			    &err));
		else
			MUST(index_read_narrow_terms(r, w[i].kind, &text, 1,
			    &set, &err));
	}
	if (q->days > 0) {
		const int64_t	 at = 1600000000000 + roll(1800) * (int64_t)DAY_MS;

		from = index_key_number(at);
		to = index_key_number(at + q->days * (int64_t)DAY_MS);
		MUST(index_read_narrow_range(r, q->order, &from, &to, &set,
		    &err));
	}
	return set;
}

/* far: the page begins at so many hundredths of all. */
static double
measure(const struct question *q, size_t order, uint32_t far, int64_t *total)
{
	struct index_hit	 hit[20];
	double			 from;

	chance = 88172645463325252;
	from = now_us(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < REPEATS; i++) {
		own_index_read struct index_read	*r = NULL;
		own_index_set struct index_set		*set = NULL;
		struct index_slice	 s = { .order = order, .size = 20,
					    .backward = i % 2 == 0 };
		size_t			 n;

		MUST(index_read_begin(store, &shape, 1, &r, &err));
		set = ask(r, q);
		*total = set == NULL ? index_read_count(r) :
		    index_set_count(set);
		s.skip = *total * far / 100;
		MUST(index_find(r, set, &s, hit, &n, &err));
	}
	return (now_us(CLOCK_PROCESS_CPUTIME_ID) - from) / REPEATS;
}

static double
measure_filter(const struct question *q)
{
	double	 from;

	chance = 88172645463325252;
	from = now_us(CLOCK_PROCESS_CPUTIME_ID);
	for (int i = 0; i < REPEATS; i++) {
		own_index_read struct index_read	*r = NULL;
		own_index_set struct index_set		*set = NULL;

		MUST(index_read_begin(store, &shape, 1, &r, &err));
		set = ask(r, q);
	}
	return (now_us(CLOCK_PROCESS_CPUTIME_ID) - from) / REPEATS;
}

static void
questions_cost(void)
{
	static const char *const	 orders[] = { "updated", "created", "due",
		"priority", "name", "state" };
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

static void
open_store(const char *folder)
{
	own_str char	*path = folder != NULL ? mem_dup(folder) :
			    mem_fmt("%s/bench-index-%d", getenv("TMPDIR") != NULL ?
			    getenv("TMPDIR") : "/tmp", (int)getpid());
	struct conf	*conf;

	setenv("INDEX_PATH", path, 1);
	if ((conf = conf_open(&err)) == NULL)
		exit(1);
	MUST(index_store_open(conf, &store, &err));
	conf_close(conf);
}

static void
remove_folder(void)
{
	own_str char	*rm = mem_fmt("rm -r '%s'", getenv("INDEX_PATH"));

	if (system(rm) != 0)
		fprintf(stderr, "%s\n", rm);
}

static void
tell_size(uint32_t n)
{
	own_str char	*path = mem_fmt("%s/data.mdb", getenv("INDEX_PATH"));
	struct stat	 st;

	if (stat(path, &st) == 0)
		printf("%.0f MB, %.0f bytes a document\n",
		    (double)st.st_size / 1e6, (double)st.st_size / n);
}

/* A folder that was given may have them from an earlier run. */
static bool
is_loaded(uint32_t n)
{
	own_index_read struct index_read	*r = NULL;

	MUST(index_read_begin(store, &shape, 1, &r, &err));
	return index_read_count(r) == n;
}

int
main(int argc, char **argv)
{
	const uint32_t	 n = argc > 1 ? (uint32_t)atoi(argv[1]) : 100000;
	const uint32_t	 some = n < 20000 ? n / 4 : 5000;
	int64_t		*ids = mem_grow(NULL, n, sizeof(*ids));

	words = argc > 3 ? (uint32_t)atoi(argv[3]) : words;
	open_store(argc > 2 ? argv[2] : NULL);
	for (uint32_t i = 0; i < n; i++)
		ids[i] = i + 1;
	if (!is_loaded(n))
		load("all, batches of 5000", ids, n, n, 5000, 0);
	tell_size(n);
	questions_cost();
	for (uint32_t i = 0; i < some; i++)
		ids[i] = 1 + roll(n);
	load("put again unchanged, of 100", ids, some, n, 100, 0);
	load("put again changed, of 5000", ids, some, n, 5000, 1);
	load("put again changed, of 100", ids, some, n, 100, 2);
	load("put again changed, one by one", ids, 200, n, 1, 3);
	questions_cost();
	index_store_close(store);
	if (argc <= 2)
		remove_folder();
	free(ids);
	return 0;
}
