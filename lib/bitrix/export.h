/* export: all that a portal has, as CSV and JSON in one ZIP: users, departments, tasks, events.
 * Its pages are stored as they come, so that it goes on where it was, and the file is written page
 * by page. Columns: docs/bitrix24.md. Table bitrix_export. */
#ifndef BITRIX_EXPORT_H
#define BITRIX_EXPORT_H

#include <stdint.h>

struct bitrix_export;
struct buf;
struct db;
struct err;
struct provider_run;

#define BITRIX_EXPORT	"export"	/* asked for by name alone: "all" leaves it out */

enum { BITRIX_EXPORT_USERS, BITRIX_EXPORT_DEPARTMENTS, BITRIX_EXPORT_TASKS,
	BITRIX_EXPORT_EVENTS, BITRIX_EXPORT_PARTS };

/* Where a part of a run is: its pages so far, and behind what the next one begins. next_id -1:
 * none is there yet; 0: the part is whole. */
int	bitrix_export_place(struct db *, int64_t run_id, int part,
	    int64_t *pages, int64_t *next_id, struct err *);
/* In the caller's transaction. */
int	bitrix_export_put(struct db *, int64_t run_id, int part, int64_t n,
	    int64_t next_id, const char *page, struct err *);
/* Earlier exports of the account. */
int	bitrix_export_drop(struct db *, int64_t account_id, int64_t but_run,
	    struct err *);

/* ERR_ABSENT "bitrix.export_gone": nothing is kept of the run (any more). */
int	bitrix_export_check(struct db *, int64_t run_id, struct err *);
/* The file of a run that is over; next as web_streamer has it. */
struct bitrix_export *bitrix_export_open(int64_t run_id);
void	bitrix_export_close(void *);
int	bitrix_export_next(struct db *, void *, struct buf *out,
	    struct err *);

#endif
