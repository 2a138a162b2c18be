/* phone: numbers as people write them: read out of a field or a text, and compared. */
#ifndef PERSON_PHONE_H
#define PERSON_PHONE_H

#include <stdbool.h>
#include <stddef.h>

#define PERSON_PHONE_SIZE	24

/* Where a number is in a text. */
enum person_phone_in {
	PERSON_PHONE_FIELD,	/* of phones: any digits, 7 or more, are a number */
	PERSON_PHONE_TEXT	/* dates, money and other numbers are none */
};

struct person_phone {
	/* All digits, the country's code first when it is known; else without 8 or 0 before. */
	char		 digits[PERSON_PHONE_SIZE];
	size_t		 code_len;	/* of the country's code; 0: not known */
	unsigned	 countries;	/* that it may be of, when its code is not known */
	const char	*from, *to;	/* in the text; an extension is not part of it */
};

/*
 * The next number; *at goes behind it and its extension. country: "BY", whose a number without
 * a code is when several countries have such; NULL: not known. See person_phone_country.
 */
bool	 person_phone_next(const char **at, enum person_phone_in,
	    const char *country, struct person_phone *out);

enum person_phone_match {
	PERSON_PHONE_OTHER,
	PERSON_PHONE_ALIKE,	/* one is the other's end: a code is missing that nobody knows */
	PERSON_PHONE_SAME
};
/* The nearest two of the numbers in two fields; NULL: no number. */
enum person_phone_match person_phone_match(const char *, const char *,
	    const char *country);

/* The country of a person's time zone, as above; NULL: of another part of the world. */
const char *person_phone_country(const char *zone);

#endif
