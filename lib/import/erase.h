/* erase: what imports keep of a candidate who is erased. */
#ifndef IMPORT_ERASE_H
#define IMPORT_ERASE_H

#include <stdint.h>

struct buf;
struct candidate_by;
struct db;
struct err;

/* Of struct candidate_eraser: the lines of imports stay, what they call the person goes. emit:
 * {id of the import, name, state, account_name, created_at, finished_at}. */
int	import_erase(struct db *, const struct candidate_by *,
	    int64_t candidate_id, struct err *);
int	import_erase_emit(struct db *, struct buf *, int64_t company_id,
	    int64_t candidate_id, struct err *);

#endif
