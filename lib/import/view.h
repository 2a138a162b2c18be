/* view: a bulk import as people and pages see it. */
#ifndef IMPORT_VIEW_H
#define IMPORT_VIEW_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct conf;
struct db;
struct err;
struct import_job;

/* A job with its undo, how it goes on now, and its failures by remedy and speed by minute. */
enum import_view { IMPORT_VIEW_BRIEF, IMPORT_VIEW_LIVE, IMPORT_VIEW_WHOLE };
/* As an object. lang: of its messages. */
int	import_view_write(struct db *, const struct import_job *,
	    enum import_view, const char *lang, struct buf *, struct err *);
/* What mends failures of this code: "retry", "name_only", "no_parse", "settings", "review",
 * "resend". */
const char *import_view_remedy(const char *code);

/* Tell the owner's pages: live figures, or (stored) a change of state. */
void	import_view_push(struct db *, const struct conf *,
	    const struct import_job *, bool stored);

/*
 * A person changed its state: the figures are counted anew (if not now, then by the importer), and
 * the owner's pages are told. out: as it is now.
 */
int	import_view_changed(struct db *, const struct conf *, int64_t id,
	    struct import_job *out, struct err *);

#endif
