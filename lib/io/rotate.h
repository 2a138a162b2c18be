/* rotate: sealed values of a table sealed anew under the present SECRET_KEY. */
#ifndef IO_ROTATE_H
#define IO_ROTATE_H

#include <stdbool.h>
#include <stdint.h>

struct conf;
struct db;
struct err;

#define ROTATE_LABEL_SIZE	64

/* A table of sealed values. A row is named by an id, or by an id and a name. */
struct rotate_table {
	bool		 named;
	const char	*select;	/* cipher, key_id, id[, name] WHERE key_id <> ? */
	/* SET cipher = ?, key_id = ? WHERE cipher = ? AND id = ? [AND name = ?] */
	const char	*update;
	/* The label of secret_seal; name "" where there is none. */
	void		(*label)(int64_t id, const char *name,
			    char out[ROTATE_LABEL_SIZE]);
};

/*
 * Adds to done those that are sealed anew (or that another process changed meanwhile), to failed
 * those that no key opens. ERR_DOWN: the database is away.
 */
int	rotate_all(struct db *, const struct conf *, const struct rotate_table *,
	    int64_t *done, int64_t *failed, struct err *);

#endif
