/* word: words that titles are made of: names and trades that we know, and what endings
 * tell. All words in the form of person_letter_fold. */
#ifndef PERSON_WORD_H
#define PERSON_WORD_H

#include <stdbool.h>

enum person_word_kind {
	PERSON_WORD_NAME,	/* may be a name */
	PERSON_WORD_LOW,	/* the same in lower case */
	PERSON_WORD_INITIAL,
	PERSON_WORD_PARTICLE,
	PERSON_WORD_TRADE,
	PERSON_WORD_OTHER
};

/* PERSON_WORD_TRADE or PERSON_WORD_OTHER for a word that is no name, else PERSON_WORD_NAME. */
enum person_word_kind person_word_kind(const char *low);
bool	person_word_first_name(const char *low);
/* "резюме", "фио": headings of a CV and of the names in it. */
bool	person_word_heading(const char *low);
/* "van", "де": goes with the word after it. */
bool	person_word_particle(const char *low);
/* "jr", "phd": written behind a name, of which it is no part. */
bool	person_word_suffix(const char *low);
/* "оглы": written after a father's name. */
bool	person_word_son(const char *low);
/* A father's name by its ending: of a man, of a woman (-ович, -овна); as Turkic languages make
 * it (-ұлы, -қызы, -оглы), where it often is the last name; any of these. */
bool	person_word_mans(const char *low);
bool	person_word_womans(const char *low);
bool	person_word_turkic(const char *low);
bool	person_word_patronymic(const char *low);
/* Does it end as last names do? surely: as few first names do, or it begins so ("o'", "mc"). */
bool	person_word_surname(const char *low);
bool	person_word_surely_surname(const char *low);
/* A first name: is it a woman's, by its ending? */
bool	person_word_woman(const char *low);

#endif
