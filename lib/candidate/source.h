/* source: a person as one integration or file shows them (ExternalCandidate), and what others are
 * compared with. Tables candidate_source and candidate_contact. */
#ifndef CANDIDATE_SOURCE_H
#define CANDIDATE_SOURCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contacts;
struct db;
struct db_rows;
struct err;

#define CANDIDATE_HASH	16	/* bytes, of what a source says */

/* One that is there. Times are ms; updated_at 0: not known. */
struct candidate_source {
	int64_t	 id, candidate_id, updated_at;
	uint8_t	 hash[CANDIDATE_HASH];
};
/* A found person, ready to be stored. */
struct candidate_said {
	int64_t		 company_id, connection_id;
	const char	*platform, *external_id, *profile_url;	/* borrowed of found */
	char		*data, *raw;	/* raw NULL: there is none */
	int64_t		 updated_at;	/* 0: not known */
	uint8_t		 hash[CANDIDATE_HASH];
};
void	candidate_said_clear(struct candidate_said *);
#define own_said	cleanup(candidate_said_clear)
void	candidate_said_read(int64_t company_id, int64_t connection_id,
	    const json_t *found, struct candidate_said *out);

/* there: is there such a source? */
int	candidate_source_find(struct db *, const struct candidate_said *,
	    struct candidate_source *out, bool *there, struct err *);
/* The same of many of one connection; id 0: there is none. candidate_id is the person's, whoever it
 * is joined to. */
int	candidate_source_known(struct db *, const struct candidate_said *said,
	    size_t n, struct candidate_source *out, struct err *);
/* They say the same as before. */
int	candidate_source_seen(struct db *, const int64_t *ids, size_t n,
	    struct err *);

/* --- in the transaction of a writer --- */

int	candidate_source_add(struct db *, const struct candidate_said *,
	    int64_t candidate_id, int64_t *id, struct err *);
int	candidate_source_save(struct db *, const struct candidate_said *,
	    int64_t id, struct err *);
/* What it has in common with others, in place of what it had. */
int	candidate_source_contacts(struct db *, int64_t company_id, int64_t id,
	    int64_t candidate_id, const struct contacts *,
	    struct err *);

/*
 * Persons who share something with this, but for one (0: all): rows of candidate.h
 * (CANDIDATE_BRIEF), and what it is, "ep". *out NULL: nobody can. names: those with this name, and
 * in this town; up to CANDIDATE_RARE of the name alone make it a rare one.
 */
#define CANDIDATE_RARE		5
#define CANDIDATE_SHARED_COL	35
int	candidate_source_shared(struct db *, int64_t company_id,
	    const struct contacts *, bool names, int64_t but_id,
	    struct db_rows **, struct err *);

#endif
