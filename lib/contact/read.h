/* read: things that changed are read for contacts, some at a time, by whoever comes first. Each
 * room says how its own are found and read. */
#ifndef CONTACT_READ_H
#define CONTACT_READ_H

#include <stddef.h>

#include "io/rota.h"

struct contact_entry;
struct db;
struct db_rows;
struct err;

struct contact_reading {
	const char	*owner;	/* of contact/entry.h */
	/* Of whom, a company or a person, any are due. */
	struct rota	 rota;
	/* Rows of their things that are due: id, company_id, then what read asks for; whose and a
	 * LIMIT are bound, FOR UPDATE SKIP LOCKED. */
	const char	*due;
	/* They are due no more; "(?, ?)" of ids follows. */
	const char	*done;
	/* The current row: adds its contacts to an entry that has ref and company. */
	void		(*read)(const struct db_rows *, struct contact_entry *);
};
/* n: how many were read, 0: none is due. Any number of processes. */
int	contact_read_due(struct db *, const struct contact_reading *, size_t *n,
	    struct err *);

#endif
