/*
 * follow: a collection of the index follows its rows (docs/index.md). Whose rows they are, and how
 * they are read, a room says by a table of functions; when they are read, how far the index is, and
 * what is answered meanwhile, is the same for all.
 */
#ifndef INDEX_FOLLOW_H
#define INDEX_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "index/doc.h"
#include "index/read.h"
#include "index/write.h"

struct conf;
struct db;
struct db_rows;
struct err;

/*
 * A position {rev, id}: rows are in up to this one by (rev, id); id INDEX_FOLLOW_END: all of that
 * rev. While a collection is made of all rows, {-rev, id}: rows are in up to this id, as they were
 * at that rev or later.
 */
#define INDEX_FOLLOW_END	INT64_MAX

/* A collection as its rows have it now. */
struct index_home {
	int64_t	owner;		/* the room's: a connection, a company */
	int64_t	collection;	/* 0: it never had a row */
	int64_t	rev;		/* the number of the newest change, from 1 */
};

/* A part of the rows, as one moment of the database has them. */
struct index_part {
	struct index_position	 seen;		/* in the index now */
	struct index_position	 from, to;	/* set by read; both seen at first */
	bool			 anew;		/* set by read: all else is dropped first */
	uint8_t			 note[INDEX_NOTE_MAX];	/* seen, then to be kept */
	size_t			 note_len;
	struct index_doc	*docs;
	size_t			 ndocs, docs_room;
	int64_t			*gone;
	size_t			 ngone, gone_room;
};
#define INDEX_PART_SIZE	4000	/* documents that are put at once: that costs far less */
/* One more document of it, empty, to be filled; the last one was not to be. */
struct index_doc *index_part_doc(struct index_part *);
void	index_part_undo(struct index_part *);
void	index_part_gone(struct index_part *, int64_t id);

struct index_source {
	const struct index_shape *shape;
	/* ERR_ABSENT: there is no such owner any more. */
	int	(*home)(struct db *, int64_t owner, struct index_home *,
		    struct err *);
	/* What changed since part->seen, INDEX_PART_SIZE documents or a few more; in a
	 * transaction. */
	int	(*read)(struct db *, int64_t owner, struct index_part *,
		    struct err *);
	/* How many documents there are to be, about. */
	int	(*count)(struct db *, int64_t owner, int64_t *,
		    struct err *);
	/* Rows of owner, collection, rev: all that have rows. */
	int	(*all)(struct db *, struct db_rows **, struct err *);
};

/*
 * The index of an owner's rows, no older than home says. What is missing is put first when it is
 * little (a second's work); else ERR_DOWN, code "index.indexing", with how far it is, and tick is
 * started to go on. home->collection is not 0.
 */
int	index_follow_read(const struct index_source *, struct db *,
	    const struct conf *, const struct index_home *,
	    struct index_read **, struct err *);
/* After a commit: the index hears of it now, not at the next question. A failure is logged. */
void	index_follow_written(const struct index_source *, struct db *,
	    const struct conf *, int64_t owner);

/* All collections of all sources (ended by NULL), for so long (ms; 0: to the end), by one process
 * of this machine at a time. */
int	index_follow_all(const struct index_source *const *, struct db *,
	    const struct conf *, int64_t lasts_ms, struct err *);
/* The collection that is furthest behind on this machine: how many rows it does not hold yet. */
int	index_follow_behind(const struct index_source *const *, struct db *,
	    const struct conf *, int64_t *out, struct err *);

#endif
