/* known: what the team knows already of people who were found: their state, whether they are in
 * Huntflow, a task of ClickUp, rejected, imported. */
#ifndef CANDIDATE_KNOWN_H
#define CANDIDATE_KNOWN_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;

/* by_id: an object of rows by the ids of candidates of the company. Each gets state, known:
 * {huntflow, clickup, rejected} and is_imported. */
int	candidate_known_put(struct db *, int64_t company_id, json_t *by_id,
	    struct err *);

#endif
