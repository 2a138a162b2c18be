/* file: the files that a candidate was made of, or that joined them (document/document.h). */
#ifndef CANDIDATE_FILE_H
#define CANDIDATE_FILE_H

#include <stdint.h>

struct buf;
struct db;
struct err;

/* [{id, name, kind, size, created_at}] of a person and of those joined to it, newest first, some at
 * most. kind: "pdf", "docx", ...; null: it is not read yet. */
int	candidate_file_emit(struct db *, struct buf *, const char *name,
	    int64_t candidate_id, struct err *);

#endif
