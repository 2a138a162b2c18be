#include "base/words.h"

#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <wctype.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"

#define WORD_SIZE	(WORDS_LETTERS * 4 + 1)

/* Letters are those of glibc's C.UTF-8, which every Debian has. */
struct reader {
	locale_t	 letters;
	const char	*at;
};

/* Fails only for want of memory. */
static locale_t
letters(void)
{
	locale_t	loc = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	if (loc == (locale_t)0)
		abort();
	return loc;
}

static void
reader_close(struct reader *r)
{
	freelocale(r->letters);
}
#define own_reader cleanup(reader_close)

/* The folded letter or digit, or 0. */
static uint32_t
fold(const struct reader *r, uint32_t c)
{
	if (c < 0x80) {
		if (c >= 'A' && c <= 'Z')
			return c + 32;
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : 0;
	}
	if (c == UTF8_BAD || !iswalnum_l((wint_t)c, r->letters))
		return 0;
	c = (uint32_t)towlower_l((wint_t)c, r->letters);
	return c == 0x451 ? 0x435 : c;		/* ё: е */
}

static bool
is_mark(uint32_t c)
{
	return c >= 0x300 && c < 0x370;
}

/* The next word into out; its length in bytes, 0 at the end. */
static size_t
next_word(struct reader *r, char out[WORD_SIZE])
{
	uint32_t	c, letter, before = 0;
	size_t		len = 0, count = 0;

	while (*r->at != '\0') {
		c = utf8_next(&r->at);
		if (is_mark(c)) {
			if (c == 0x306 && before == 0x438)	/* и: й */
				out[len - 1]++;
			before = 0;
			continue;
		}
		if ((letter = fold(r, c)) == 0) {
			if (len > 0)
				break;
			continue;
		}
		if (count < WORDS_LETTERS) {
			len += utf8_put(letter, out + len);
			count++;
			before = letter;
		} else
			before = 0;
	}
	out[len] = '\0';
	return len;
}

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

/* Is it new? Then it will stand at off. */
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

void
words_index(const char *prefix, const char *const *texts, size_t ntexts,
    struct buf *out)
{
	own_reader struct reader r = {
		.letters = letters(),
	};
	struct set	*set = mem_zero(sizeof(*set));
	size_t		 len, lead;
	char		 word[WORD_SIZE];

	for (size_t i = 0; i < ntexts; i++) {
		r.at = texts[i];
		while (set->n < WORDS_INDEXED &&
		    (len = next_word(&r, word)) > 0) {
			lead = strlen(prefix) + (out->len > 0);
			if (!set_add(set, out, word, len, out->len + lead))
				continue;
			if (out->len > 0)
				buf_putc(out, ' ');
			buf_puts(out, prefix);
			buf_add(out, word, len);
		}
	}
	free(set);
}

static int
longer(const void *a, const void *b)
{
	size_t	x = strlen(a), y = strlen(b);

	return (x < y) - (x > y);
}

size_t
words_ask(const char *prefix, const char *text, struct buf *out)
{
	own_reader struct reader r = {
		.letters = letters(),
		.at = text,
	};
	char	words[WORDS_ASKED][WORD_SIZE];
	size_t	n = 0;

	while (n < WORDS_ASKED && next_word(&r, words[n]) > 0)
		n++;
	qsort(words, n, sizeof(words[0]), longer);
	for (size_t i = 0; i < n; i++)
		buf_fmt(out, "%s+%s%s*", i > 0 ? " " : "", prefix, words[i]);
	return n;
}
