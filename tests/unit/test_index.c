/* index: what is put is found, by every kind of question, as a plain model of it says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "dice.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/store.h"
#include "index/write.h"
#include "index_group.h"
#include "step.h"

#define DOCS		900		/* ids 1 to DOCS */
#define TERMS		40
#define WORDS		60
#define ORDERS		3

static const struct index_shape	 shape = { .version = 1, .norders = ORDERS };
static struct err		 err;
static int64_t			 collection;

/* The model: a document is there or not, its terms and words are bits, its keys numbers. */
struct model {
	bool	 there;
	bool	 term[TERMS], word[WORDS];
	int64_t	 number;		/* order 0 */
	int64_t	 few;			/* order 1: many have the same */
	char	 text[8];		/* order 2 */
};
static struct model	 model[DOCS + 1];

static void
word_of(size_t i, char out[40])
{
	static const char *const	 head[] = { "ра", "раз", "разр", "java",
		"jav", "j" };

	snprintf(out, 40, "%s%zu", head[i % nitems(head)], i / nitems(head));
}

static void
roll_model(struct model *m)
{
	const uint32_t		 length = roll(7);
	const struct model	 was = *m;

	*m = (struct model){ .there = true, .number = (int64_t)roll(1000000) -
		500000, .few = roll(3) };
	for (size_t i = 0; i < TERMS; i++)
		m->term[i] = roll((uint32_t)i + 2) == 0;
	for (size_t i = 0; i < WORDS; i++)
		m->word[i] = roll((uint32_t)i + 3) == 0;
	for (uint32_t i = 0; i < length; i++)
		m->text[i] = (char)('a' + roll(2));
	if (was.there && roll(2) == 0)
		memcpy(m->word, was.word, sizeof(m->word));
	if (was.there && roll(2) == 0)
		memcpy(m->term, was.term, sizeof(m->term));
}

static void
put(struct index_write *w, int64_t id)
{
	own_index_doc struct index_doc	 doc = { .id = id };
	const struct model		*m = &model[id];
	char				 text[40];

	for (size_t i = 0; i < TERMS; i++) {
		snprintf(text, sizeof(text), "t%zu", i);
		if (m->term[i])
			index_doc_term(&doc, 'k', text, i == 0 ? "Имя" : NULL);
	}
	for (size_t i = 0; i < WORDS; i++) {
		word_of(i, text);
		if (m->word[i])
			index_doc_word(&doc, 'w', text);
	}
	index_doc_number(&doc, 0, m->number);
	index_doc_number(&doc, 1, m->few);
	index_doc_bytes(&doc, 2, m->text, strlen(m->text));
	OK(index_write_put(w, &doc, &err));
}

/* --- the model's answers --- */

static size_t	 by;		/* the order of compare */

static int
compare(const void *a, const void *b)
{
	const int64_t		 i = *(const int64_t *)a, j = *(const int64_t *)b;
	const struct model	*x = &model[i], *y = &model[j];
	int			 cmp = 0;

	if (by == 0)
		cmp = (x->number > y->number) - (x->number < y->number);
	else if (by == 1)
		cmp = (x->few > y->few) - (x->few < y->few);
	else
		cmp = strcmp(x->text, y->text);
	return cmp != 0 ? cmp : (i > j) - (i < j);
}

/* A question: which documents. */
struct question {
	int	 term, but;		/* -1: none */
	char	 prefix[16];
	bool	 ranged;
	int64_t	 from, to;
	bool	 all;			/* nothing is asked: no set at all */
};

static bool
has_prefix(const struct model *m, const char *prefix)
{
	char	 text[40];

	for (size_t i = 0; i < WORDS; i++) {
		word_of(i, text);
		if (m->word[i] && strncmp(text, prefix, strlen(prefix)) == 0)
			return true;
	}
	return false;
}

static bool
answers(const struct question *q, const struct model *m)
{
	return m->there && (q->term == -1 || m->term[q->term]) &&
	    (q->but == -1 || !m->term[q->but]) &&
	    (q->prefix[0] == '\0' || has_prefix(m, q->prefix)) &&
	    (!q->ranged || (m->number >= q->from && m->number <= q->to));
}

static struct question
roll_question(void)
{
	static const char *const	 prefixes[] = { "", "", "р", "ра", "раз",
		"разр", "разр1", "java", "java1", "j", "x", "xyzzy" };
	struct question			 q = { .term = -1, .but = -1 };

	q.all = roll(8) == 0;
	if (q.all)
		return q;
	if (roll(2) == 0)
		q.term = (int)roll(TERMS);
	if (roll(3) == 0)
		q.but = (int)roll(TERMS);
	snprintf(q.prefix, sizeof(q.prefix), "%s",
	    prefixes[roll(nitems(prefixes))]);
	q.ranged = roll(3) == 0;
	q.from = (int64_t)roll(1000000) - 500000;
	q.to = q.from + roll(400000);
	return q;
}

