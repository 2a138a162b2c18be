/* api_get: a question to Huntflow as a value: it can be asked, asked again, and its
 * answer kept under its name. What the files of the client share. */
#ifndef HUNTFLOW_API_GET_H
#define HUNTFLOW_API_GET_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;
struct fetch_req;
struct huntflow;

#define HUNTFLOW_PAGE		30	/* entries a page; the service takes no more everywhere */
#define HUNTFLOW_QUERY_MAX	20	/* parameters of one question */
#define HUNTFLOW_VALUE		1024	/* bytes of all their values */

struct huntflow_get {
	char	 path[200];		/* "/accounts/123/vacancies/456" */
	struct {
		const char	*name;	/* a literal */
		size_t		 at;	/* where its value begins in text */
	}	 query[HUNTFLOW_QUERY_MAX];
	size_t	 n, used;
	char	 text[HUNTFLOW_VALUE];
	int	 timeout_ms;		/* 0: as usual */
	bool	 may_miss;		/* as of io/fetch.h */
};

/* Starts a question: the path as printf makes it. */
void	huntflow_get_path(struct huntflow_get *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* value NULL: left out, as is what does not fit. name: a literal; it may be given again. */
void	huntflow_get_add(struct huntflow_get *, const char *name,
	    const char *value);
void	huntflow_get_num(struct huntflow_get *, const char *name, int64_t);
/* "count=30&page=1", values percent-encoded: the name of the answer. */
void	huntflow_get_query(const struct huntflow_get *, struct buf *out);

/* The service's own document. */
int	huntflow_get_ask(struct huntflow *, const struct huntflow_get *,
	    json_t **out, struct err *);
/* Any request; path: as above. A document or null. */
int	huntflow_get_send(struct huntflow *, struct fetch_req *,
	    const char *path, json_t **out, struct err *);

/* One page of a list answer: items are borrowed from the document. */
struct huntflow_page {
	const json_t	*items;
	int64_t		 page, pages, total;	/* total -1: not given */
	const char	*next;			/* cursor, or NULL */
};
/* ERR_REMOTE, code "huntflow.shape": it is no list. */
int	huntflow_get_page(const json_t *doc, struct huntflow_page *out,
	    struct err *);
/* ERR_REMOTE, code "huntflow.shape", unless it is an object with this id. */
int	huntflow_get_check(const json_t *doc, int64_t id, struct err *);

#endif
