/* actor: who changes something of the team's, and from where: what its history keeps. */
#ifndef TEAM_ACTOR_H
#define TEAM_ACTOR_H

#include "team/right.h"

struct conf;
struct db;
struct err;
struct web_req;

/* Nothing in it is owned. */
struct actor {
	struct right_who	 who;
	const char		*via;		/* page, api, bot, import, service */
	const char		*address;	/* "": not known */
	const char		*zone;		/* theirs: "Europe/Minsk" */
	const struct conf	*conf;
};
struct actor actor_of(const struct web_req *);

/*
 * What they do, in a transaction (db_tx_run_committed), and once more when two chose one position
 * by chance; then those who may see it are told of the events that it wrote. What a deed relies on
 * it locks first.
 */
int	actor_run(struct db *, const struct actor *, int (*work)(struct db *, void *, struct err *),
	    void *arg, struct err *);

#endif