static void
narrow(struct index_set *set, struct index_set **by_set)
{
	const int64_t	 both = index_set_count_and(set, *by_set);

	index_set_and(set, *by_set);
	assert_int_equal(index_set_count(set), both);
	index_set_free(by_set);
}

static struct index_set *
ask(struct index_read *r, const struct question *q)
{
	const struct index_key	 from = index_key_number(q->from);
	const struct index_key	 to = index_key_number(q->to);
	struct index_set	*set, *other;
	char			 text[40];

	OK(index_read_all(r, &set, &err));
	if (q->term != -1) {
		snprintf(text, sizeof(text), "t%d", q->term);
		OK(index_read_term(r, 'k', text, &other, &err));
		narrow(set, &other);
	}
	if (q->prefix[0] != '\0') {
		OK(index_read_prefix(r, 'w', q->prefix, &other, &err));
		narrow(set, &other);
	}
	if (q->ranged) {
		OK(index_read_range(r, 0, &from, &to, &other, &err));
		narrow(set, &other);
	}
	if (q->but != -1) {
		snprintf(text, sizeof(text), "t%d", q->but);
		OK(index_read_term(r, 'k', text, &other, &err));
		index_set_but(set, other);
		index_set_free(&other);
	}
	return set;
}

static int
narrow_by(struct index_read *r, const struct question *q, uint32_t filter,
    struct index_set **set)
{
	const struct index_key	 from = index_key_number(q->from);
	const struct index_key	 to = index_key_number(q->to);
	char			 text[40];
	const char		*texts[] = { "t", text };	/* none has "t" */

	snprintf(text, sizeof(text), "t%d", q->term);
	if (filter == 0 && q->term != -1)
		return index_read_narrow_terms(r, 'k', texts, 2, set, &err);
	if (filter == 1 && q->prefix[0] != '\0')
		return index_read_narrow_prefix(r, 'w', q->prefix, set, &err);
	if (filter == 2 && q->ranged)
		return index_read_narrow_range(r, 0, &from, &to, set, &err);
	return 0;
}

/* The same as ask, filter by filter, from any one on. */
static void
check_narrowing(struct index_read *r, const struct question *q, int64_t want)
{
	own_index_set struct index_set	*set = NULL;
	const uint32_t			 first = roll(3);
	char				 text[40];
	const char			*texts[] = { "t", text };
	int64_t				 most;

	for (uint32_t i = 0; i < 3; i++)
		OK(narrow_by(r, q, (first + i) % 3, &set));
	if (q->prefix[0] != '\0') {
		OK(index_read_prefix_most(r, 'w', q->prefix, &most, &err));
		assert_true(most >= index_set_count(set));
	}
	snprintf(text, sizeof(text), "t%d", q->but);	/* -1: none has it */
	OK(index_read_narrow_without(r, 'k', texts, 2, &set, &err));
	assert_int_equal(index_set_count(set), want);
}

/* Of a document, in the order that is asked. */
static struct index_key
key_of(int64_t id)
{
	struct index_key	 key = { .len = 0 };

	if (by != 2)
		return index_key_number(by == 0 ? model[id].number :
		    model[id].few);
	key.len = strlen(model[id].text);
	memcpy(key.bytes, model[id].text, key.len);
	return key;
}

static void
check_page(struct index_read *r, const struct index_set *set,
    const int64_t *want, size_t nwant)
{
	struct index_hit	 hit[64];
	struct index_key	 key, low, high;
	struct index_slice	 s = { .order = by, .backward = roll(2) == 0,
				    .size = 1 + roll(60) };
	size_t			 n = 99, at = 0;

	if (nwant > 0 && roll(2) == 0)
		s.skip = roll((uint32_t)nwant + 3);
	if (nwant > 0 && roll(3) == 0) {
		at = roll((uint32_t)nwant);
		s.after_id = want[s.backward ? nwant - 1 - at : at];
		key = key_of(s.after_id);
		s.after_key = &key;
		at++;
	}
	if (set != NULL && nwant > 0 && roll(2) == 0) {
		low = key_of(want[0]);
		high = key_of(want[nwant - 1]);
		s.low = roll(3) > 0 ? &low : NULL;
		s.high = roll(3) > 0 ? &high : NULL;
	}
	at += (size_t)s.skip;
	OK(index_find(r, set, &s, hit, &n, &err));
	assert_int_equal(n, at >= nwant ? 0 : nwant - at < s.size ?
	    nwant - at : s.size);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(hit[i].id, want[s.backward ?
		    nwant - 1 - (at + i) : at + i]);
}

