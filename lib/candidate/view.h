/* view: a candidate as JSON. */
#ifndef CANDIDATE_VIEW_H
#define CANDIDATE_VIEW_H

#include <stdint.h>

struct buf;
struct candidate;
struct candidate_knowns;
struct candidate_viewer;
struct db;
struct err;

/* "Ковалёва Анна Петровна"; "": not known. */
void	candidate_view_name(const struct candidate *, struct buf *out);
/* Into an open object: what sources and the person say, consent; nothing of the team's. */
void	candidate_view_person(struct buf *, const struct candidate *);
/* As lists have it. known: of all that the list shows. */
void	candidate_view_brief(struct buf *, const struct candidate *,
	    const struct candidate_knowns *known);
/* With all that hangs on it: sources, suggestions, joins, notes, history. user_id: who looks; 0:
 * nobody. */
int	candidate_view_whole(struct db *, struct buf *, const struct candidate *,
	    int64_t user_id, const char *lang, struct err *);
/* Pairs to be judged: [{id, weight, reasons, candidates: [brief, brief]}], the surest first; of one
 * person alone (0: all). after: below that weight and id, of the last one shown; next: "", there
 * are no more. */
#define CANDIDATE_VIEW_NEXT	48
int	candidate_view_pairs(struct db *, struct buf *, const char *name,
	    const struct candidate_viewer *, int64_t candidate_id,
	    const char *after, int64_t limit, char next[CANDIDATE_VIEW_NEXT], struct err *);

#endif
