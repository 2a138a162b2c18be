/* follow: the index of a company's candidates follows its rows (docs/index.md): those that changed
 * since are read by their rev and put; those that are joined or erased leave. */
#ifndef CANDIDATE_FOLLOW_H
#define CANDIDATE_FOLLOW_H

#include "index/follow.h"

struct web_more;
struct web_req;

/* The candidates of all companies; an owner is a company. */
extern const struct index_source candidate_follow;

/* What a request knows of its company's candidates; on a route with WEB_MORE of a program that has
 * this as web_auth.more, it was read with the session. collection 0: there never was one. */
extern const struct web_more candidate_follow_more;
int	candidate_follow_home(struct db *, const struct web_req *,
	    struct index_home *, struct err *);

#endif
