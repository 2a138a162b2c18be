/* link: which task of a portal is which of ours, and how both looked when they were last alike.
 * Table bitrix_task. */
#ifndef BITRIX_LINK_H
#define BITRIX_LINK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct buf;
struct bitrix_filter;
struct bitrix_project;
struct cursor;
struct db;
struct db_rows;
struct err;

#define BITRIX_MARK_SIZE	41
/* A portal ends a request after a minute: what was sent so long ago is carried out by now, or never
 * will be. Seconds. */
#define BITRIX_SENT_S		"180"

/* new: it is to be made there, or was made and nobody heard of it. */
enum bitrix_link_state { BITRIX_NEW, BITRIX_LINKED, BITRIX_UNLINKED };

struct bitrix_link {
	int64_t			 id, external_id, task_id, changed_at;
	int64_t			 mapping_id;	/* of bitrix_project */
	json_t			*ours, *theirs;			/* owned */
	enum bitrix_link_state	 state;
	char			 mark[BITRIX_MARK_SIZE];	/* "": not made by us */
	bool			 sent;		/* a new one: lately, and the portal may carry it
						 * out yet; when it is saved: just now */
};
void	bitrix_link_clear(struct bitrix_link *);
#define own_bitrix_link cleanup(bitrix_link_clear)

/* A mark that no other has. */
void	bitrix_link_mark(char out[BITRIX_MARK_SIZE]);
/* All: 0, and out->id 0 where there is none. */
int	bitrix_link_external(struct db *, int64_t account_id,
	    int64_t external_id, struct bitrix_link *out, struct err *);
int	bitrix_link_task(struct db *, int64_t account_id, int64_t task_id,
	    struct bitrix_link *out, struct err *);
int	bitrix_link_marked(struct db *, int64_t account_id, const char *mark,
	    struct bitrix_link *out, struct err *);
/* Writes one: a new row where its id is 0. Its comments are due. */
int	bitrix_link_save(struct db *, const struct bitrix_project *,
	    struct bitrix_link *, struct err *);
/* Those that are new, at most limit; walk with bitrix_link_next. */
int	bitrix_link_new(struct db *, const struct bitrix_project *,
	    int64_t after_id, int64_t limit, struct db_rows **, struct err *);
/* Those that are linked to ids there between two, the second with them. */
int	bitrix_link_between(struct db *, const struct bitrix_project *,
	    int64_t after_external, int64_t until_external,
	    struct db_rows **, struct err *);
bool	bitrix_link_next(struct db_rows *, struct bitrix_link *out);

/* Its comments are to be read, when there are any; comments: how many it has, -1: not known. */
int	bitrix_link_talk(struct db *, const struct bitrix_link *,
	    int64_t comments, struct err *);
/* Those whose comments are due, by id, behind one: at most size; each is the caller's. */
int	bitrix_link_due(struct db *, const struct bitrix_project *,
	    int64_t after_id, struct bitrix_link *out, size_t size, size_t *n,
	    struct err *);
/* They were read. */
int	bitrix_link_heard(struct db *, int64_t id, struct err *);

/* {"id there": our user's id} of an account's linked employees; the caller's. */
int	bitrix_link_people(struct db *, int64_t account_id, json_t **out,
	    struct err *);

/* The newest change first. */
int	bitrix_link_list(struct db *, const struct bitrix_filter *,
	    const struct cursor *after, int64_t limit, int64_t skip,
	    struct db_rows **, struct err *);
/* No more than 10 001. */
int	bitrix_link_count(struct db *, const struct bitrix_filter *,
	    int64_t *, struct err *);
/* The row as the API shows it; last: where the list goes on behind it. */
void	bitrix_link_emit(struct buf *, const struct db_rows *,
	    struct cursor *last);

#endif
