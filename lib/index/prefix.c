/* prefix: words by their beginning. */
#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"
#include "index/dict.h"
#include "index/found.h"
#include "index/read_int.h"
#include "index/set.h"

#define FEW_TERMS	4	/* so many are read as they are */

/*
 * Terms that begin like a word that is longer than the longest gram (a beginning that is a term of
 * its own), and the others of that gram.
 */
struct family {
	struct found	 word, others, gram;
};

static void
family_clear(struct family *f)
{
	found_clear(&f->word);
	found_clear(&f->others);
	found_clear(&f->gram);
}
#define own_family cleanup(family_clear)

/* Bytes of a word; is it a gram? */
static size_t
word_len(const char *word, bool *gram)
{
	const size_t	 len = utf8_cut(word, INDEX_TERM_MAX);

	*gram = len > 0 && utf8_count(word) <= DOC_GRAM_MAX;
	return len;
}

/* All terms under the one key, but not under the other (NULL: none): up to so many. */
static int
find_under(struct index_read *r, const struct key *under,
    const struct key *but, size_t max, struct found *f, struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	struct dict_term		 term;
	int				 rc;

	if (kv_cursor_open(r->t, &at, err) == -1)
		return -1;
	for (rc = kv_cursor_seek(at, under, err);
	    rc == 1 && kv_cursor_under(at, under) && f->n < max;
	    rc = kv_cursor_next(at, err)) {
		if (but != NULL && kv_cursor_under(at, but))
			continue;
		if (dict_parse(&r->c, kv_cursor_val(at), &term, err) == -1)
			return -1;
		found_add(f, term.number);
	}
	return rc == -1 ? -1 : 0;
}

/* Are the others less to read than the word's own? To count them is not for nothing either. */
static int
find_others(struct index_read *r, uint8_t kind, const char *word,
    const struct key *own, struct family *f, bool *less, struct err *err)
{
	const size_t		 len = utf8_head(word, DOC_GRAM_MAX);
	const struct key	 all = dict_key(&r->c, kind, word, len);
	int64_t			 ours = 1, theirs = 0;

	if (find_under(r, &all, own, f->word.n, &f->others, err) == -1 ||
	    found_term(r, index_doc_gram_kind(kind), word, len, &f->gram,
	    err) == -1)
		return -1;
	*less = f->others.n < f->word.n;
	if (*less && f->others.n > 0 &&
	    (found_count(r, &f->word, &ours, err) == -1 ||
	    found_count(r, &f->others, &theirs, err) == -1))
		return -1;
	*less &= theirs < ours;
	return 0;
}

/* The documents of the gram, without those that have it by others alone. */
static int
narrow_gram(struct index_read *r, const struct family *f,
    struct index_set **within, struct err *err)
{
	own_index_set struct index_set	*other = NULL, *both = NULL;

	if (found_narrow(r, &f->gram, within, err) == -1 ||
	    found_read(r, &f->others, *within, &other, err) == -1 ||
	    found_read(r, &f->word, other, &both, err) == -1)
		return -1;
	index_set_but(*within, other);
	index_set_or(*within, both);
	return 0;
}

static int
narrow_long(struct index_read *r, uint8_t kind, const char *word, size_t len,
    struct index_set **within, struct err *err)
{
	own_family struct family	 f = { 0 };
	const struct key		 k = dict_key(&r->c, kind, word, len);
	bool				 less = false;

	if (find_under(r, &k, NULL, SIZE_MAX, &f.word, err) == -1 ||
	    (f.word.n > FEW_TERMS && find_others(r, kind, word, &k, &f, &less,
	    err) == -1))
		return -1;
	return less ? narrow_gram(r, &f, within, err) :
	    found_narrow(r, &f.word, within, err);
}

int
index_read_narrow_prefix(struct index_read *r, char kind, const char *word,
    struct index_set **within, struct err *err)
{
	own_found struct found	 f = { 0 };
	bool			 gram;
	const size_t		 len = word_len(word, &gram);

	if (!gram)
		return narrow_long(r, (uint8_t)kind, word, len, within, err);
	return found_term(r, index_doc_gram_kind((uint8_t)kind), word, len, &f,
	    err) == -1 ? -1 : found_narrow(r, &f, within, err);
}

int
index_read_prefix(struct index_read *r, char kind, const char *word,
    struct index_set **out, struct err *err)
{
	*out = NULL;
	return index_read_narrow_prefix(r, kind, word, out, err);
}

int
index_read_prefix_most(struct index_read *r, char kind, const char *word,
    int64_t *out, struct err *err)
{
	own_found struct found	 f = { 0 };
	bool			 gram;
	const size_t		 len = word_len(word, &gram);

	*out = r->c.head.count;
	return len == 0 ? 0 : found_term(r, index_doc_gram_kind((uint8_t)kind),
	    word, utf8_head(word, DOC_GRAM_MAX), &f, err) == -1 ? -1 :
	    found_count(r, &f, out, err);
}
