/* alone: one import of a person runs at a time, however it comes to run: started, resumed, or with
 * tasks that are tried again. */
#ifndef IMPORT_ALONE_H
#define IMPORT_ALONE_H

#include <stdint.h>

struct db;
struct err;

/*
 * Does what makes the person's import run, while nobody else can make another. but_id: the import
 * that it is about; 0: a new one. ERR_CONFLICT "import.running": another runs.
 */
int	import_alone(struct db *, int64_t user_id, int64_t but_id,
	    int (*work)(struct db *, void *arg, struct err *), void *arg,
	    struct err *);

#endif
