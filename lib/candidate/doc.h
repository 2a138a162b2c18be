/* doc: a candidate as a document of the index: the words and values it is found by, what lists are
 * sorted by. Those who are joined to another, or erased, are in no index. */
#ifndef CANDIDATE_DOC_H
#define CANDIDATE_DOC_H

#include "candidate/candidate.h"
#include "index/doc.h"
#include "index/shape.h"

struct db_rows;

/* Times are in ms, experience in tenths of a year. What is not known is CANDIDATE_UNKNOWN in the
 * orders that lists sort up by, -1 in those that they sort down by: it comes last both ways. */
#define CANDIDATE_UNKNOWN	INT64_C(1000000000000000)
enum candidate_order {
	CANDIDATE_BY_UPDATED, CANDIDATE_BY_CREATED, CANDIDATE_BY_NAME,
	CANDIDATE_BY_EXPERIENCE, CANDIDATE_BY_EXPERIENCE_DOWN,
	CANDIDATE_BY_SALARY,		/* the smaller sum */
	CANDIDATE_BY_SALARY_DOWN,	/* the larger one */
	CANDIDATE_NORDERS
};
extern const struct index_shape candidate_doc_shape;

/* Kinds of terms. Skills and tags are compared folded (unicode_folded), their labels are as they
 * are written. */
#define CANDIDATE_TERM_WORD	'w'
#define CANDIDATE_TERM_PLACE	'l'	/* words of the location */
#define CANDIDATE_TERM_PLATFORM	'p'
#define CANDIDATE_TERM_SKILL	'k'
#define CANDIDATE_TERM_TAG	't'
#define CANDIDATE_TERM_STATE	's'
#define CANDIDATE_TERM_CURRENCY	'c'
#define CANDIDATE_TERM_HAS	'h'	/* "email", "phone", "user" */
#define CANDIDATE_TERM_KNOWN	'n'	/* "huntflow", "clickup", "rejected" */

/* Of candidate c; candidate_doc_read reads them from column 0 on. */
#define CANDIDATE_DOC_COLS "c.id, c.found_text, c.location, c.sources, "	\
	"c.skills, c.tags, c.state, c.currency, c.email <> '', c.phone <> '', "	\
	"c.user_id IS NOT NULL, c.known, c.updated_at, c.created_at, "		\
	"WEIGHT_STRING(LEFT(CONCAT(c.last_name, ' ', c.first_name), 60)), "	\
	"ROUND(c.experience_years * 10), c.salary_min, c.salary_max"
#define CANDIDATE_DOC_NCOLS	18
void	candidate_doc_read(const struct db_rows *, struct index_doc *out);

#endif
