/* kv: keys and values in one file of LMDB. lmdb.h is known to kv.c alone. Source: lmdb.h of 0.9. */
#ifndef INDEX_KV_H
#define INDEX_KV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "index/key.h"

struct err;
struct kv;
struct kv_txn;
struct kv_cursor;

/* Lives until the next change of its transaction, or its end. */
struct kv_val {
	const uint8_t	*at;
	size_t		 len;
};

/*
 * The file of a folder that is there; made when it is missing. One kv of a file in a process, never
 * across a fork. ERR_INTERNAL with code "index.damaged": it is no such file, or cut short.
 */
int	 kv_open(const char *folder, struct kv **, struct err *);
void	 kv_close(struct kv *);
/*
 * A value or the file made no sense at some time; another file has taken its place, or that of its
 * lock: two that hold different locks would write at once.
 */
bool	 kv_damaged(const struct kv *);
bool	 kv_replaced(const struct kv *);
bool	 kv_busy(const struct kv *);		/* has transactions that are open */

/* A moment of the file; ended by kv_abort. */
int	 kv_read(struct kv *, struct kv_txn **, struct err *);
/* Waits for other writers. */
int	 kv_write(struct kv *, struct kv_txn **, struct err *);
int	 kv_commit(struct kv_txn **, struct err *);
void	 kv_abort(struct kv_txn **);
#define own_kv_txn	cleanup(kv_abort)

/* 1 there, 0 not there, -1 with err. */
int	 kv_get(struct kv_txn *, const struct key *, struct kv_val *,
	    struct err *);
int	 kv_put(struct kv_txn *, const struct key *, const void *, size_t,
	    struct err *);
/* What is not there is no error. */
int	 kv_del(struct kv_txn *, const struct key *, struct err *);
/* Notes that the file is damaged: -1, code "index.damaged". */
int	 kv_nonsense(struct kv_txn *, const char *what, struct err *);

/* A position among the keys; it stays right while its transaction changes them. */
int	 kv_cursor_open(struct kv_txn *, struct kv_cursor **, struct err *);
void	 kv_cursor_close(struct kv_cursor **);
#define own_kv_cursor	cleanup(kv_cursor_close)
/* The first key from there on, the last one before there, the next, the one before: as kv_get. */
int	 kv_cursor_seek(struct kv_cursor *, const struct key *, struct err *);
int	 kv_cursor_before(struct kv_cursor *, const struct key *, struct err *);
int	 kv_cursor_next(struct kv_cursor *, struct err *);
int	 kv_cursor_prev(struct kv_cursor *, struct err *);
int	 kv_cursor_del(struct kv_cursor *, struct err *);
/* What it is at. */
struct kv_val kv_cursor_key(const struct kv_cursor *);
struct kv_val kv_cursor_val(const struct kv_cursor *);
/* Does the key it is at begin so? */
bool	 kv_cursor_under(const struct kv_cursor *, const struct key *);

#endif
