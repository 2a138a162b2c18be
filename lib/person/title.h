/* title: a task's title as words, and the neighbours among them that may be one name. */
#ifndef PERSON_TITLE_H
#define PERSON_TITLE_H

#include <stdbool.h>
#include <stddef.h>

#include "person/word.h"

#define PERSON_WORDS_MAX	48
#define PERSON_WORD_SIZE	96	/* a longer word is no name */

enum person_gap { GAP_NONE, GAP_COMMA, GAP_HYPHEN, GAP_HARD };

struct person_token {
	enum person_word_kind	 kind;
	enum person_gap	 gap;		/* what is before it */
	bool		 known;		/* a first name of the list */
	bool		 cyrillic;
	size_t		 from, to;	/* bytes of the title */
	char		 text[PERSON_WORD_SIZE], low[PERSON_WORD_SIZE];
};

struct person_title {
	const char	*text;
	size_t		 len;
	struct person_token	 v[PERSON_WORDS_MAX];
	size_t		 n;
	char		 mail[PERSON_WORD_SIZE];	/* before the @ of an address */
};

/* Neighbours that may be one name: tokens from..to-1. */
struct person_run {
	size_t	 from, to;
};

/*
 * text and len are set before: its hyphens within words are '-'. Two surnames with a hyphen
 * and blanks between become one word; a name goes on behind a word in brackets.
 */
void	person_title_read(struct person_title *);
/* "ЖКХ", "SMM": capitals among ordinary words are no name. */
void	person_title_drop_shouts(struct person_title *);
/* The likeliest name; low: words in lower case may be it too. false: there is none. */
bool	person_title_best(const struct person_title *, bool low,
	    struct person_run *best);

#endif
