/* store: rooms below whose texts may tell of a person, and by which words they do. */
#ifndef CANDIDATE_STORE_H
#define CANDIDATE_STORE_H

#include <stdint.h>

struct contact_store;
struct contact_words;
struct db;
struct err;

/* Ended by NULL. An erasure and an export go through all of them. */
extern const struct contact_store *const candidate_stores[];
int64_t	candidate_store_count(void);

/*
 * What each source, the team and the login call the person: sure; what the person wrote over it, a
 * name of which that is a part, and nobody else said since: own. id: a root.
 */
int	candidate_store_words(struct db *, int64_t id, struct contact_words *,
	    struct err *);

#endif
