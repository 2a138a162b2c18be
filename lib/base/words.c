#include "base/words.h"

#include <stdint.h>
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
put(struct set *set, const char *prefix, const char *word, struct buf *out)
{
	const size_t	 len = strlen(word), lead = strlen(prefix) +
			    (out->len > 0);

	if (set->n == WORDS_INDEXED || !set_add(set, out, word, len,
	    out->len + lead))
		return;
	if (out->len > 0)
		buf_putc(out, ' ');
	buf_puts(out, prefix);
	buf_add(out, word, len);
}

/* A phone is asked for by the number within its country, its region or its town. */
static void
put_tails(struct set *set, const char *prefix, const struct word *w,
    struct buf *out)
{
	static const size_t	 tails[] = { 10, WORD_PHONE_TAIL, WORD_PHONE_MIN };

	for (size_t i = 0; i < nitems(tails); i++)
		if (w->digits >= WORD_PHONE_TAIL && w->digits > tails[i])
			put(set, prefix, w->joined + w->digits - tails[i],
			    out);
}

void
words_index(const char *prefix, const char *const *texts, size_t ntexts,
    struct buf *out)
{
	own_word_reader struct word_reader	 r;
	struct set				*set = mem_zero(sizeof(*set));
	struct word				 w;

	word_begin(&r, "");
	for (size_t i = 0; i < ntexts; i++) {
		r.at = texts[i];
		r.before = 0;
		while (set->n < WORDS_INDEXED && word_next(&r, &w)) {
			for (size_t p = 0; p < w.n; p++)
				put(set, prefix, w.part[p], out);
			if (word_is_joined(&w))
				put(set, prefix, w.joined, out);
			if (w.dotnet)
				put(set, prefix, "dotnet", out);
			put_tails(set, prefix, &w, out);
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
ask_parts(const char *prefix, const struct word *w, struct buf *out)
{
	for (size_t i = 0; i < w->n; i++)
		buf_fmt(out, "%s+%s%s*", i > 0 ? " " : "", prefix, w->part[i]);
}

/* The whole, its end when it is a phone, or all of its parts. */
static void
ask_word(const char *prefix, const struct word *w, struct buf *out)
{
	const char	*tail = word_tail(w);

	if (w->dotnet && w->n == 1)
		buf_fmt(out, "+%sdotnet*", prefix);
	else if (tail == NULL && !word_is_joined(w))
		ask_parts(prefix, w, out);
	else {
		buf_puts(out, "+(");
		if (tail != NULL)
			buf_fmt(out, "%s%s* ", prefix, tail);
		buf_fmt(out, "%s%s*", prefix, w->joined);
		if (w->n > 1) {
			buf_puts(out, " (");
			ask_parts(prefix, w, out);
			buf_putc(out, ')');
		}
		buf_putc(out, ')');
	}
}

size_t
words_ask(const char *prefix, const char *text, struct buf *out)
{
	own_word_reader struct word_reader	 r;
	struct word				 words[WORDS_ASKED];
	size_t					 n = 0;

	word_begin(&r, text);
	while (n < WORDS_ASKED && word_next(&r, &words[n]))
		n++;
	qsort(words, n, sizeof(words[0]), longer);
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, ' ');
		ask_word(prefix, &words[i], out);
	}
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
	own_word_reader struct word_reader	 r;
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
