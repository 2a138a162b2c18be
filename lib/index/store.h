/*
 * store: the file of the index: which documents of a collection have a term, and their order by
 * each key. Whoever owns the rows (MariaDB) remains the truth: the index follows them by a position
 * and can be made anew at any time. One file of LMDB for all processes of a machine: readers never
 * wait, writers come one after the other, a killed process leaves nothing half written. What is in
 * it and how: docs/index.md.
 */
#ifndef INDEX_STORE_H
#define INDEX_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;
struct err;
struct index_shape;
struct index_store;

/*
 * Opened once in a process and kept, never across a fork. The folder is INDEX_PATH of the
 * configuration. A file that is damaged, or of another version, is put aside and begun anew:
 * its collections are then without a position.
 */
int	index_store_open(const struct conf *, struct index_store **,
	    struct err *);
void	index_store_close(struct index_store *);
/*
 * One process of the machine at a time reads the rows that a collection follows: true, it is this
 * one until it leaves, or ends; false, another does. Where that cannot be told it is this one.
 */
bool	index_store_enter(struct index_store *, int64_t collection);
void	index_store_leave(struct index_store *, int64_t collection);
/*
 * Removes all collections but these: their owners are gone. What another version of the shape has
 * of these stays for a day after its last change.
 */
struct index_kept {
	int64_t				 collection;
	const struct index_shape	*shape;
};
int	index_store_keep(struct index_store *, const struct index_kept *,
	    size_t n, struct err *);

#endif
