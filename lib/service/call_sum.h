/* call_sum: sums of the call log, written with every call and read in its place: totals,
 * hours with their latency, endpoints. Tables call_month, call_ended, call_hour, call_past and
 * call_day. */
#ifndef SERVICE_CALL_SUM_H
#define SERVICE_CALL_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct db_rows;
struct err;

#define CALL_BUCKETS	16	/* of latency: see call_sum_ms */
#define CALL_TYPES	5	/* GET, POST, PATCH, DELETE, ERROR */
extern const char *const call_types[];	/* their names, NULL-ended */

/* Calls by how long they took. */
struct call_latency {
	int64_t	 n[CALL_BUCKETS];
};
/* The time that part of the calls (0.5, 0.95) stayed below, ms; -1: there are no calls. */
int64_t	call_sum_ms(const struct call_latency *, double part);

/* One call to be counted. status 0: no answer. */
struct call_sum {
	int64_t		 company_id, user_id;
	const char	*provider, *log_type, *method, *endpoint;
	int		 status;
	int64_t		 duration_ms;	/* -1: not known */
};
/* Within the transaction that stores the call. */
int	call_sum_add(struct db *, const struct call_sum *, struct err *);
/* An endpoint without its numbers, names and query: "/accounts/{id}/vacancies". */
#define CALL_TEMPLATE	161
void	call_sum_template(const char *endpoint, char out[CALL_TEMPLATE]);

/* Whose: user_id 0: the whole company's. */
struct call_whose {
	int64_t		 company_id, user_id;
	const char	*provider;	/* NULL: all (hours, counts) */
};

/* All that the log holds, by type and by user; one may come in several parts. */
struct call_total {
	int64_t		 user_id;
	const char	*user_name;	/* e-mail; NULL: nobody's; until the next row */
	int		 type;		/* index of call_types */
	int64_t		 calls, good;
};
int	call_sum_totals(struct db *, const struct call_whose *,
	    struct db_rows **, struct err *);
bool	call_sum_total_next(struct db_rows *, struct call_total *);
/* How many calls that are; log_type NULL: of any. */
int	call_sum_count(struct db *, const struct call_whose *,
	    const char *log_type, int64_t *n, struct err *);

/* Hours since then by type, in no order; one hour and type may come in several parts. */
struct call_slot {
	int64_t			 at, calls;	/* at: ms since the epoch */
	int			 type;
	struct call_latency	 latency;
};
int	call_sum_hours(struct db *, const struct call_whose *, int64_t since_ms,
	    struct db_rows **, struct err *);
bool	call_sum_hour_next(struct db_rows *, struct call_slot *);
/* Sum up the hours that are over for the company as a whole, and the months that are over. One
 * process at a time. */
int	call_sum_fold(struct db *, struct err *);

/* Endpoints of the days since then; texts until the next row. */
struct call_endpoint {
	const char		*method, *template;
	int64_t			 calls, errors;
	struct call_latency	 latency;
};
int	call_sum_endpoints(struct db *, const struct call_whose *,
	    int64_t since_ms, struct db_rows **, struct err *);
bool	call_sum_endpoint_next(struct db_rows *, struct call_endpoint *);

/* Forget what lies before this month. */
int	call_sum_drop(struct db *, int64_t month_ms, struct err *);

#endif
