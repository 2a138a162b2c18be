/* erase_serve: an erasure as requests ask for it and hear of it. */
#ifndef CANDIDATE_ERASE_SERVE_H
#define CANDIDATE_ERASE_SERVE_H

#include <stdint.h>

struct candidate_judged;
struct db;
struct err;
struct web_req;
struct web_res;

/*
 * 202: of the person an id is left, the rest goes behind the request, which is told. Asked again
 * meanwhile: the same; one that failed is then tried again. id: then of the one that it was joined
 * to. ERR_ABSENT: none, or gone altogether.
 */
int	candidate_erase_serve(struct db *, const struct web_req *,
	    struct web_res *, int64_t *id,
	    const struct candidate_judged *, struct err *);
/* 200, how far it is. ERR_ABSENT: nobody asked for it. */
int	candidate_erase_serve_state(struct db *, const struct web_req *,
	    struct web_res *, int64_t id, struct err *);

#endif
