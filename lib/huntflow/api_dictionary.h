/* api_dictionary: what an organisation's applicants and vacancies are described with: tags,
 * stages, sources, reasons of rejection, coworkers, divisions; and the organisations. */
#ifndef HUNTFLOW_API_DICTIONARY_H
#define HUNTFLOW_API_DICTIONARY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "huntflow/api_get.h"

struct err;
struct huntflow;

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
 * left out. ERR_REMOTE, code "huntflow.shape".
 */
int	huntflow_dictionary_read(const json_t *doc, enum huntflow_dictionary,
	    json_t *list, struct err *);

/* --- the few members that our own work needs --- */

/*
 * An entry of a dictionary: account (name, nick), vacancy (name: its position, company,
 * state OPEN|CLOSED|HOLD), stage (type user|hired|trash, order), tag, source (type).
 * Members that an entry has not are NULL or 0.
 */
struct huntflow_item {
	int64_t	 id, order;
	char	*name, *nick, *company, *state, *type;
};
struct huntflow_items {
	struct huntflow_item	*v;
	size_t			 n;
};
void	huntflow_items_clear(struct huntflow_items *);
#define own_huntflow_items cleanup(huntflow_items_clear)
/* As [{id, name}]. */
json_t	*huntflow_items_named(const struct huntflow_items *);

/* The whole of it; of vacancies the open ones (at most 100 pages). */
int	huntflow_dictionary_fetch(struct huntflow *, int64_t account,
	    enum huntflow_dictionary, struct huntflow_items *out,
	    struct err *);
/* The organisations that the key may work in. */
int	huntflow_dictionary_accounts(struct huntflow *,
	    struct huntflow_items *out, struct err *);
int	huntflow_dictionary_add_tag(struct huntflow *, int64_t account,
	    const char *name, int64_t *id, struct err *);
/*
 * items of a list answer, without removed ones, added to out; name_key: "name" or "position".
 */
int	huntflow_items_parse(const json_t *, const char *name_key,
	    struct huntflow_items *out, struct err *);

#endif
