#include "index/write.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/batch.h"
#include "index/dict.h"
#include "index/ids.h"
#include "index/posting.h"
#include "index/read_int.h"
#include "index/record.h"
#include "index/set_int.h"
#include "index/shape.h"
#include "index/store_int.h"

struct numbers {
	uint32_t	*v;		/* ascending, each once */
	size_t		 n, cap;
};
struct index_write {
	const struct index_shape	*shape;
	struct kv_txn			*t;
	struct coll			 c;
	bool				 failed;	/* half a change may be in it */
	struct batch			 batch;
	struct dict_met			 met;
	uint32_t			*free;		/* ordinals to be used again */
	size_t				 nfree;
	bool				 free_read;
	struct buf			 old, new;	/* records */
	struct buf			 list[RECORD_PARTS];	/* of the new one */
	struct numbers			 terms;		/* of the document in hand */
	struct numbers			 grams;		/* those of its words */
};

/* Numbers are 32 bits: a collection that has used them up is begun anew. */
#define NUMBERS_MAX	(UINT32_MAX - (1u << 28))

int
index_write_begin(struct index_store *store, const struct index_shape *shape,
    int64_t collection, struct index_write **out, struct err *err)
{
	own_index_write struct index_write	*w = mem_zero(sizeof(*w));
	struct kv				*kv;

	w->shape = shape;
	if (index_store_kv(store, &kv, err) == -1 ||
	    kv_write(kv, &w->t, err) == -1 ||
	    coll_open(&w->c, w->t, collection, shape->version, err) == -1)
		return -1;
	if ((w->c.head.slot == 0 || w->c.head.next_number > NUMBERS_MAX) &&
	    coll_renew(&w->c, err) == -1)
		return -1;
	*out = give(w);
	return 0;
}

void
index_write_position(const struct index_write *w, struct index_position *out)
{
	*out = w->c.head.position;
}

static void
forget(struct index_write *w)
{
	batch_clear(&w->batch);
	dict_met_clear(&w->met);
	free(w->free);
	w->free = NULL;
	w->nfree = 0;
	w->free_read = false;
}

void
index_write_close(struct index_write **wp)
{
	struct index_write	*w = *wp;

	if (w == NULL)
		return;
	coll_close(&w->c);
	kv_abort(&w->t);
	forget(w);
	buf_clear(&w->old);
	buf_clear(&w->new);
	for (size_t i = 0; i < RECORD_PARTS; i++)
		buf_clear(&w->list[i]);
	free(w->terms.v);
	free(w->grams.v);
	free(w);
	*wp = NULL;
}

/* Terms that nothing has any more go with it: what was met may be gone. */
static int
flush(struct index_write *w, struct err *err)
{
	dict_met_clear(&w->met);
	return batch_apply(&w->batch, &w->c, err);
}

/* --- ordinals --- */

static int
read_free(struct index_write *w, struct err *err)
{
	own_index_set struct index_set	*set = NULL;

	w->free_read = true;
	if (w->c.head.nfree == 0)
		return 0;
	if (posting_read(&w->c, COLL_FREE, &set, err) == -1)
		return -1;
	free(w->free);
	w->free = index_set_list(set, &w->nfree);
	return 0;
}

static int
take_ordinal(struct index_write *w, uint32_t *out, struct err *err)
{
	if (!w->free_read && read_free(w, err) == -1)
		return -1;
	if (w->nfree == 0) {
		if (w->c.head.next_ordinal > INT32_MAX)
			return err_set(err, ERR_INTERNAL, "index: too many documents");
		*out = w->c.head.next_ordinal++;
		return 0;
	}
	*out = w->free[--w->nfree];
	w->c.head.nfree--;
	ops_push(&w->batch.postings, COLL_FREE, *out, false);
	return 0;
}

static int
give_back(struct index_write *w, uint32_t ordinal, struct err *err)
{
	if (!w->free_read && read_free(w, err) == -1)
		return -1;
	w->free = mem_grow(w->free, w->nfree + 1, sizeof(*w->free));
	w->free[w->nfree++] = ordinal;
	w->c.head.nfree++;
	ops_push(&w->batch.postings, COLL_FREE, ordinal, true);
	return 0;
}

/* --- terms --- */

static void
numbers_add(struct numbers *ns, const uint32_t *v, size_t n)
{
	if (ns->n + n > ns->cap) {
		ns->cap = ns->cap * 2 + 1024;
		ns->v = mem_grow(ns->v, ns->cap, sizeof(*ns->v));
	}
	if (n > 0)
		memcpy(ns->v + ns->n, v, n * sizeof(*v));
	ns->n += n;
}

static void
numbers_sort(struct numbers *ns)
{
	size_t	 n = 0;

	if (ns->n == 0)
		return;
	index_read_sort(ns->v, ns->n);
	for (size_t i = 1; i < ns->n; i++)
		if (ns->v[i] != ns->v[n])
			ns->v[++n] = ns->v[i];
	ns->n = n + 1;
}

