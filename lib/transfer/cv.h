/* cv: which of an item's files are CVs, the likeliest first. Touches no network. */
#ifndef TRANSFER_CV_H
#define TRANSFER_CV_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/filetype.h"
#include "base/mem.h"

#define TRANSFER_CVS_MAX	16	/* the résumé and the fifteen that a comment takes */

struct transfer_cv {
	char		*id, *title, *url;
	char		*date;		/* ISO 8601; NULL: not given */
	int64_t		 size;		/* as it is said */
	enum filetype	 type;		/* as it is declared; OTHER: its bytes decide */
};
struct transfer_cvs {
	struct transfer_cv	 v[TRANSFER_CVS_MAX];
	size_t			 n;
};
void	 transfer_cvs_clear(struct transfer_cvs *);
#define own_transfer_cvs cleanup(transfer_cvs_clear)
/*
 * files: as of transfer/source.h, NULL: none. By kind (PDF, then what is written with a word
 * processor, then pictures, then files that say nothing of themselves), the oldest first within a
 * kind.
 */
void	 transfer_cvs_read(const json_t *files, struct transfer_cvs *out);
/* A document, of which a transfer must not be silent. */
bool	 transfer_cv_document(enum filetype);
/* May a file whose bytes are of this type go to Huntflow as a CV? */
bool	 transfer_cv_fits(enum filetype);
/* The name it is sent under: it ends as its bytes are. The caller frees. */
char	*transfer_cv_name(const char *title, enum filetype);

#endif
