/* api_candidate: applicants of Huntflow in full, as documents: lists, search, questionary,
 * log, résumés, and what can be changed. Source: "Huntflow API v2", applicants. */
#ifndef HUNTFLOW_API_CANDIDATE_H
#define HUNTFLOW_API_CANDIDATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "huntflow/api_get.h"

struct err;
struct huntflow;

#define HUNTFLOW_SEARCH_MAX	20000	/* the search by pages ends there */

/* --- questions --- */

/* Whole applicants, newest first; vacancy, status 0: any. */
void	huntflow_candidate_list(struct huntflow_get *, int64_t account,
	    int64_t vacancy, int64_t status, int64_t page, int64_t count);
/* What is searched for: q NULL and 0: not asked. */
struct huntflow_candidate_ask {
	const char	*q;
	int64_t		 vacancy, status, tag;
};
/* Short applicants: no tags, links, doubles. */
void	huntflow_candidate_search(struct huntflow_get *, int64_t account,
	    const struct huntflow_candidate_ask *, int64_t page,
	    int64_t count);
/* The same without an end; cursor NULL: from the start. */
void	huntflow_candidate_cursor(struct huntflow_get *, int64_t account,
	    const struct huntflow_candidate_ask *, const char *cursor,
	    int64_t count);
void	huntflow_candidate_get(struct huntflow_get *, int64_t account,
	    int64_t id);
/* The questions of the organisation: an object, name -> {id, type, title, ...}. */
void	huntflow_candidate_schema(struct huntflow_get *, int64_t account);
/* The applicant's answers; 404 when there are none. */
void	huntflow_candidate_questionary(struct huntflow_get *, int64_t account,
	    int64_t id);
/* type NULL: any ("STATUS", "COMMENT", ...). */
void	huntflow_candidate_logs(struct huntflow_get *, int64_t account,
	    int64_t id, const char *type, int64_t page, int64_t count);
void	huntflow_candidate_external(struct huntflow_get *, int64_t account,
	    int64_t id, int64_t external);

/* --- changes; out: what the service made of it, the caller's --- */

int	huntflow_candidate_update(struct huntflow *, int64_t account,
	    int64_t id, const json_t *change, json_t **out, struct err *);
/*
 * To a stage of a vacancy; move: the applicant is on it already. body: {vacancy, status,
 * comment?, rejection_reason?, files?}.
 */
int	huntflow_candidate_status(struct huntflow *, int64_t account,
	    int64_t id, const json_t *body, bool move, json_t **out,
	    struct err *);
/* body: {comment?, vacancy?, files?}. */
int	huntflow_candidate_comment(struct huntflow *, int64_t account,
	    int64_t id, const json_t *body, json_t **out, struct err *);
/* create: there is no questionary yet. */
int	huntflow_candidate_answer(struct huntflow *, int64_t account,
	    int64_t id, const json_t *values, bool create, json_t **out,
	    struct err *);
/* The résumé in whole: {account_source?, data, files}. */
int	huntflow_candidate_resume(struct huntflow *, int64_t account,
	    int64_t id, int64_t external, const json_t *body, json_t **out,
	    struct err *);

#endif
