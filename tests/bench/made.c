#include "made.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/mem.h"
#include "index/doc.h"
#include "index/store.h"
#include "index/write.h"

#define BULKS		150		/* some are changed many at once */

const struct index_shape	 made_shape = { .version = 2, .norders = ORDERS };
struct index_store		*made_store;
struct err			 made_err;
uint64_t			 made_chance = 1;
static uint32_t			 total, words;
static bool			 own_folder;

uint32_t
roll(uint32_t sides)
{
	made_chance ^= made_chance << 13;
	made_chance ^= made_chance >> 7;
	made_chance ^= made_chance << 17;
	return (uint32_t)((made_chance >> 16) % sides);
}

uint32_t
zipf(uint32_t n)
{
	const double	 u = (roll(1 << 24) + 0.5) / (1 << 24);

	return (uint32_t)(exp(u * log(n + 1)) - 1);
}

void
made_word(uint32_t rank, char out[64])
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

/* --- a task --- */

static void
term(struct index_doc *doc, char kind, uint32_t n)
{
	char	 text[16];

	snprintf(text, sizeof(text), "%" PRIu32, n);
	index_doc_term(doc, kind, text, NULL);
}

/* Which of these shares, that add up to a thousand; the last: what is left. */
static uint32_t
share(const uint16_t *shares, uint32_t n)
{
	const uint32_t	 at = roll(1000);
	uint32_t	 i = 0, sum = shares[0];

	while (i < n - 1 && at >= sum)
		sum += shares[++i];
	return i;
}

/* The older they are the more of them are closed. */
static uint32_t
state(bool old)
{
	static const uint16_t	 closed[] = { 651, 244, 105 };
	static const uint16_t	 open[] = { 357, 286, 143, 107, 71, 29, 7 };

	return roll(1000) < (old ? 985 : 350) ? share(closed, 3) :
	    3 + share(open, 7);
}

static void
several(struct index_doc *doc, char kind, uint32_t n, const uint8_t *chance,
    size_t times)
{
	for (size_t i = 0; i < times; i++)
		if (roll(100) < chance[i])
			term(doc, kind, zipf(n));
}

static void
name(struct index_doc *doc)
{
	char	 text[200] = "";
	size_t	 len = 0;

	for (int i = 0; i < 4; i++) {
		made_word(zipf(MADE_VOCABULARY), text + len);
		len = strlen(text);
	}
	index_doc_bytes(doc, BY_NAME, text, len < 120 ? len : 120);
}

static void
times(struct index_doc *doc, int64_t created, int64_t updated, uint32_t rank)
{
	const int64_t	 due = roll(100) < 15 ? (created / DAY_MS + roll(60)) *
			    DAY_MS : 0;

	index_doc_number(doc, BY_CREATED, created);
	index_doc_number(doc, BY_UPDATED, updated);
	index_doc_number(doc, BY_DUE, due > 0 ? due : MADE_DUE_NEVER);
	index_doc_number(doc, BY_DUE_LAST, due);
	index_doc_number(doc, BY_PRIORITY, (rank + 1) * MADE_DUE_NEVER +
	    MADE_DUE_NEVER - updated);
}

static int64_t
updated_of(int64_t created)
{
	const int64_t	 step = MADE_DAYS * (int64_t)DAY_MS / BULKS;
	const double	 u = roll(1 << 20) / (double)(1 << 20);

	return roll(5) == 0 ?
	    ((created - MADE_BEGIN) / step + 1) * step + MADE_BEGIN + roll(600000) :
	    created + (int64_t)(pow(u, 6) * 300 * DAY_MS);
}

