/* words: by what a text tells of a person who is erased: contacts as they are written, the digits
 * of phones, first and last name together. A room that keeps texts finds by them what must go. */
#ifndef CONTACT_WORDS_H
#define CONTACT_WORDS_H

#include <jansson.h>
#include <stdbool.h>

struct db_build;

/* Zero it before use. */
struct contact_words {
	json_t	*texts, *digits;	/* arrays of strings */
	json_t	*names;			/* [[first, last, each as a pattern]] */
};
void	contact_words_clear(struct contact_words *);
#define own_contact_words	cleanup(contact_words_clear)

/* What is too short to be anybody's is left out; "" and NULL are. A name is both parts of it, whole
 * words of the same text: one part alone is many people's. */
void	contact_words_add_text(struct contact_words *, const char *);
void	contact_words_add_phone(struct contact_words *, const char *);
void	contact_words_add_name(struct contact_words *, const char *first,
	    const char *last);

/* Puts " AND (...)": does the text (a literal expression) hold any of them? false: there are none,
 * nothing is put and nothing may be written. Words outlive the statement. */
bool	contact_words_where(struct db_build *, const struct contact_words *,
	    const char *text);

#endif
