/* call_log: the log of calls as people and pages see it; HuntflowLog of those to Huntflow. */
#ifndef SERVICE_CALL_LOG_H
#define SERVICE_CALL_LOG_H

#include <stdint.h>

#include "service/call_sum.h"

struct buf;
struct call;
struct db;
struct err;
struct web_req;

/* One call, its bodies when they were read; name NULL: an element. */
void	call_log_put(struct buf *, const char *name, const struct call *);

/* Totals by type and by user, the newest ten, the cache's size. */
int	call_log_stats(struct db *, const struct call_whose *,
	    struct buf *out, struct err *);
/* The last hours, one element each, also those without calls: by type, p50 and p95. */
#define CALL_LOG_HOURS	720
int	call_log_chart(struct db *, const struct call_whose *, int64_t hours,
	    struct buf *out, struct err *);
/* Endpoints of the last days, those with the longest p95 first, at most 20. */
int	call_log_slowest(struct db *, const struct call_whose *,
	    int64_t days, struct buf *out, struct err *);

/*
 * {log_type, endpoint, method?, status_code?, request_data?, response_data?, error_message?} of a
 * person (the body): kept masked and cut as our own calls are, typed ERROR when it failed.
 */
int	call_log_add(struct db *, const struct web_req *, int64_t *id,
	    struct err *);

#endif
