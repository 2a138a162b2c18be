/* words: text as search words: letters and digits, folded (any case, ё = е). */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stddef.h>

struct buf;

#define WORDS_LETTERS	32	/* a longer word is known by its beginning */
#define WORDS_INDEXED	4000	/* distinct words kept of one set of texts */
#define WORDS_ASKED	8	/* words of one question */

/*
 * The distinct words of these texts, each behind prefix, a space between:
 * "17zjava 17zнадя". Marks over letters are left out (и with a breve is й).
 */
void	words_index(const char *prefix, const char *const *texts, size_t ntexts,
	    struct buf *out);
/*
 * The same words as a boolean-mode question, where all must match by their beginning, the
 * longest first: "+17zнадя* +17zjav*". Returns how many; 0: the text has none.
 */
size_t	words_ask(const char *prefix, const char *text, struct buf *out);

#endif
