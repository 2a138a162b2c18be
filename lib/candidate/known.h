/* known: what the team knows already of people: whether they are in Huntflow, in a task of ClickUp,
 * rejected; found by what their contacts share (contact/entry.h). Lists are filtered by column
 * known of table candidate, which follows. */
#ifndef CANDIDATE_KNOWN_H
#define CANDIDATE_KNOWN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct buf;
struct contact;
struct db;
struct db_rows;
struct err;

/* Where one is known; task_id "" and applicant_id 0: nowhere that the one who looks may see. */
struct candidate_known {
	int64_t	id;
	bool	huntflow, clickup;
	bool	rejected;	/* by the team, on any of the records joined, or in Huntflow */
	char	task_id[41];
	int64_t	account_id, applicant_id;
};
/* Zero it before use. */
struct candidate_knowns {
	struct candidate_known	*v;
	size_t			 n;
};
void	candidate_knowns_clear(struct candidate_knowns *);
#define own_candidate_knowns	cleanup(candidate_knowns_clear)

/* Who looks: user_id 0: nobody, there are no links. */
struct candidate_viewer {
	int64_t	company_id, user_id;
};
/* Of these persons, in three statements however many they are. */
int	candidate_known_read(struct db *, const struct candidate_viewer *,
	    const int64_t *ids, size_t n, struct candidate_knowns *out,
	    struct err *);
/* The same of rows whose first column is the id; they are at their beginning again. */
int	candidate_known_of_rows(struct db *, const struct candidate_viewer *,
	    struct db_rows *, struct candidate_knowns *out, struct err *);
/*
 * Of things with one contact each, which may be nobody's, in one statement: ids of out are their
 * places from 1 on. rejected: a candidate who has the contact is, too. A contact without value is
 * nobody's.
 */
int	candidate_known_of_contacts(struct db *,
	    const struct candidate_viewer *, const struct contact *, size_t n,
	    struct candidate_knowns *out, struct err *);
/* Never NULL: who was not asked for is not known. */
const struct candidate_known *candidate_known_find(
	    const struct candidate_knowns *, int64_t id);

/* {huntflow, clickup, rejected, huntflow_url, clickup_url}: urls are pages of ours, or null. */
json_t	*candidate_known_json(const struct candidate_known *);
void	 candidate_known_emit(struct buf *out, const struct candidate_known *);

/* by_id: an object of rows by the ids of candidates of the company. Each gets state, known and
 * is_imported. */
int	candidate_known_put(struct db *, const struct candidate_viewer *,
	    json_t *by_id, struct err *);

/* --- the column --- */

/* In a transaction: of these persons. rev: of the writer; 0: one is taken when any is otherwise. */
int	candidate_known_update(struct db *, int64_t company_id, int64_t rev,
	    const int64_t *ids, size_t n, struct err *);
/* Whoever shares a contact that came, went or became otherwise; n: changes that were heard of. */
int	candidate_known_follow(struct db *, size_t *n, struct err *);

#endif
