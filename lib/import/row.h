/* row: one item of a bulk import as its page and its file show it. */
#ifndef IMPORT_ROW_H
#define IMPORT_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

struct db;
struct db_rows;
struct err;
struct import_job;

struct import_row {
	int64_t	 id;
	char	*task_id, *name, *state, *step, *error_code, *error_message;
	char	*url, *files;		/* JSON of transfer/upload.h, NULL: none */
	char	*person;		/* what the applicant is called; NULL: not known */
	bool	 gone;			/* the applicant: removed with the import's undo */
	char	*mark, *mark_code, *mark_text;	/* its state in transfer_mark; NULL: none */
	int64_t	 attempts, applicant_id, finished_at;
	int64_t	 second_id, vacancy_id, status_id;	/* of the transfer; 0: none */
};
void	import_row_clear(struct import_row *);
#define own_import_row cleanup(import_row_clear)
/* State and code NULL: all; above after_id, skipping offset. */
int	import_row_list(struct db *, const struct import_job *, const char *state,
	    const char *code, int64_t after_id, int64_t offset, int limit,
	    struct db_rows **, struct err *);
bool	import_row_next(struct db_rows *, struct import_row *out);
int	import_row_count(struct db *, const struct import_job *,
	    const char *state, const char *code, int64_t *out, struct err *);

#endif
