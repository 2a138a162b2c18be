/* merge: one person out of what several sources say. Pure. */
#ifndef CANDIDATE_MERGE_H
#define CANDIDATE_MERGE_H

#include <jansson.h>

struct buf;

/* What the team or the person may correct, NULL-ended: it wins over the sources. */
extern const char *const candidate_own_fields[];

/*
 * said: an array of found persons (platform/found.h), the newest first. own: an object. A new
 * object with the members of a found person but for external_id, platform, raw_data and
 * updated_at: each as own has it, else as the first one that knows it; skills are all that are
 * named; beside them emails, phones and links, arrays of all, and lines: names, positions, firms
 * and towns of all.
 */
json_t	*candidate_merge(const json_t *said, const json_t *own);
/* What words find the person by. */
void	 candidate_merge_text(const json_t *merged, struct buf *out);

#endif
