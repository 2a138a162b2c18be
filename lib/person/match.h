/* match: may two records be of one person? By e-mail, phone and name, as people write them. */
#ifndef PERSON_MATCH_H
#define PERSON_MATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"

/* What is known of somebody; NULL: nothing. country: as in person/phone.h. */
struct person_facts {
	const char	*email, *phone, *first, *last, *country;
};

/* What two have in common, the surest first. */
enum person_match {
	PERSON_MATCH_EMAIL,
	PERSON_MATCH_PHONE,
	PERSON_MATCH_LINK,	/* found by those who read the résumés */
	PERSON_MATCH_NAME,
	PERSON_MATCH_PHONE_END,	/* a number without the code that the other has */
	PERSON_MATCH_NAME_ALIKE,	/* in the letters of another language, or swapped */
	PERSON_MATCHES
};
/* "email", "phone_end": the word of the API. */
const char	*person_match_word(enum person_match);
/* Is it more than a likeness, so that nothing is done without asking? */
bool		 person_match_sure(enum person_match);
/* Both have a whole name, and no part of one sounds like a part of the other. */
bool		 person_match_differ(const struct person_facts *,
		    const struct person_facts *);
/*
 * Both first names are known, and are two people's: a brother's and a sister's, who share a surname
 * and a phone. Not those of one person: in Latin, for short (short_names.def), an initial, one of
 * two names, swapped with the last name.
 */
bool		 person_match_first_differ(const struct person_facts *,
		    const struct person_facts *);
/* Of patronymics and middle names: both are known, and neither sounds like the other or begins it,
 * as an initial does. NULL, "": not known. */
bool		 person_match_middle_differ(const char *, const char *);
#define PERSON_MATCH_KEY_SIZE	200
/* How a whole name sounds, whichever part comes first and in whatever letters: the same for all
 * that PERSON_MATCH_NAME_ALIKE finds alike. "" without both parts, and of one that is too long. */
void		 person_match_key(const char *first, const char *last,
		    char out[PERSON_MATCH_KEY_SIZE]);
/* A bit each: 1 << PERSON_MATCH_EMAIL. */
unsigned	 person_match(const struct person_facts *,
		    const struct person_facts *);

#endif
