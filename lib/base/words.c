#include "base/words.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/word.h"

/* --- the index --- */

/* A set of the words met, open addressing; offsets into the text made so far. */
#define SLOTS	(WORDS_INDEXED * 2 + 192)	/* 8192 */

static uint32_t
hash_of(const char *s, size_t len)
{
	uint32_t	h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (uint8_t)*s++) * 16777619u;
	return h;
}

struct set {
	uint32_t	 n;
	struct {
		uint32_t off, len;
	} slot[SLOTS];
};

/* Is it new? Then it will be put at off. */
static bool
set_add(struct set *set, const struct buf *text, const char *word, size_t len,
    size_t off)
{
	uint32_t	i = hash_of(word, len) % SLOTS;

	for (; set->slot[i].len != 0; i = (i + 1) % SLOTS)
		if (set->slot[i].len == len &&
		    memcmp(text->data + set->slot[i].off, word, len) == 0)
			return false;
	set->slot[i].off = (uint32_t)off;
	set->slot[i].len = (uint32_t)len;
	set->n++;
	return true;
}

static void
put(struct set *set, const char *word, struct buf *out)
{
	const size_t	 len = strlen(word), lead = out->len > 0;

	if (set->n == WORDS_INDEXED || !set_add(set, out, word, len,
	    out->len + lead))
		return;
	if (out->len > 0)
		buf_putc(out, ' ');
	buf_add(out, word, len);
}

/* A phone is asked for by the number within its country, its region or its town. */
static void
put_tails(struct set *set, const struct word *w, struct buf *out)
{
	static const size_t	 tails[] = { 10, WORD_PHONE_TAIL, WORD_PHONE_MIN };

	for (size_t i = 0; i < nitems(tails); i++)
		if (w->digits >= WORD_PHONE_TAIL && w->digits > tails[i])
			put(set, w->joined + w->digits - tails[i], out);
}

void
words_index(const char *const *texts, size_t ntexts, struct buf *out)
{
	struct word_reader			 r;
	struct set				*set = mem_zero(sizeof(*set));
	struct word				 w;

	word_begin(&r, "");
	for (size_t i = 0; i < ntexts; i++) {
		r.at = texts[i];
		r.before = 0;
		while (set->n < WORDS_INDEXED && word_next(&r, &w)) {
			for (size_t p = 0; p < w.n; p++)
				put(set, w.part[p], out);
			if (word_is_joined(&w))
				put(set, w.joined, out);
			if (w.dotnet)
				put(set, "dotnet", out);
			put_tails(set, &w, out);
		}
	}
	free(set);
}

/* --- questions --- */

static int
longer(const void *a, const void *b)
{
	const size_t	 x = strlen(((const struct word *)a)->joined),
			 y = strlen(((const struct word *)b)->joined);

	return (x < y) - (x > y);
}

static void
add_any(struct words_want *out, const char *word)
{
	snprintf(out->any[out->nany++], WORD_SIZE, "%s", word);
}

/* The whole, its end when it is a phone, or all of its parts. */
static void
ask_word(const struct word *w, struct words_want *out)
{
	const char	*tail = word_tail(w);
	const bool	 dotnet = w->dotnet && w->n == 1;
	const bool	 whole = tail != NULL || word_is_joined(w);

	out->nany = out->nall = 0;
	if (dotnet)
		add_any(out, "dotnet");
	else if (tail != NULL)
		add_any(out, tail);
	if (whole && !dotnet)
		add_any(out, w->joined);
	if (dotnet || (whole && w->n == 1))
		return;
	out->nall = w->n;
	memcpy(out->all, w->part, w->n * sizeof(w->part[0]));
}

size_t
words_wants(const char *text, struct words_want out[WORDS_ASKED])
{
	struct word_reader			 r;
	struct word				 words[WORDS_ASKED];
	size_t					 n = 0;

	word_begin(&r, text);
	while (n < WORDS_ASKED && word_next(&r, &words[n]))
		n++;
	qsort(words, n, sizeof(words[0]), longer);
	for (size_t i = 0; i < n; i++)
		ask_word(&words[i], &out[i]);
	return n;
}

/* Is there a word that begins so, or is so? */
static bool
has(const char *words, const char *word, bool whole)
{
	const size_t	 len = strlen(word);

	for (const char *at = words; (at = strstr(at, word)) != NULL; at++)
		if ((at == words || at[-1] == ' ') && (!whole ||
		    at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static bool
has_word(const char *words, const struct word *w, bool whole)
{
	const char	*tail = word_tail(w);

	if (w->dotnet && w->n == 1)
		return has(words, "dotnet", whole);
	if ((tail != NULL && has(words, tail, whole)) ||
	    (word_is_joined(w) && has(words, w->joined, whole)))
		return true;
	for (size_t i = 0; i < w->n; i++)
		if (!has(words, w->part[i], whole))
			return false;
	return true;
}

bool
words_match(const char *words, const char *question, bool whole)
{
	struct word_reader			 r;
	struct word				 w;
	bool					 any = false;

	word_begin(&r, question);
	while (word_next(&r, &w)) {
		if (!has_word(words, &w, whole && !w.open))
			return false;
		any = true;
	}
	return any;
}