static int
compare(const void *a, const void *b)
{
	const uint32_t	 x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool
numbers_have(const struct numbers *ns, uint32_t n)
{
	return ns->n > 0 && bsearch(&n, ns->v, ns->n, sizeof(n), compare) !=
	    NULL;
}

/* Its words and their beginnings, or its other terms. */
static int
find_terms(struct index_write *w, const struct index_doc *doc, bool words,
    struct err *err)
{
	const char		*at = doc->terms.data;
	const char		*end = doc->terms.len == 0 ? at :
				    at + doc->terms.len;
	struct doc_term		 term;
	struct dict_numbers	 found;

	w->terms.n = w->grams.n = 0;
	while (index_doc_next(&at, end, &term)) {
		if (term.word != words)
			continue;
		if (dict_numbers(&w->c, &w->met, &term, &found, err) == -1)
			return -1;
		numbers_add(&w->terms, &found.number, 1);
		numbers_add(&w->grams, found.gram, found.ngrams);
	}
	numbers_sort(&w->terms);
	numbers_sort(&w->grams);
	return 0;
}

static void
add_all(struct index_write *w, const struct numbers *ns, uint32_t ordinal)
{
	for (size_t i = 0; i < ns->n; i++)
		ops_push(&w->batch.postings, ns->v[i], ordinal, true);
}

/* A term that came to the document, or went. Beginnings go that none of its words has now. */
static int
change_term(struct index_write *w, uint32_t number, uint32_t ordinal, bool came,
    struct err *err)
{
	struct dict_numbers	 term;

	if (dict_known(&w->c, &w->met, number, &term, err) == -1)
		return -1;
	ops_push(&w->batch.postings, number, ordinal, came);
	for (size_t i = 0; i < term.ngrams; i++)
		if (came || !numbers_have(&w->grams, term.gram[i]))
			ops_push(&w->batch.postings, term.gram[i], ordinal,
			    came);
	return 0;
}

/* Both lists ascend: what is in one of them only is a change. */
static int
change_terms(struct index_write *w, struct record_list *old, uint32_t ordinal,
    struct err *err)
{
	uint32_t	 was = 0;
	int		 more = record_list_next(old, &was);

	for (size_t i = 0; more == 1 || (more == 0 && i < w->terms.n);) {
		if (more == 1 && (i == w->terms.n || was < w->terms.v[i])) {
			if (change_term(w, was, ordinal, false, err) == -1)
				return -1;
			more = record_list_next(old, &was);
			continue;
		}
		if (more == 1 && was == w->terms.v[i])
			more = record_list_next(old, &was);
		else if (change_term(w, w->terms.v[i], ordinal, true,
		    err) == -1)
			return -1;
		i++;
	}
	return more == -1 ? kv_nonsense(w->t, "document's terms", err) : 0;
}

/* One of its lists; the old one, when its print is the same. */
static int
change_part(struct index_write *w, struct record *old,
    const struct index_doc *doc, enum record_part part, uint64_t print,
    uint32_t ordinal, struct err *err)
{
	struct record_list	*was = &old->list[part];

	w->list[part].len = 0;
	if (was->at != NULL && old->print[part] == print) {
		buf_add(&w->list[part], was->at, (size_t)(was->end - was->at));
		return 0;
	}
	if (find_terms(w, doc, part == RECORD_WORDS, err) == -1)
		return -1;
	record_list_write(&w->list[part], w->terms.v, w->terms.n);
	if (was->at != NULL)
		return change_terms(w, was, ordinal, err);
	add_all(w, &w->terms, ordinal);
	add_all(w, &w->grams, ordinal);
	return 0;
}

/* --- keys --- */

static bool
is_same_key(const struct record_key *was, const struct index_key *key)
{
	return key->len == was->len && was->bytes != NULL &&
	    memcmp(key->bytes, was->bytes, key->len) == 0;
}

static void
change_keys(struct index_write *w, const struct record *old,
    const struct index_doc *doc, uint32_t ordinal)
{
	for (size_t i = 0; i < w->shape->norders; i++) {
		const struct index_key	*key = doc == NULL ? NULL :
					    &doc->keys[i];
		const struct record_key	*was = old == NULL ? NULL :
					    &old->key[i];

		if (key != NULL && was != NULL && is_same_key(was, key))
			continue;
		if (was != NULL)
			batch_order(&w->batch, i, was->bytes, was->len,
			    old->id, ordinal, false);
		if (key != NULL)
			batch_order(&w->batch, i, key->bytes, key->len,
			    doc->id, ordinal, true);
	}
}

/* --- documents --- */

/* Its record, copied: what it was read from does not outlive a change. 1 there, 0, -1. */
static int
read_old(struct index_write *w, uint32_t ordinal, struct record *out,
    struct err *err)
{
	const struct key	 k = record_doc_key(&w->c, ordinal);
	struct kv_val		 v;
	int			 there = kv_get(w->t, &k, &v, err);

	if (there == -1)
		return -1;
	if (there == 0)
		return kv_nonsense(w->t, "no document", err);
	w->old.len = 0;
	buf_add(&w->old, v.at, v.len);
	if (record_parse((const uint8_t *)w->old.data, v.len,
	    w->shape->norders, out) == -1)
		return kv_nonsense(w->t, "document", err);
	return 0;
}

static bool
is_unchanged(const struct index_write *w, const struct record *old,
    const struct index_doc *doc, const uint64_t print[RECORD_PARTS])
{
	for (size_t i = 0; i < w->shape->norders; i++)
		if (!is_same_key(&old->key[i], &doc->keys[i]))
			return false;
	return memcmp(old->print, print, sizeof(old->print)) == 0;
}

/* old: zero when the document is new. */
static int
put_record(struct index_write *w, struct record *old,
    const struct index_doc *doc, const uint64_t print[RECORD_PARTS],
    uint32_t ordinal, struct err *err)
{
	const struct key	 k = record_doc_key(&w->c, ordinal);

	for (enum record_part i = 0; i < RECORD_PARTS; i++)
		if (change_part(w, old, doc, i, print[i], ordinal, err) == -1)
			return -1;
	w->new.len = 0;
	record_write(&w->new, doc, w->shape->norders, print, w->list);
	return kv_put(w->t, &k, w->new.data, w->new.len, err);
}

static int
put_new(struct index_write *w, const struct index_doc *doc,
    const uint64_t print[RECORD_PARTS], struct err *err)
{
	struct record	 none = { 0 };
	uint32_t	 ordinal = 0;

	if (take_ordinal(w, &ordinal, err) == -1 ||
	    ids_put(&w->c, doc->id, ordinal, err) == -1 ||
	    put_record(w, &none, doc, print, ordinal, err) == -1)
		return -1;
	ops_push(&w->batch.postings, COLL_ALL, ordinal, true);
	change_keys(w, NULL, doc, ordinal);
	w->c.head.count++;
	return 0;
}

static int
put_again(struct index_write *w, const struct index_doc *doc,
    const uint64_t print[RECORD_PARTS], uint32_t ordinal, struct err *err)
{
	struct record	 old = { 0 };

	if (read_old(w, ordinal, &old, err) == -1)
		return -1;
	if (is_unchanged(w, &old, doc, print))
		return 0;
	change_keys(w, &old, doc, ordinal);
	return put_record(w, &old, doc, print, ordinal, err);
}

static int
put(struct index_write *w, const struct index_doc *doc, struct err *err)
{
	const uint64_t	 print[RECORD_PARTS] = { index_doc_print(doc, false),
		index_doc_print(doc, true) };
	uint32_t	 ordinal = 0;
	int		 there = ids_ordinal(&w->c, doc->id, &ordinal, err);

	if (there == -1 || (there == 1 ?
	    put_again(w, doc, print, ordinal, err) :
	    put_new(w, doc, print, err)) == -1)
		return -1;
	return batch_full(&w->batch) ? flush(w, err) : 0;
}

static int
drop(struct index_write *w, int64_t id, struct err *err)
{
	struct record	 old = { 0 };
	struct key	 k;
	uint32_t	 ordinal = 0;
	int		 there = ids_ordinal(&w->c, id, &ordinal, err);

	if (there != 1)
		return there;
	k = record_doc_key(&w->c, ordinal);
	w->terms.n = w->grams.n = 0;
	if (read_old(w, ordinal, &old, err) == -1 ||
	    change_terms(w, &old.list[RECORD_TERMS], ordinal, err) == -1 ||
	    change_terms(w, &old.list[RECORD_WORDS], ordinal, err) == -1 ||
	    ids_drop(&w->c, id, ordinal, err) == -1 ||
	    kv_del(w->t, &k, err) == -1 ||
	    give_back(w, ordinal, err) == -1)
		return -1;
	ops_push(&w->batch.postings, COLL_ALL, ordinal, false);
	change_keys(w, &old, NULL, ordinal);
	w->c.head.count--;
	return batch_full(&w->batch) ? flush(w, err) : 0;
}

/* A change that failed may be made by half. */
static int
noted(struct index_write *w, int rc)
{
	w->failed |= rc == -1;
	return rc;
}

int
index_write_put(struct index_write *w, const struct index_doc *doc,
    struct err *err)
{
	return noted(w, put(w, doc, err));
}

int
index_write_drop(struct index_write *w, int64_t id, struct err *err)
{
	return noted(w, drop(w, id, err));
}

int
index_write_clear(struct index_write *w, struct err *err)
{
	forget(w);
	return noted(w, coll_renew(&w->c, err));
}

int
index_write_note(struct index_write *w, const void *note, size_t len,
    struct err *err)
{
	const struct key	 k = coll_key(&w->c, KEY_NOTE);

	return noted(w, kv_put(w->t, &k, note, len, err));
}

int
index_write_commit(struct index_write *w, const struct index_position *position,
    struct err *err)
{
	if (w->failed)
		return err_set(err, ERR_INTERNAL,
		    "index: commit after a change that failed");
	w->c.head.position = *position;
	if (flush(w, err) == -1 || coll_save(&w->c, err) == -1 ||
	    coll_sweep(&w->c, err) == -1)
		return noted(w, -1);
	coll_close(&w->c);
	return kv_commit(&w->t, err);
}
