#include "index/write.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "index/batch.h"
#include "index/dict.h"
#include "index/ids.h"
#include "index/posting.h"
#include "index/record.h"
#include "index/set_int.h"
#include "index/shape.h"
#include "index/store_int.h"

struct index_write {
	const struct index_shape	*shape;
	struct kv_txn			*t;
	struct coll			 c;
	struct batch			 batch;
	struct dict_met			 met;
	uint32_t			*free;		/* ordinals to be used again */
	size_t				 nfree;
	bool				 free_read;
	struct buf			 old, new;	/* records */
	uint32_t			*term;		/* of the document in hand */
	size_t				 nterms, terms_cap;
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
	    coll_renew(&w->c, shape->version, err) == -1)
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
	free(w->term);
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

static int
compare(const void *a, const void *b)
{
	const uint32_t	 x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void
sort_terms(struct index_write *w)
{
	size_t	 n = 0;

	if (w->nterms == 0)
		return;
	qsort(w->term, w->nterms, sizeof(*w->term), compare);
	for (size_t i = 1; i < w->nterms; i++)
		if (w->term[i] != w->term[n])
			w->term[++n] = w->term[i];
	w->nterms = n + 1;
}

static int
find_terms(struct index_write *w, const struct index_doc *doc, struct err *err)
{
	const char	*at = doc->terms.data;
	const char	*end = doc->terms.len == 0 ? at : at + doc->terms.len;
	struct doc_term	 term;
	int		 n;

	w->nterms = 0;
	while (index_doc_next(&at, end, &term)) {
		if (w->nterms + 1 + DOC_GRAM_MAX > w->terms_cap) {
			w->terms_cap = w->terms_cap * 2 + 1024;
			w->term = mem_grow(w->term, w->terms_cap,
			    sizeof(*w->term));
		}
		n = dict_numbers(&w->c, &w->met, &term, w->term + w->nterms,
		    err);
		if (n == -1)
			return -1;
		w->nterms += (size_t)n;
	}
	sort_terms(w);
	return 0;
}

/* Both lists ascend: what is in one of them only is a change. old NULL: there was no document. */
static int
change_terms(struct index_write *w, struct record *old, uint32_t ordinal,
    struct err *err)
{
	uint32_t	 was = 0;
	int		 more = old == NULL ? 0 : record_term(old, &was);

	for (size_t i = 0; more == 1 || (more == 0 && i < w->nterms);) {
		if (more == 1 && (i == w->nterms || was < w->term[i])) {
			ops_push(&w->batch.postings, was, ordinal, false);
			more = record_term(old, &was);
			continue;
		}
		if (more == 1 && was == w->term[i])
			more = record_term(old, &was);
		else
			ops_push(&w->batch.postings, w->term[i], ordinal, true);
		i++;
	}
	return more == -1 ? kv_nonsense(w->t, "document's terms", err) : 0;
}

/* --- keys --- */

static void
change_keys(struct index_write *w, const struct record *old,
    const struct index_doc *doc, uint32_t ordinal)
{
	for (size_t i = 0; i < w->shape->norders; i++) {
		const struct index_key	*key = doc == NULL ? NULL :
					    &doc->keys[i];
		const struct record_key	*was = old == NULL ? NULL :
					    &old->key[i];

		if (key != NULL && was != NULL && key->len == was->len &&
		    memcmp(key->bytes, was->bytes, key->len) == 0)
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

static int
put_record(struct index_write *w, const struct index_doc *doc, uint64_t print,
    uint32_t ordinal, struct err *err)
{
	const struct key	 k = record_doc_key(&w->c, ordinal);

	w->new.len = 0;
	record_write(&w->new, doc, w->shape->norders, print, w->term,
	    w->nterms);
	return kv_put(w->t, &k, w->new.data, w->new.len, err);
}

static int
put_new(struct index_write *w, const struct index_doc *doc, uint64_t print,
    struct err *err)
{
	uint32_t	 ordinal = 0;

	if (take_ordinal(w, &ordinal, err) == -1 ||
	    find_terms(w, doc, err) == -1 ||
	    change_terms(w, NULL, ordinal, err) == -1 ||
	    ids_put(&w->c, doc->id, ordinal, err) == -1)
		return -1;
	ops_push(&w->batch.postings, COLL_ALL, ordinal, true);
	change_keys(w, NULL, doc, ordinal);
	w->c.head.count++;
	return put_record(w, doc, print, ordinal, err);
}

static int
put_again(struct index_write *w, const struct index_doc *doc, uint64_t print,
    uint32_t ordinal, struct err *err)
{
	struct record	 old;

	if (read_old(w, ordinal, &old, err) == -1)
		return -1;
	if (old.print == print)
		return 0;
	if (find_terms(w, doc, err) == -1 ||
	    change_terms(w, &old, ordinal, err) == -1)
		return -1;
	change_keys(w, &old, doc, ordinal);
	return put_record(w, doc, print, ordinal, err);
}

int
index_write_put(struct index_write *w, const struct index_doc *doc,
    struct err *err)
{
	const uint64_t	 print = index_doc_print(doc, w->shape->norders);
	uint32_t	 ordinal = 0;
	int		 there = ids_ordinal(&w->c, doc->id, &ordinal, err);

	if (there == -1 || (there == 1 ?
	    put_again(w, doc, print, ordinal, err) :
	    put_new(w, doc, print, err)) == -1)
		return -1;
	return batch_full(&w->batch) ? flush(w, err) : 0;
}

int
index_write_drop(struct index_write *w, int64_t id, struct err *err)
{
	struct record	 old;
	struct key	 k;
	uint32_t	 ordinal = 0;
	int		 there = ids_ordinal(&w->c, id, &ordinal, err);

	if (there != 1)
		return there;
	k = record_doc_key(&w->c, ordinal);
	w->nterms = 0;
	if (read_old(w, ordinal, &old, err) == -1 ||
	    change_terms(w, &old, ordinal, err) == -1 ||
	    ids_drop(&w->c, id, ordinal, err) == -1 ||
	    kv_del(w->t, &k, err) == -1 ||
	    give_back(w, ordinal, err) == -1)
		return -1;
	ops_push(&w->batch.postings, COLL_ALL, ordinal, false);
	change_keys(w, &old, NULL, ordinal);
	w->c.head.count--;
	return batch_full(&w->batch) ? flush(w, err) : 0;
}

int
index_write_clear(struct index_write *w, struct err *err)
{
	forget(w);
	return coll_renew(&w->c, w->shape->version, err);
}

int
index_write_commit(struct index_write *w, const struct index_position *position,
    struct err *err)
{
	w->c.head.position = *position;
	if (flush(w, err) == -1 || coll_save(&w->c, err) == -1 ||
	    coll_sweep(&w->c, err) == -1)
		return -1;
	coll_close(&w->c);
	return kv_commit(&w->t, err);
}
