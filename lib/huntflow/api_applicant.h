/* api_applicant: applicants of Huntflow: questions about them, what the answers hold, and what
 * can be changed. Source: "Huntflow API v2", applicants. */
#ifndef HUNTFLOW_API_APPLICANT_H
#define HUNTFLOW_API_APPLICANT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "huntflow/api_get.h"

struct err;
struct huntflow;

#define HUNTFLOW_SEARCH_MAX	20000	/* the search by pages ends there */
#define HUNTFLOW_TAGS_MAX	200
#define HUNTFLOW_DOUBLES_MAX	20
#define HUNTFLOW_LINKS_MAX	50

/* --- questions, to be asked by whoever keeps the answer --- */

/* Whole applicants, newest first; vacancy, status 0: any. */
void	 huntflow_applicant_list(struct huntflow_get *, int64_t account,
	    int64_t vacancy, int64_t status, int64_t page, int64_t count);
/* What is searched for: q NULL and 0: not asked. */
struct huntflow_applicant_ask {
	const char	*q;
	int64_t		 vacancy, status, tag;
};
/* Short applicants: no tags, links, doubles. */
void	 huntflow_applicant_search(struct huntflow_get *, int64_t account,
	    const struct huntflow_applicant_ask *, int64_t page,
	    int64_t count);
/* The same without an end; cursor NULL: from the start. */
void	 huntflow_applicant_cursor(struct huntflow_get *, int64_t account,
	    const struct huntflow_applicant_ask *, const char *cursor,
	    int64_t count);
void	 huntflow_applicant_get(struct huntflow_get *, int64_t account,
	    int64_t id);
/* The questions of the organisation: an object, name -> {id, type, title, ...}. */
void	 huntflow_applicant_schema(struct huntflow_get *, int64_t account);
/* The applicant's answers; 404 when there are none. */
void	 huntflow_applicant_questionary(struct huntflow_get *,
	    int64_t account, int64_t id);
/* type NULL: any ("STATUS", "COMMENT", ...). */
void	 huntflow_applicant_logs(struct huntflow_get *, int64_t account,
	    int64_t id, const char *type, int64_t page, int64_t count);
void	 huntflow_applicant_external(struct huntflow_get *, int64_t account,
	    int64_t id, int64_t external);

/* --- answers --- */

/* Of one applicant. */
struct huntflow_tag_ids {
	int64_t	 v[HUNTFLOW_TAGS_MAX];
	size_t	 n;
};

/* Members that an answer has not are NULL or empty (a search gives names only). */
struct huntflow_applicant {
	int64_t	 id, created;			/* ms; 0: not given */
	char	*first_name, *last_name, *middle_name, *email, *phone;
	int64_t	 externals[8];		/* résumés */
	size_t	 nexternals;
	int64_t	 doubles[HUNTFLOW_DOUBLES_MAX];
	size_t	 ndoubles;
	struct {
		int64_t	 vacancy, status;
	}	 links[HUNTFLOW_LINKS_MAX];
	size_t	 nlinks;
};
void	 huntflow_applicant_clear(struct huntflow_applicant *);
#define own_huntflow_applicant cleanup(huntflow_applicant_clear)
struct huntflow_applicants {
	struct huntflow_applicant	*v;
	size_t				 n;
};
void	 huntflow_applicants_clear(struct huntflow_applicants *);
#define own_huntflow_applicants cleanup(huntflow_applicants_clear)

int	 huntflow_applicant_parse(const json_t *,
	    struct huntflow_applicant *out, struct err *);
int	 huntflow_applicants_parse(const json_t *,
	    struct huntflow_applicants *out, struct err *);
int	 huntflow_applicant_tags_parse(const json_t *,
	    struct huntflow_tag_ids *out, struct err *);

int	 huntflow_applicant_fetch(struct huntflow *, int64_t account,
	    int64_t id, struct huntflow_applicant *out, struct err *);
/* The newest applicants, one page of 30, from 1. */
int	 huntflow_applicant_newest(struct huntflow *, int64_t account,
	    int page, struct huntflow_applicants *out, struct err *);
/* Full text search, one page of at most 30, from 1. */
int	 huntflow_applicant_find(struct huntflow *, int64_t account,
	    const char *q, int page, struct huntflow_applicants *out,
	    struct err *);
/* The text of one résumé ("" when it has none). */
int	 huntflow_applicant_text(struct huntflow *, int64_t account,
	    int64_t id, int64_t external, char **body, struct err *);
int	 huntflow_applicant_tags(struct huntflow *, int64_t account,
	    int64_t id, struct huntflow_tag_ids *out, struct err *);
/* Does a comment of the log hold this text? All of them are looked through. */
int	 huntflow_applicant_said(struct huntflow *, int64_t account,
	    int64_t id, const char *text, bool *found, struct err *);

/* --- changes; doc: what the service made of it, the caller's --- */

/* Asked in the last moment before the request goes out; false: it does not. */
struct huntflow_ready {
	bool	(*ask)(void *arg);
	void	*arg;
};
/* body: the service's own document. Never repeated by itself: see huntflow_sent. */
int	 huntflow_applicant_create(struct huntflow *, int64_t account,
	    const json_t *body, const struct huntflow_ready *,
	    struct huntflow_applicant *out, struct err *);
int	 huntflow_applicant_update(struct huntflow *, int64_t account,
	    int64_t id, const json_t *body, json_t **doc, struct err *);
int	 huntflow_applicant_remove(struct huntflow *, int64_t account,
	    int64_t id, struct err *);
/* Replaces the whole list. */
int	 huntflow_applicant_set_tags(struct huntflow *, int64_t account,
	    int64_t id, const struct huntflow_tag_ids *, struct err *);
/*
 * To a stage of a vacancy; move: the applicant is on it already. body: {vacancy, status,
 * comment?, rejection_reason?, files?}.
 */
int	 huntflow_applicant_status(struct huntflow *, int64_t account,
	    int64_t id, const json_t *body, bool move, json_t **doc,
	    struct err *);
/* body: {comment?, vacancy?, files?}. */
int	 huntflow_applicant_comment(struct huntflow *, int64_t account,
	    int64_t id, const json_t *body, json_t **doc, struct err *);
/* create: there is no questionary yet. */
int	 huntflow_applicant_answer(struct huntflow *, int64_t account,
	    int64_t id, const json_t *values, bool create, json_t **doc,
	    struct err *);
/* The résumé in whole: {account_source?, data, files}. */
int	 huntflow_applicant_resume(struct huntflow *, int64_t account,
	    int64_t id, int64_t external, const json_t *body, json_t **doc,
	    struct err *);

#endif
