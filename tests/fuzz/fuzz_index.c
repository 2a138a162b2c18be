/* fuzz_index: any bytes as changes of a collection: it answers as a plain model of it does. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "index/find.h"
#include "index/read.h"
#include "index/set.h"
#include "index/store.h"
#include "index/write.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

#define DOCS	64
#define TERMS	8

static const struct index_shape	 shape = { .version = 1, .norders = 1 };
static struct index_store	*store;
static struct err		 err;

/* 0: it is not there. Terms are bits. */
static struct { uint8_t there, terms, key[3]; } model[DOCS + 1];

static void
must(bool so)
{
	if (!so) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
}

/* In memory where there is such a folder. */
static void
open_store(void)
{
	static char	 folder[] = "/dev/shm/fuzz-index-XXXXXX";
	static char	 other[] = "/tmp/fuzz-index-XXXXXX";
	const char	*path = mkdtemp(folder);
	struct conf	*conf;

	if (path == NULL)
		path = mkdtemp(other);
	must(path != NULL && setenv("INDEX_PATH", path, 1) == 0);
	must((conf = conf_open(&err)) != NULL);
	must(index_store_open(conf, &store, &err) == 0);
	conf_close(conf);
}

static void
put(struct index_write *w, int64_t id)
{
	own_index_doc struct index_doc	 doc = { .id = id };

	for (int i = 0; i < TERMS; i++) {
		if ((model[id].terms >> i & 1) == 0)
			continue;
		index_doc_term(&doc, 't', &"a\0b\0c\0d\0e\0f\0g\0h"[2 * i], NULL);
		index_doc_word(&doc, 'w', &"яблоня"[2 * (i % 6)]);
	}
	index_doc_bytes(&doc, 0, model[id].key, model[id].key[0] % 4);
	must(index_write_put(w, &doc, &err) == 0);
}

/* Five bytes a change; every eighth or so ends a write. */
static void
change(const uint8_t *data, size_t size)
{
	const struct index_position	 at = { 1, 1 };

	while (size >= 5) {
		own_index_write struct index_write	*w = NULL;

		must(index_write_begin(store, &shape, 1, &w, &err) == 0);
		for (bool more = true; more && size >= 5; data += 5, size -= 5) {
			const int64_t	 id = 1 + data[1] % DOCS;

			more = data[0] % 8 != 0;
			if (data[0] == 255) {
				memset(model, 0, sizeof(model));
				must(index_write_clear(w, &err) == 0);
			}
			model[id].there = data[0] % 3 != 1;
			model[id].terms = data[2];
			memcpy(model[id].key, data + 2, 3);
			if (model[id].there)
				put(w, id);
			else
				must(index_write_drop(w, id, &err) == 0);
		}
		must(index_write_commit(w, &at, &err) == 0);
	}
}

static int
compare(const void *a, const void *b)
{
	const int64_t	 i = *(const int64_t *)a, j = *(const int64_t *)b;
	const size_t	 n = model[i].key[0] % 4, m = model[j].key[0] % 4;
	const int	 cmp = memcmp(model[i].key, model[j].key, n < m ? n : m);

	return cmp != 0 ? cmp : n != m ? (n > m) - (n < m) : (i > j) - (i < j);
}

/* Those that have all of these terms (bits), in order. */
static void
check(struct index_read *r, uint8_t terms)
{
	own_index_set struct index_set	*set = NULL;
	const struct index_slice	 s = { .size = DOCS };
	struct index_hit		 hit[DOCS];
	int64_t				 want[DOCS];
	size_t				 nwant = 0, n = 0;

	for (int i = 0; i < TERMS; i++) {
		const char	*text = &"a\0b\0c\0d\0e\0f\0g\0h"[2 * i];

		if ((terms >> i & 1) != 0)
			must(index_read_narrow_terms(r, 't', &text, 1, &set,
			    &err) == 0);
	}
	for (int64_t id = 1; id <= DOCS; id++)
		if (model[id].there && (model[id].terms & terms) == terms)
			want[nwant++] = id;
	qsort(want, nwant, sizeof(*want), compare);
	must(index_find(r, set, &s, hit, &n, &err) == 0);
	must(n == nwant);
	for (size_t i = 0; i < n; i++)
		must(hit[i].id == want[i]);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	own_index_read struct index_read	*r = NULL;
	struct index_write			*w = NULL;
	const struct index_position		 at = { 1, 1 };

	if (store == NULL)
		open_store();
	memset(model, 0, sizeof(model));
	must(index_write_begin(store, &shape, 1, &w, &err) == 0 &&
	    index_write_clear(w, &err) == 0 &&
	    index_write_commit(w, &at, &err) == 0);
	index_write_close(&w);
	change(data, size);
	must(index_read_begin(store, &shape, 1, &r, &err) == 0);
	check(r, 0);
	for (int i = 0; i < TERMS; i++)
		check(r, (uint8_t)(1 << i | 1 << i / 2));
	return 0;
}
