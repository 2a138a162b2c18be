/* doc: a task of the cache as a document of the index: the words and values it is found by, what
 * lists are sorted by. */
#ifndef CLICKUP_DOC_H
#define CLICKUP_DOC_H

#include "origin/sent.h"
#include "index/doc.h"
#include "index/shape.h"

struct db_rows;

/* Times are in ms; priority is by rank, then the newest update first. */
enum clickup_order {
	CLICKUP_BY_UPDATED, CLICKUP_BY_NAME, CLICKUP_BY_DUE, CLICKUP_BY_DUE_LAST,
	CLICKUP_BY_CREATED, CLICKUP_BY_PRIORITY, CLICKUP_NORDERS
};
extern const struct index_shape clickup_doc_shape;

/* CLICKUP_BY_DUE of a task without a due date; CLICKUP_BY_DUE_LAST has 0. */
#define CLICKUP_DUE_NEVER	INT64_C(253402300800000)	/* year 10000 */

/*
 * Kinds of terms. Names are compared folded (unicode_folded), their labels are as they are written;
 * of a status "type\ncolor\nname". Priority is a word or "none".
 */
#define CLICKUP_TERM_WORD	'w'
#define CLICKUP_TERM_STATUS	's'
#define CLICKUP_TERM_PRIORITY	'p'
#define CLICKUP_TERM_CV		'c'
#define CLICKUP_TERM_TAG	't'
#define CLICKUP_TERM_ASSIGNEE	'a'
/* What became of the newest transfer: "done", "failed", "unsure", "running"; none: no term. */
#define CLICKUP_TERM_SENT	'x'

/* Of clickup_task t and its transfer x; clickup_doc_read reads them from column 0 on. */
#define CLICKUP_DOC_COLS "t.id, t.name, t.description, t.status, " \
	"t.status_type, t.status_color, t.priority, t.cv, t.tags, " \
	"t.assignees, " ORIGIN_SENT_STATE ", t.date_created, t.date_updated, " \
	"t.due_date, WEIGHT_STRING(LEFT(t.name, 60))"
#define CLICKUP_DOC_NCOLS	15
void	clickup_doc_read(const struct db_rows *, struct index_doc *out);

#endif
