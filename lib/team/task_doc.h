/* task_doc: a task as a document of the index: the words and values it is found by, what lists are
 * sorted by. Tasks in the bin are in no index. */
#ifndef TEAM_TASK_DOC_H
#define TEAM_TASK_DOC_H

#include "index/doc.h"
#include "index/shape.h"

struct db_rows;

/* Times are in ms. A task that is not done has no key of the last two. */
enum task_order {
	TASK_BY_CREATED, TASK_BY_UPDATED, TASK_BY_DUE, TASK_BY_DUE_LAST,
	TASK_BY_PRIORITY, TASK_BY_POSITION, TASK_BY_TITLE, TASK_BY_COMPLETED,
	TASK_BY_MINUTES,	/* from made to done */
	TASK_NORDERS
};
extern const struct index_shape task_doc_shape;

/* TASK_BY_DUE of a task without a deadline; TASK_BY_DUE_LAST has 0. */
#define TASK_DUE_NEVER	INT64_C(253402300800000)	/* year 10000 */

/*
 * Kinds of terms. Ids are decimal, TASK_TERM_NONE: there is none. Tags are compared folded
 * (unicode_folded), their labels are as they are written.
 */
#define TASK_TERM_NONE		"none"
#define TASK_TERM_WORD		'w'
#define TASK_TERM_STATUS	's'
#define TASK_TERM_PRIORITY	'p'
#define TASK_TERM_LIST		'l'
#define TASK_TERM_ASSIGNED	'a'
#define TASK_TERM_CREATOR	'c'
#define TASK_TERM_TAG		't'
#define TASK_TERM_LINK		'k'	/* "applicant" and "applicant:12" */
#define TASK_TERM_DUE		'd'	/* TASK_TERM_NONE, or no term */
/* By whom it is seen, but for those who see all (right.h): "u12" a person that it names, "l5" the
 * members of a project. */
#define TASK_TERM_SEEN		'v'

/* Of task t; task_doc_read reads them from column 0 on. */
#define TASK_DOC_COLS "t.id, t.title, t.description, t.status, t.priority, "	\
	"t.list_id, t.assigned_to, t.created_by, t.tags, t.link_kind, "		\
	"t.link_id, t.due_date, t.created_at, t.updated_at, t.completed_at, "	\
	"t.position, WEIGHT_STRING(LEFT(t.title, 60)), (SELECT "		\
	"GROUP_CONCAT(w.user_id) FROM task_watcher w WHERE w.task_id = t.id)"
#define TASK_DOC_NCOLS	18
void	task_doc_read(const struct db_rows *, struct index_doc *out);

#endif
