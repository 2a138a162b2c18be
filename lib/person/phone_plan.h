/* phone_plan: how the countries of this market number their phones. Source: ITU-T E.164 and the
 * countries' numbering plans; checked against the metadata of libphonenumber. */
#ifndef PERSON_PHONE_PLAN_H
#define PERSON_PHONE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#define PHONE_DIGITS_MAX	15	/* of E.164, with the country's code */
#define PHONE_DIGITS_MIN	7	/* fewer are no number of a person */

/* How a string of digits may be meant, the surest first. */
enum phone_form {
	PHONE_NONE,		/* no number of these countries */
	PHONE_INTERNATIONAL,	/* the country's code, then the number */
	PHONE_TRUNK,		/* 8 or 0, as one dials within the country */
	PHONE_BARE		/* the national number alone */
};

struct phone_number {
	enum phone_form	 form;
	/* The one country it is of, then code is set; else several may be meant: a bit each. */
	const char	*code;
	unsigned	 countries;
	const char	*national;	/* within the digits given, without code and trunk */
	bool		 mobile;
};

/*
 * digits: all of them, 7 to 15. plus: a '+' is before them. country: "BY", decides among
 * several; NULL: not known. Mobile numbers win over others.
 */
void	 phone_plan_read(const char *digits, bool plus, const char *country,
	    struct phone_number *out);
/* May the number with this code and national part be one of these countries'? */
bool	 phone_plan_among(unsigned countries, const char *code,
	    const char *national);
/* The country of a time zone: "BY" of "Europe/Minsk"; NULL: none of these. */
const char *phone_plan_country(const char *zone);

#endif