static void
check_question(struct index_read *r, const struct question *q)
{
	own_index_set struct index_set	*set = q->all ? NULL : ask(r, q);
	int64_t				 want[DOCS];
	size_t				 n = 0;

	for (int64_t id = 1; id <= DOCS; id++)
		if (answers(q, &model[id]))
			want[n++] = id;
	assert_int_equal(q->all ? index_read_count(r) : index_set_count(set), n);
	if (!q->all) {
		check_narrowing(r, q, (int64_t)n);
		assert_int_equal(index_set_count(set), n);
	}
	for (by = 0; by < ORDERS; by++) {
		qsort(want, n, sizeof(*want), compare);
		for (int i = 0; i < 3; i++)
			check_page(r, set, want, n);
	}
}

static void
check_counts(struct index_read *r)
{
	char	 text[40];
	int64_t	 count, want;

	for (size_t i = 0; i < TERMS; i++) {
		snprintf(text, sizeof(text), "t%zu", i);
		OK(index_read_term_count(r, 'k', text, &count, &err));
		want = 0;
		for (int64_t id = 1; id <= DOCS; id++)
			want += model[id].there && model[id].term[i];
		assert_int_equal(count, want);
	}
}

static void
check_all(void)
{
	own_index_read struct index_read	*r = NULL;

	OK(index_read_begin(store, &shape, collection, &r, &err));
	check_counts(r);
	for (int i = 0; i < 40; i++) {
		const struct question	 q = roll_question();

		check_question(r, &q);
	}
}

static void
change_some(struct index_write *w)
{
	const uint32_t	 n = roll(4) == 0 ? DOCS * 2 : roll(60);

	for (uint32_t i = 0; i < n; i++) {
		const int64_t	 id = 1 + roll(DOCS);

		if (roll(3) == 0) {
			model[id].there = false;
			OK(index_write_drop(w, id, &err));
			continue;
		}
		roll_model(&model[id]);
		put(w, id);
	}
}

static void
change(uint32_t round)
{
	own_index_write struct index_write	*w = NULL;
	struct index_position			 position, now = { round + 1, 5 };

	OK(index_write_begin(store, &shape, collection, &w, &err));
	index_write_position(w, &position);
	assert_int_equal(position.rev, round);
	if (roll(12) == 0) {
		memset(model, 0, sizeof(model));
		OK(index_write_clear(w, &err));
	}
	change_some(w);
	OK(index_write_commit(w, &now, &err));
}

static void
answers_as_the_model_does(void **state)
{
	static const uint32_t	 seeds[] = { 20261129, 7, 4242 };

	(void)state;
	for (size_t i = 0; i < nitems(seeds); i++) {
		chance = seeds[i];
		collection = 7 + (int64_t)i;	/* the others lie beside it */
		memset(model, 0, sizeof(model));
		for (uint32_t round = 0; round < 14; round++) {
			change(round);
			check_all();
		}
	}
}

static int64_t
revision(int64_t list)
{
	own_index_read struct index_read	*r = NULL;
	struct index_position			 at;

	OK(index_read_begin(store, &shape, list, &r, &err));
	index_read_position(r, &at);
	return at.rev;
}

static void
keeps_what_has_an_owner(void **state)
{
	static const int64_t		 all[] = { 7, 300, INT64_MAX };
	const struct index_position	 at = { 100, 1 };

	(void)state;
	for (size_t i = 0; i < nitems(all); i++) {
		own_index_write struct index_write	*w = NULL;

		OK(index_write_begin(store, &shape, all[i], &w, &err));
		OK(index_write_commit(w, &at, &err));
	}
	OK(index_store_keep(store, &(const struct index_kept){ all[1], &shape },
	    1, &err));
	assert_int_equal(revision(7), 0);
	assert_int_equal(revision(300), 100);
	assert_int_equal(revision(INT64_MAX), 0);
	OK(index_store_keep(store, NULL, 0, &err));
	assert_int_equal(revision(300), 0);
}

/* What the position's note is, "" when there is none. */
static const char *
note_of(int64_t list)
{
	static uint8_t				 note[INDEX_NOTE_MAX + 1];
	own_index_read struct index_read	*r = NULL;
	size_t					 len;

	OK(index_read_begin(store, &shape, list, &r, &err));
	OK(index_read_note(r, note, &len, &err));
	note[len] = '\0';
	return (const char *)note;
}

