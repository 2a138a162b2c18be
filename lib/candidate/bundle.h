/* bundle: everything about a person and the bytes of the files, as one ZIP that is written as it
 * goes (152-FZ, GDPR). */
#ifndef CANDIDATE_BUNDLE_H
#define CANDIDATE_BUNDLE_H

#include <stdbool.h>
#include <stdint.h>

#include "io/web.h"

struct candidate;
struct candidate_bundle;
struct candidate_eraser;
struct conf;

/*
 * candidate.json is what candidate_export writes; files/ID-NAME are the files, ID as there: their
 * names are made safe, and no two are alike. NULL: ERR_TOO_LARGE "candidate.bundle_size".
 */
struct candidate_bundle *candidate_bundle_open(struct db *,
	    const struct conf *, const struct candidate *, const struct candidate_eraser *,
	    bool team, struct err *);
/* What web_res.arg_close and web_res.stream want: a file at a time. */
void	candidate_bundle_close(void *);
web_streamer	candidate_bundle_next;

#endif
