/* view: a bulk import as people and pages see it. */
#ifndef IMPORT_VIEW_H
#define IMPORT_VIEW_H

#include <jansson.h>
#include <stdbool.h>

struct buf;
struct conf;
struct db;
struct import_job;

/* The members of a job, without the braces. lang: of its message. */
void	import_view_job(struct buf *, const struct import_job *,
	    const char *lang);
/* The same, how it goes on now, and with lists: failures by remedy, speed by minute. */
void	import_view_progress(struct buf *, const struct import_job *,
	    const char *lang, bool lists);
/* What mends failures of this code: "retry", "name_only", "no_parse", "settings", "review". */
const char *import_view_remedy(const char *code);

/* Tell the owner's pages: live figures, or (stored) a change of state. */
void	import_view_push(struct db *, const struct conf *,
	    const struct import_job *, bool stored);

#endif
