/* applicant_view: applicants of Huntflow as our documents: lists, one with all that is known of
 * it, its log. */
#ifndef HUNTFLOW_APPLICANT_VIEW_H
#define HUNTFLOW_APPLICANT_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct huntflow_org;

struct applicant_ask {
	const char	*q, *after;	/* NULL: not asked; after: a cursor */
	int64_t		 vacancy, status, tag;	/* 0: any */
	int64_t		 page, size;	/* size: at most HUNTFLOW_PAGE */
};
struct applicant_list {
	json_t	*items;
	int64_t	 total;		/* -1: not given */
	char	*next;		/* cursor, or NULL */
	bool	 more;		/* there is a next page by number */
	int64_t	 skipped;	/* the service itself could not give these */
};
void	applicant_list_clear(struct applicant_list *);
#define own_applicant_list cleanup(applicant_list_clear)
/*
 * Items {id, first_name, ..., tags, vacancy, status, task}; one with "brief": true has no tags,
 * vacancy and status: the service was too slow, or fails on it.
 */
int	applicant_view_list(struct huntflow_org *, const struct applicant_ask *,
	    struct applicant_list *out, struct err *);

/* They were read: they are known again by their contacts. newest: as of huntflow_person_seen. A
 * failure is logged. */
void	applicant_view_seen(struct huntflow_org *, const json_t *items,
	    bool newest);
/* One item of a list, from the service's whole applicant. vacancy: whose stage is shown, 0:
 * where it was moved last. */
json_t	*applicant_view_item(struct huntflow_org *, const json_t *doc,
	    int64_t vacancy);
/* Everything; parts that cannot be read are null, and "problems" [{part, code, text}] says why. */
int	applicant_view_get(struct huntflow_org *, int64_t id, bool fresh,
	    json_t **out, struct err *);
/* A page of the log, newest first; stages that it tells of are kept (stage.h). type NULL: any. */
struct applicant_log_ask {
	const char	*type;
	int64_t		 page, size;
};
int	applicant_view_logs(struct huntflow_org *, int64_t id,
	    const struct applicant_log_ask *, json_t **items, bool *more,
	    struct err *);
/* One entry of it, from the service's. */
json_t	*applicant_view_log(struct huntflow_org *, const json_t *doc);
/* [{"tag": 5, "id": 31}] or [5] as [{id, name, color}]. */
json_t	*applicant_view_tags(struct huntflow_org *, const json_t *tags);
/* [{id, name, content_type, url}] */
json_t	*applicant_view_files(const json_t *files);
/* The link to this vacancy, or with 0 the one that changed last; NULL: none. Borrowed. */
const json_t *applicant_view_link(const json_t *doc, int64_t vacancy);
/* "Ковалёва Анна Сергеевна"; a new string. */
json_t	*applicant_view_name(const json_t *doc);

#endif
