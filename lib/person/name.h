/* name: who a task's title is about: first, last and middle name, and the
 * trade it names. Titles are what recruiters type: "Ковалёва Анна, Senior Java, Минск". */
#ifndef PERSON_NAME_H
#define PERSON_NAME_H

#include <stdbool.h>

#define PERSON_NAME_SIZE	256

enum person_name_kind {
	PERSON_NONE,	/* the title names nobody */
	PERSON_SINGLE,	/* one word: a first name when it is a known one, else a last name */
	PERSON_WHOLE	/* first and last name */
};

/* Parts that the title has not are "". position: the trade, "" when none is named. */
struct person_name {
	char	 first[PERSON_NAME_SIZE], last[PERSON_NAME_SIZE],
		 middle[PERSON_NAME_SIZE], position[PERSON_NAME_SIZE];
};

/*
 * Cyrillic names are read surname first unless the first names and patronymics that
 * we know say otherwise, Latin ones first name first. Any bytes may come in; the first
 * 300 characters are looked at.
 */
enum person_name_kind person_name_read(const char *title,
	    struct person_name *out);

/*
 * One part of a name as a parser of CVs or a form gives it: blanks set right, capitals as in
 * names. False: it names nobody ("РЕЗЮМЕ", "Senior", an address, signs alone).
 */
bool	 person_name_part(const char *given, char out[PERSON_NAME_SIZE]);

#endif