static void
make(struct index_doc *doc, int64_t id, uint32_t change)
{
	static const uint16_t	 priorities[] = { 10, 80, 180, 30, 700 };
	static const uint16_t	 cvs[] = { 450, 150, 100, 170, 30, 100 };
	static const uint16_t	 sent[] = { 86, 10, 3, 1, 900 };
	const int64_t		 now = MADE_BEGIN + MADE_DAYS * (int64_t)DAY_MS;
	const int64_t		 created = MADE_BEGIN + id *
				    (MADE_DAYS * (int64_t)DAY_MS / total);
	int64_t			 updated;
	uint32_t		 rank, state_sent;
	char			 text[64];

	made_chance = (uint64_t)id * 0x9e3779b97f4a7c15 + 1;
	doc->id = id;
	for (uint32_t i = words + roll(words / 3 + 1); i > 0; i--) {
		made_word(zipf(MADE_VOCABULARY), text);
		index_doc_word(doc, 'w', text);
	}
	name(doc);
	made_chance += change * 0x9e3779b97f4a7c15;
	updated = updated_of(created) + change * (int64_t)DAY_MS;
	term(doc, 's', state(now - updated > 120 * (int64_t)DAY_MS));
	rank = share(priorities, MADE_PRIORITIES);
	term(doc, 'p', rank);
	term(doc, 'c', share(cvs, MADE_CVS));
	several(doc, 't', MADE_TAGS, (const uint8_t []){ 70, 40, 20, 10 }, 4);
	several(doc, 'a', MADE_PEOPLE, (const uint8_t []){ 90, 15 }, 2);
	if ((state_sent = share(sent, MADE_SENT + 1)) < MADE_SENT)
		term(doc, 'x', state_sent);
	times(doc, created, updated, rank);
}

/* --- all of them --- */

static double
now_us(clockid_t clock)
{
	struct timespec	 t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

double
made_cpu_us(void)
{
	return now_us(CLOCK_PROCESS_CPUTIME_ID);
}

/* Tasks ids[0..n) in batches; the rate is told. */
static void
load(const char *what, const int64_t *ids, uint32_t n, uint32_t batch,
    uint32_t change)
{
	const double	 wall = now_us(CLOCK_MONOTONIC), cpu = made_cpu_us();
	double		 making = 0;

	for (uint32_t i = 0; i < n; i += batch) {
		own_index_write struct index_write	*w = NULL;
		const struct index_position		 at = { i + 1, 0 };

		MUST(index_write_begin(made_store, &made_shape, 1, &w, &made_err));
		for (uint32_t j = i; j < n && j < i + batch; j++) {
			own_index_doc struct index_doc	 doc = { 0 };
			const double			 from = made_cpu_us();

			make(&doc, ids[j], change);
			making += made_cpu_us() - from;
			MUST(index_write_put(w, &doc, &made_err));
		}
		MUST(index_write_commit(w, &at, &made_err));
	}
	printf("%-34s %8.0f docs/s  %6.0f us of CPU each\n", what,
	    n / (now_us(CLOCK_MONOTONIC) - wall) * 1e6,
	    (made_cpu_us() - cpu - making) / n);
}

struct index_read *
made_read(void)
{
	struct index_read	*r;

	MUST(index_read_begin(made_store, &made_shape, 1, &r, &made_err));
	return r;
}

static void
tell_size(void)
{
	own_str char	*path = mem_fmt("%s/data.mdb", getenv("INDEX_PATH"));
	struct stat	 st;

	if (stat(path, &st) == 0)
		printf("%.0f MB, %.0f bytes a document\n",
		    (double)st.st_size / 1e6, (double)st.st_size / total);
}

void
made_all(uint32_t n, uint32_t of_words)
{
	own_index_read struct index_read	*r = made_read();
	int64_t					*ids;

	total = n;
	words = of_words;
	if (index_read_count(r) != n) {
		index_read_close(&r);
		ids = mem_grow(NULL, n, sizeof(*ids));
		for (uint32_t i = 0; i < n; i++)
			ids[i] = i + 1;
		load("all, batches of 5000", ids, n, 5000, 0);
		free(ids);
	}
	tell_size();
}

void
made_again(const char *what, uint32_t some, uint32_t batch, uint32_t change)
{
	int64_t	*ids = mem_grow(NULL, some, sizeof(*ids));

	made_chance = some + 1;
	for (uint32_t i = 0; i < some; i++)
		ids[i] = 1 + roll(total);
	load(what, ids, some, batch, change);
	free(ids);
}

void
made_open(const char *folder)
{
	own_str char	*path = folder != NULL ? mem_dup(folder) :
			    mem_fmt("%s/bench-index-%d", getenv("TMPDIR") != NULL ?
			    getenv("TMPDIR") : "/tmp", (int)getpid());
	struct conf	*conf;

	own_folder = folder == NULL;
	setenv("INDEX_PATH", path, 1);
	if ((conf = conf_open(&made_err)) == NULL)
		exit(1);
	MUST(index_store_open(conf, &made_store, &made_err));
	conf_close(conf);
}

void
made_close(void)
{
	own_str char	*rm = mem_fmt("rm -r '%s'", getenv("INDEX_PATH"));

	index_store_close(made_store);
	if (own_folder && system(rm) != 0)
		fprintf(stderr, "%s\n", rm);
}
