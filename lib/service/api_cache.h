/* api_cache: documents of remote services, kept until they expire, and how often that saved
 * a call. Tables api_cache, api_cache_count and api_cache_drop. */
#ifndef SERVICE_API_CACHE_H
#define SERVICE_API_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct db_rows;
struct err;

#define API_CACHE_KEY	255	/* characters */
#define API_CACHE_DATA	(256 * 1024)	/* larger documents are not kept */

/* Whose entries: of one connection, for one user. */
struct api_cache_owner {
	int64_t	 company_id, user_id, connection_id;
};
/* The entry's key: its name, and the document's path in the API. */
struct api_cache_key {
	char	 name[API_CACHE_KEY + 1], path[API_CACHE_KEY + 1];
};

/* 1: data is the document as JSON text, the caller's, and a hit is counted; 0: none, or it
 * has expired. */
int	api_cache_get(struct db *, const struct api_cache_owner *,
	    const struct api_cache_key *, char **data, struct err *);
/* Kept for ttl_s from now; an older one is replaced. Too large a document only ends the old one. */
int	api_cache_put(struct db *, const struct api_cache_owner *,
	    const struct api_cache_key *, const char *data, int64_t ttl_s,
	    struct err *);
/* The newest of the owner whose name begins and ends so, expired or not: 1, name and data are the
 * caller's; 0: none. It counts no hit. */
int	api_cache_find(struct db *, const struct api_cache_owner *,
	    const char *prefix, const char *suffix, char **name, char **data,
	    struct err *);
int	api_cache_drop(struct db *, const struct api_cache_owner *,
	    const struct api_cache_key *, struct err *);
/* Deletes the entries at this path of 3 names at most and below it, for all people of the company,
 * and counts that. */
int	api_cache_drop_path(struct db *, int64_t company_id, const char *path,
	    struct err *);
/* The same without a word to those who read just now: nothing was written at the service. */
int	api_cache_forget_path(struct db *, int64_t company_id,
	    const char *path, struct err *);
/* How often entries at this path or above it were deleted so: a document that was asked for before
 * the number changed may be of before, and is not to be kept. */
int	api_cache_dropped(struct db *, int64_t company_id, const char *path,
	    int64_t *times, struct err *);
/* user_id 0: the whole company's. removed: how many. */
int	api_cache_clear(struct db *, int64_t company_id, int64_t user_id,
	    int64_t *removed, struct err *);
/* ERR_ABSENT: there is none, or another's. */
int	api_cache_remove(struct db *, int64_t company_id, int64_t user_id,
	    int64_t id, struct err *);

/* One question was answered, with a call or (hit) without: get counts its own hits. */
int	api_cache_note(struct db *, const struct api_cache_owner *, bool hit,
	    struct err *);
/* How many are kept, and of these are too old. user_id 0: of the whole company. */
int	api_cache_entries(struct db *, int64_t company_id, int64_t user_id,
	    int64_t *entries, int64_t *expired, struct err *);
struct api_cache_figures {
	int64_t	 hits, misses, entries, expired;
};
int	api_cache_figures(struct db *, int64_t company_id, int64_t user_id,
	    struct api_cache_figures *out, struct err *);

/* Texts live until the next row. Times are ms. */
struct api_cache {
	int64_t		 id, user_id, hits, created_at, updated_at, expires_at;
	const char	*key, *data;
	int64_t		 age_ms;	/* since updated_at */
	bool		 expired;
	int64_t		 sorted_at;	/* what it was sorted by */
};
/* All that are set must hold. order: of api_cache_orders. */
struct api_cache_ask {
	int64_t		 company_id, user_id;	/* user_id 0: any */
	const char	*key, *search;	/* the whole key; a part of it */
	bool		 expired;	/* only such */
	const char	*order;		/* NULL: "-created_at" */
	int64_t		 after_at, after_id;	/* keyset; after_id 0: from the start */
	int64_t		 limit;
};
extern const char *const api_cache_orders[];	/* NULL-ended */
int	api_cache_list(struct db *, const struct api_cache_ask *,
	    struct db_rows **, struct err *);
bool	api_cache_next(struct db_rows *, struct api_cache *out);
int	api_cache_count(struct db *, const struct api_cache_ask *, int64_t *,
	    struct err *);
/* user_id 0: any. out's texts live as long as rows. */
int	api_cache_one(struct db *, int64_t company_id, int64_t user_id,
	    int64_t id, struct db_rows **rows, struct api_cache *out,
	    struct err *);

/* Removes a bounded number of entries that expired an hour ago, and the oldest of companies
 * with too many. Call again while removed is not 0. */
int	api_cache_expire(struct db *, int64_t *removed, struct err *);

/* What waits for a time. */
extern const struct db_deadline api_cache_deadlines[];

#endif