static void
keeps_a_note_beside_the_position(void **state)
{
	static const char *const	 notes[] = { "first", "second one" };
	const struct index_position	 at = { 1, 1 };

	(void)state;
	assert_string_equal(note_of(55), "");
	for (size_t i = 0; i < nitems(notes); i++) {
		own_index_write struct index_write	*w = NULL;

		OK(index_write_begin(store, &shape, 55, &w, &err));
		OK(index_write_note(w, notes[i], strlen(notes[i]), &err));
		assert_string_equal(note_of(55), i == 0 ? "" : notes[i - 1]);
		OK(index_write_commit(w, &at, &err));
		assert_string_equal(note_of(55), notes[i]);
	}
	{
		own_index_write struct index_write	*w = NULL;

		OK(index_write_begin(store, &shape, 55, &w, &err));
		OK(index_write_clear(w, &err));
		OK(index_write_commit(w, &at, &err));
	}
	assert_string_equal(note_of(55), "");
}

/* Words that are longer than the longest beginning that is a term; document i has these (bits). */
#define LONG_DOCS	9000
#define LONG_WORDS	40
#define LATE		3000	/* documents at the end of each order */
static uint64_t	 has_long[LONG_DOCS + 1];

static void
long_word(size_t i, char out[40])
{
	snprintf(out, 40, "%s%zu", i < 30 ? "проект" : "проекция", i % 30);
}

static void
put_long(struct index_write *w, int64_t id)
{
	own_index_doc struct index_doc	 doc = { .id = id };
	char				 text[40];

	for (uint32_t n = roll(3); n > 0; n--)
		has_long[id] |= (uint64_t)1 << roll(LONG_WORDS);
	for (size_t i = 0; i < LONG_WORDS; i++) {
		long_word(i, text);
		if (has_long[id] >> i & 1)
			index_doc_word(&doc, 'w', text);
	}
	if (id % 3 != 0)
		index_doc_term(&doc, 'k', "two of three", NULL);
	if (id > LONG_DOCS - LATE)
		index_doc_term(&doc, 'k', "late", NULL);
	for (size_t i = 0; i < ORDERS; i++)
		index_doc_number(&doc, i, id);
	OK(index_write_put(w, &doc, &err));
}

static uint64_t
long_words_under(const char *beginning)
{
	uint64_t	 out = 0;
	char		 text[40];

	for (size_t i = 0; i < LONG_WORDS; i++) {
		long_word(i, text);
		if (strncmp(text, beginning, strlen(beginning)) == 0)
			out |= (uint64_t)1 << i;
	}
	return out;
}

static void
check_long(struct index_read *r, const char *beginning, bool within)
{
	own_index_set struct index_set	*set = NULL;
	const uint64_t			 want = long_words_under(beginning);
	int64_t				*ids;
	size_t				 n, at = 0;

	if (within)
		OK(index_read_term(r, 'k', "two of three", &set, &err));
	OK(index_read_narrow_prefix(r, 'w', beginning, &set, &err));
	OK(index_find_ids(r, set, &ids, &n, &err));
	for (int64_t id = 1; id <= LONG_DOCS; id++)
		if ((has_long[id] & want) != 0 && (!within || id % 3 != 0)) {
			assert_true(at < n);
			assert_int_equal(ids[at++], id);
		}
	assert_int_equal(at, n);
	free(ids);
}

/* Many are in the set, but none of them is near the beginning. */
static void
check_late(struct index_read *r, bool backward)
{
	const struct index_slice	 slice = { .size = 20,
						    .backward = backward };
	own_index_set struct index_set	*set = NULL;
	struct index_hit		 hit[20];
	size_t				 n;

	OK(index_read_term(r, 'k', "late", &set, &err));
	OK(index_find(r, set, &slice, hit, &n, &err));
	assert_int_equal(n, 20);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(hit[i].id, backward ? LONG_DOCS - i :
		    LONG_DOCS - LATE + 1 + i);
}

static void
finds_long_words_by_their_beginning(void **state)
{
	static const char *const	 beginnings[] = { "проек", "проект",
		"проект1", "проект12", "проекц", "проекция", "проекция3",
		"проекту", "проектирование" };
	const struct index_position	 at = { 1, 1 };
	own_index_write struct index_write	*w = NULL;
	own_index_read struct index_read	*r = NULL;

	(void)state;
	OK(index_write_begin(store, &shape, 56, &w, &err));
	for (int64_t id = 1; id <= LONG_DOCS; id++)
		put_long(w, id);
	OK(index_write_commit(w, &at, &err));
	OK(index_read_begin(store, &shape, 56, &r, &err));
	for (size_t i = 0; i < nitems(beginnings); i++) {
		check_long(r, beginnings[i], false);
		check_long(r, beginnings[i], true);
	}
	check_late(r, false);
	check_late(r, true);
}

int
main(void)
{
	const struct CMUnitTest	 tests[] = {
		cmocka_unit_test(finds_long_words_by_their_beginning),
		cmocka_unit_test(keeps_a_note_beside_the_position),
		cmocka_unit_test(answers_as_the_model_does),
		cmocka_unit_test(keeps_what_has_an_owner),
	};

	return cmocka_run_group_tests(tests, index_group_open, index_group_close);
}
