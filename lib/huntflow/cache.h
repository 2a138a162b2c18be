/* cache: vacancies, candidates and other documents of Huntflow, kept for a while
 * (HuntflowAPICache). When many ask for the same at once, one call is made for all. */
#ifndef HUNTFLOW_CACHE_H
#define HUNTFLOW_CACHE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "service/api_cache.h"

struct db;
struct err;
struct huntflow_link;

#define HUNTFLOW_CACHE_S	300	/* unless the caller says otherwise */

/* One user's cache at one connection. */
struct huntflow_cache {
	struct db		*db;
	struct api_cache_owner	 owner;
	int64_t			 ttl_s;
};
/* Of the link's user and connection, ttl_s as above. */
struct huntflow_cache huntflow_cache_of(const struct huntflow_link *);

/* The key of a document: "vacancy_123_456" at /accounts/123/vacancies/456, ... */
struct api_cache_key huntflow_cache_vacancy(int64_t account, int64_t id);
struct api_cache_key huntflow_cache_candidate(int64_t account, int64_t id);
/* Any GET: path "/accounts/123/tags", query "count=30&page=1" or "". */
struct api_cache_key huntflow_cache_answer(const char *path,
	    const char *query);

/* A document of that id, of whatever organisation it is, also one that has expired: 1, the
 * organisation and the document; 0: none. noun: "vacancy", "candidate". */
int	huntflow_cache_find(const struct huntflow_cache *, const char *noun,
	    int64_t id, int64_t *account, json_t **out, struct err *);

/* 1: out is the document; 0: it is not kept. Counts a hit or a miss. */
int	huntflow_cache_get(const struct huntflow_cache *,
	    const struct api_cache_key *, json_t **out, struct err *);
int	huntflow_cache_set(const struct huntflow_cache *,
	    const struct api_cache_key *, const json_t *, struct err *);
int	huntflow_cache_clear(const struct huntflow_cache *,
	    const struct api_cache_key *, struct err *);

/* The same with all that is kept below it, whoever of the company asked for it. */
int	huntflow_cache_forget(const struct huntflow_cache *,
	    const struct api_cache_key *, struct err *);

/* Asks the service; 0 and out, or -1. */
typedef int huntflow_cache_fill(void *arg, json_t **out, struct err *);
/*
 * The document from the cache, or by fill, then kept. Of many who ask at once one fills and
 * the others wait for it. hit (may be NULL): no call was made for us. A refusal is not kept.
 */
int	huntflow_cache_read(const struct huntflow_cache *,
	    const struct api_cache_key *, huntflow_cache_fill *fill, void *arg,
	    json_t **out, bool *hit, struct err *);

/* The same without a look: asked by fill, and kept unless something was written there meanwhile. */
int	huntflow_cache_renew(const struct huntflow_cache *,
	    const struct api_cache_key *, huntflow_cache_fill *fill, void *arg,
	    json_t **out, struct err *);

/*
 * Something was written at this path: all that may show it ends, for everybody in the company:
 * the collection (/accounts/123/applicants) and all below it; with a vacancy's
 * stage, the vacancies too.
 */
int	huntflow_cache_wrote(const struct huntflow_cache *, const char *path,
	    struct err *);

#endif
