/*
 * rota: whose turn it is at a queue that many share. Of those for whom something waits, the one
 * that was served longest ago goes first, so a company with 100 000 items holds up one with ten by
 * its items under way alone. Table queue_turn.
 */
#ifndef IO_ROTA_H
#define IO_ROTA_H

#include <stdint.h>

#include "io/db_clock.h"

struct db;
struct err;

/*
 * A queue. waits: a SELECT of ids, of whom something waits, and since when (columns id, at; NULL:
 * nothing). Or, by ROTA, of: a SELECT of the ids of all who may have something, and head: an
 * expression of SQL, since when the first thing of o.id waits, or NULL. It is read for each of
 * them, so a SELECT in it is one look at an index: it ends with ORDER BY ... LIMIT 1, and what is
 * fixed before the order is compared by =.
 */
struct rota {
	const char	*queue;		/* at most 20 letters */
	const char	*sql;		/* ROTA_OF(waits) */
};
#define ROTA(of, head) ROTA_BEFORE(of, head, "")
/* What is kept for so many days; rota_take_old. */
#define ROTA_OLD(of, head) ROTA_BEFORE(of, head, "- INTERVAL ? DAY ")
#define ROTA_BEFORE(of, head, ago) "SELECT o.id FROM (" of ") o "		\
	"LEFT JOIN queue_turn t ON t.queue = ? AND t.id = o.id WHERE " head	\
	" <= NOW(3) " ago "ORDER BY t.served_at, o.id LIMIT 1000"
#define ROTA_OF(waits)	ROTA(waits, "o.at")
#define ROTA_COMPANIES	"SELECT id FROM company"
/* And what belongs to no company, as 0. */
#define ROTA_ANYONE	ROTA_COMPANIES " UNION ALL SELECT 0"
/* The same of a queue that is looked at all the time: one look when nothing is in it. */
#define ROTA_COMPANIES_IF(any) ROTA_COMPANIES " WHERE EXISTS (SELECT 1 FROM " any ")"
#define ROTA_ANYONE_IF(any) ROTA_COMPANIES_IF(any) " UNION ALL SELECT 0"
/* Of two heads the one that waits longer. */
#define ROTA_NEVER	"TIMESTAMP'9999-12-31 00:00:00'"
#define ROTA_EITHER(a, b) "LEAST(COALESCE((" a "), " ROTA_NEVER "), "		\
	"COALESCE((" b "), " ROTA_NEVER "))"
/* For a list that says its own order: joined by this, it begins with ORDER BY qt.served_at. */
#define ROTA_JOIN(queue_name, id_column) " LEFT JOIN queue_turn qt ON "		\
	"qt.queue = '" queue_name "' AND qt.id = " id_column " "

/* Takes what waits for id, if anything may be taken: 1 it was served; 0 it has nothing; -1. */
typedef int rota_work(struct db *, int64_t id, void *arg, struct err *);

/* One after the other is asked until one was served: 1; 0: none had anything; or -1. */
int	rota_take(struct db *, const struct rota *, rota_work *, void *arg,
	    struct err *);
int	rota_take_old(struct db *, const struct rota *, int64_t days,
	    rota_work *, void *arg, struct err *);
/* Rows that are too old: drop deletes a part of id's; its marks are id, days and how many. */
struct rota_old {
	struct rota	 rota;		/* ROTA_OLD */
	const char	*drop;
};
int	rota_drop_old(struct db *, const struct rota_old *, int64_t days,
	    int64_t part, int64_t *removed, struct err *);
/* For a rota_work: the one number that a SELECT with id as its value gives, into out; 0: none. */
int	rota_first(struct db *, const char *sql, int64_t id, int64_t *out,
	    struct err *);
/* For a rota_work that takes by a guarded update: look finds one, claim says in n whether it is
 * ours; of those that others take first some are looked at. */
typedef int rota_claim(struct db *, void *arg, int64_t *n, struct err *);
int	rota_take_one(struct db *, int64_t id, rota_work *look, rota_claim *,
	    void *arg, struct err *);
/* id was served now. rota_take says so itself, where more than one wait. Not in a transaction. */
int	rota_served(struct db *, const char *queue, int64_t id, struct err *);
/* Turns so long ago that they say nothing. */
int	rota_expire(struct db *, int64_t days, int64_t *removed, struct err *);

/* After a clock set back nobody is last for hours. */
extern const struct db_deadline rota_deadlines[];

#endif
