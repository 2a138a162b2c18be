/* email: the one rule for an e-mail address. Source: RFC 5321, 4.1.2 and 4.5.3, without quoted
 * names and addresses in other letters than ASCII, which the services refuse. */
#ifndef PERSON_EMAIL_H
#define PERSON_EMAIL_H

#include <stdbool.h>

#define PERSON_EMAIL_SIZE	255	/* 254 bytes and NUL */

/*
 * The address in the form that is kept and compared: blanks around it and "mailto:" gone, in
 * small letters. False: it is none. local: a host without dots is a name in the own network and
 * will do ("admin@localhost").
 */
bool	 person_email_read(const char *given, bool local,
	    char out[PERSON_EMAIL_SIZE]);
/* The next address in a text; *at goes behind its @. */
bool	 person_email_next(const char **at, char out[PERSON_EMAIL_SIZE]);
/* The first one. */
bool	 person_email_find(const char *text, char out[PERSON_EMAIL_SIZE]);
/* NULL and what is no address are nobody's. */
bool	 person_email_same(const char *, const char *);

#endif
