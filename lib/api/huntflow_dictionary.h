/* huntflow_dictionary: what an organisation's applicants and vacancies are described with: tags,
 * stages, sources, reasons of rejection, coworkers, divisions. */
#ifndef API_HUNTFLOW_DICTIONARY_H
#define API_HUNTFLOW_DICTIONARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "api/huntflow_get.h"

enum huntflow_dictionary {
	HUNTFLOW_TAGS,		/* color */
	HUNTFLOW_STAGES,	/* type user|hired|trash, order, removed, stay_duration */
	HUNTFLOW_SOURCES,	/* type */
	HUNTFLOW_REASONS,	/* order; id null: "other" */
	HUNTFLOW_COWORKERS,	/* member, type, email */
	HUNTFLOW_DIVISIONS,	/* order, active, parent, deep */
	HUNTFLOW_VACANCIES,	/* name: the position; company, state, ... */
	HUNTFLOW_DICTIONARIES
};

/* Page of a dictionary (from 1; those that are not paged have one). */
void	huntflow_dictionary_get(struct huntflow_get *, int64_t account,
	    enum huntflow_dictionary, int64_t page);
bool	huntflow_dictionary_paged(enum huntflow_dictionary);
/*
 * Adds the entries of one answer to list: {id, name, and the members above}; what is no entry is
 * left out. ERR_REMOTE, code "huntflow_shape".
 */
int	huntflow_dictionary_read(const json_t *doc, enum huntflow_dictionary,
	    json_t *list, struct err *);

#endif
