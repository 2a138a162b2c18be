/* told: tasks that a portal's outgoing webhook told of, until they are read there. Table
 * bitrix_told. */
#ifndef BITRIX_TOLD_H
#define BITRIX_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct err;

struct bitrix_told {
	int64_t	id;	/* of the task there */
	bool	gone;	/* it is said to be deleted */
};

/* at: when the event was received, ms. read: the task was read since then already. */
int	bitrix_told_add(struct db *, int64_t account_id,
	    const struct bitrix_told *, int64_t at, bool *read, struct err *);
/* Those that are to be read, by id, behind an id: at most size. */
int	bitrix_told_list(struct db *, int64_t account_id, int64_t after_id,
	    struct bitrix_told *out, size_t size, size_t *n, struct err *);
/* Those up to an id are read, as they were at that time, ms; what was read long ago is removed. */
int	bitrix_told_read(struct db *, int64_t account_id, int64_t until_id,
	    int64_t at, struct err *);

#endif
