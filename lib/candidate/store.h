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

/* What the records that are joined, and each source, call the person. id: a root. */
int	candidate_store_words(struct db *, int64_t id, struct contact_words *,
	    struct err *);
/*
 * The same, for this user: of a person who corrected what is known of them, and who asks for
 * themselves, only what the sources and the login say: what they wrote may be somebody else's.
 */
int	candidate_store_words_for(struct db *, int64_t id, int64_t user_id,
	    struct contact_words *, struct err *);

#endif
