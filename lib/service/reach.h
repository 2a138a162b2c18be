/* reach: whether a service is there, as calls of it show: one that gives no answer, or
 * whose gateway does (502 to 504), is away until the next good answer. Who is away is
 * asked again. Table connection. */
#ifndef SERVICE_REACH_H
#define SERVICE_REACH_H

#include <stdbool.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;
struct fetch_call;

#define REACH_AGAIN_S	60	/* between two questions to one that is away */

/* A fetch_recorder: call_record, and the connection of the call is marked. A refused key stays
 * refused; an answer of another kind says nothing. */
void	reach_record(struct db *, const struct fetch_call *);

/* People's own connections that were not asked for REACH_AGAIN_S. At most limit. */
struct reach_due {
	int64_t		 connection_id, company_id, user_id;
	const char	*provider;	/* until the next row */
};
int	reach_due(struct db *, int64_t limit, struct db_rows **, struct err *);
bool	reach_due_next(struct db_rows *, struct reach_due *out);
/* taken: it is ours to ask; no other process has it. */
int	reach_take(struct db *, int64_t connection_id, bool *taken,
	    struct err *);

/* What owners were not told of yet: an absence that lasts for REACH_AGAIN_S, and the end of one
 * that they were told of. At most limit of each. */
struct reach_news {
	int64_t		 connection_id, company_id, user_id;
	const char	*provider;	/* until the next row */
	int64_t		 since;		/* ms: when the absence began */
	bool		 back;		/* it is over */
};
int	reach_news(struct db *, int64_t limit, struct db_rows **,
	    struct err *);
bool	reach_news_next(struct db_rows *, struct reach_news *out);
int	reach_told(struct db *, const struct reach_news *, struct err *);

#endif
