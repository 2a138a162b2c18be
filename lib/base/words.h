/* words: text as search words: letters and digits, folded (any case, ё = е). */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/word.h"

struct buf;

#define WORDS_INDEXED	4000	/* distinct words kept of one set of texts */
#define WORDS_ASKED	8	/* words of one question */
#define WORDS_VERSION	2	/* of the rules below: what was made by another is made anew */

/*
 * The distinct words of these texts, a space between: "java надя".
 * Marks over letters are left out (и with a breve is й). What a sign joins is found in parts and
 * as a whole: "back-end" is "back", "end", "backend"; so are the digits of a phone, also by
 * their ends. "C++" is "cplusplus", "C#" "csharp", ".NET" "net" and "dotnet"; letters that look
 * alike are those of the word's own alphabet, or Latin beside digits ("1С").
 */
void	words_index(const char *const *texts, size_t ntexts, struct buf *out);
/*
 * What one word of a question asks of a text: a word that begins like one of any, or for each of
 * all a word that begins so.
 */
struct words_want {
	size_t	 nany, nall;
	char	 any[2][WORD_SIZE], all[WORD_PARTS_MAX][WORD_SIZE];
};
/* A question: all of these must be met, the longest first. How many; 0: the text has no word. */
size_t	words_wants(const char *text, struct words_want out[WORDS_ASKED]);
/*
 * The same asked of words, as words_index gives them. whole: a word must be the
 * same to its end, but where a '*' follows it. A question without words is never answered.
 */
bool	words_match(const char *words, const char *question, bool whole);

#endif
