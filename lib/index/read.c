#include "index/read.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "index/dict.h"
#include "index/found.h"
#include "index/ids.h"
#include "index/posting.h"
#include "index/read_int.h"
#include "index/set_int.h"
#include "index/store_int.h"

int
index_read_begin(struct index_store *store, const struct index_shape *shape,
    int64_t collection, struct index_read **out, struct err *err)
{
	own_index_read struct index_read	*r = mem_zero(sizeof(*r));
	struct kv				*kv;

	r->shape = shape;
	if (index_store_kv(store, &kv, err) == -1 ||
	    kv_read(kv, &r->t, err) == -1 ||
	    coll_open(&r->c, r->t, collection, shape->version, err) == -1)
		return -1;
	*out = give(r);
	return 0;
}

void
index_read_close(struct index_read **rp)
{
	struct index_read	*r = *rp;

	if (r == NULL)
		return;
	coll_close(&r->c);
	kv_abort(&r->t);
	free(r);
	*rp = NULL;
}

void
index_read_position(const struct index_read *r, struct index_position *out)
{
	*out = r->c.head.position;
}

int64_t
index_read_count(const struct index_read *r)
{
	return r->c.head.count;
}

int
index_read_note(struct index_read *r, uint8_t out[INDEX_NOTE_MAX],
    size_t *len, struct err *err)
{
	const struct key	 k = coll_key(&r->c, KEY_NOTE);
	struct kv_val		 v;
	int			 there = kv_get(r->t, &k, &v, err);

	if (there == -1)
		return -1;
	*len = there == 1 && v.len <= INDEX_NOTE_MAX ? v.len : 0;
	if (*len > 0)
		memcpy(out, v.at, *len);
	return 0;
}

int
index_read_order(const struct index_read *r, size_t order, struct err *err)
{
	return order < r->shape->norders ? 0 :
	    err_set(err, ERR_INTERNAL, "index: there is no order %zu", order);
}

/* --- sets --- */

int
index_read_all(struct index_read *r, struct index_set **out, struct err *err)
{
	return posting_read(&r->c, COLL_ALL, out, err);
}

static int
find_terms(struct index_read *r, char kind, const char *const *texts, size_t n,
    struct found *f, struct err *err)
{
	for (size_t i = 0; i < n; i++)
		if (found_term(r, (uint8_t)kind, texts[i],
		    utf8_cut(texts[i], INDEX_TERM_MAX), f, err) == -1)
			return -1;
	return 0;
}

int
index_read_narrow_terms(struct index_read *r, char kind,
    const char *const *texts, size_t n, struct index_set **within,
    struct err *err)
{
	own_found struct found	 f = { 0 };

	return find_terms(r, kind, texts, n, &f, err) == -1 ? -1 :
	    found_narrow(r, &f, within, err);
}

int
index_read_narrow_without(struct index_read *r, char kind,
    const char *const *texts, size_t n, struct index_set **within,
    struct err *err)
{
	own_found struct found	 f = { 0 };

	if (find_terms(r, kind, texts, n, &f, err) == -1 ||
	    (*within == NULL && index_read_all(r, within, err) == -1))
		return -1;
	return found_leave(r, &f, *within, err);
}

int
index_read_term(struct index_read *r, char kind, const char *text,
    struct index_set **out, struct err *err)
{
	*out = NULL;
	return index_read_narrow_terms(r, kind, &text, 1, out, err);
}

void
index_read_sort(uint32_t *v, size_t n)
{
	uint32_t	*other = mem_grow(NULL, n + 1, sizeof(*other));
	uint32_t	*from = v, *to = other, *was, max = 0;

	for (size_t i = 0; i < n; i++)
		max |= v[i];
	for (unsigned shift = 0; shift < 32 && max >> shift > 0; shift += 8) {
		size_t	 start[257] = { 0 };

		for (size_t i = 0; i < n; i++)
			start[(from[i] >> shift & 0xff) + 1]++;
		for (size_t d = 1; d < 256; d++)
			start[d] += start[d - 1];
		for (size_t i = 0; i < n; i++)
			to[start[from[i] >> shift & 0xff]++] = from[i];
		was = from;
		from = to;
		to = was;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
	free(other);
}

int
index_read_ids(struct index_read *r, const int64_t *ids, size_t n,
    struct index_set **out, struct err *err)
{
	own_index_set struct index_set	*set = index_set_new();
	uint32_t			*ordinals;
	size_t				 found = 0;
	int				 there = 0;

	ordinals = mem_grow(NULL, n + 1, sizeof(*ordinals));
	for (size_t i = 0; there != -1 && i < n; i++) {
		there = ids_ordinal(&r->c, ids[i], &ordinals[found], err);
		found += there == 1;
	}
	index_read_sort(ordinals, found);
	index_set_add_sorted(set, ordinals, found);
	free(ordinals);
	if (there == -1)
		return -1;
	*out = give(set);
	return 0;
}

/* --- terms --- */

static int
count_term(struct index_read *r, uint8_t kind, const char *text, size_t len,
    int64_t *out, struct err *err)
{
	struct dict_term	 term;
	struct posting_head	 head = { 0 };
	int			 there;

	there = dict_find(&r->c, kind, text, len, &term, err);
	if (there == 1)
		there = posting_head(&r->c, term.number, &head, err);
	if (there == -1)
		return -1;
	*out = head.count;
	return 0;
}

int
index_read_term_count(struct index_read *r, char kind, const char *text,
    int64_t *out, struct err *err)
{
	return count_term(r, (uint8_t)kind, text,
	    utf8_cut(text, INDEX_TERM_MAX), out, err);
}

int
index_read_term_within(struct index_read *r, char kind, const char *text,
    const struct index_set *set, int64_t *out, struct err *err)
{
	struct dict_term	 term;
	int			 there;

	*out = 0;
	there = dict_find(&r->c, (uint8_t)kind, text,
	    utf8_cut(text, INDEX_TERM_MAX), &term, err);
	return there == 1 ?
	    posting_count_and(&r->c, term.number, set, out, err) : there;
}

static int
tell_term(struct index_read *r, const struct kv_cursor *at, size_t skip,
    index_term_fn *fn, void *arg, struct err *err)
{
	const struct kv_val	 k = kv_cursor_key(at);
	struct dict_term	 term;
	struct posting_head	 head = { 0 };
	struct index_term	 out;

	if (dict_parse(&r->c, kv_cursor_val(at), &term, err) == -1 ||
	    posting_head(&r->c, term.number, &head, err) == -1)
		return -1;
	out.text = (const char *)k.at + skip;
	out.text_len = k.len - skip;
	out.label = term.label.len > 0 ? (const char *)term.label.at : out.text;
	out.label_len = term.label.len > 0 ? term.label.len : out.text_len;
	out.count = head.count;
	return fn(arg, &out, err);
}

int
index_read_terms(struct index_read *r, char kind, index_term_fn *fn,
    void *arg, struct err *err)
{
	own_kv_cursor struct kv_cursor	*at = NULL;
	const struct key		 k = dict_key(&r->c, (uint8_t)kind, "",
					    0);
	int				 rc;

	if (kv_cursor_open(r->t, &at, err) == -1)
		return -1;
	for (rc = kv_cursor_seek(at, &k, err);
	    rc == 1 && kv_cursor_under(at, &k); rc = kv_cursor_next(at, err))
		if (tell_term(r, at, k.len, fn, arg, err) == -1)
			return -1;
	return rc == -1 ? -1 : 0;
}
