/* caller: who asks, in which language, and with what the work is done. */
#ifndef ACCOUNT_CALLER_H
#define ACCOUNT_CALLER_H

#include <stdint.h>

struct conf;
struct db;
struct web_req;

/* Nothing in it is owned: what it points at outlives it. */
struct caller {
	struct db		*db;
	const struct conf	*conf;
	int64_t			 company_id, user_id;
	const char		*lang;	/* "ru", "en" */
	const char		*zone;	/* time zone, "Europe/Minsk" */
};

/* Who sent a request that was let in. */
struct caller caller_of(struct db *, const struct web_req *);

#endif
