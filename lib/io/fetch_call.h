/* fetch_call: one finished call to a remote service, as it is recorded. */
#ifndef IO_FETCH_CALL_H
#define IO_FETCH_CALL_H

#include <stdbool.h>
#include <stdint.h>

struct db;

/* Secrets are masked already; bodies cut to 4 KB. */
struct fetch_call {
	const char	*provider, *method, *endpoint;	/* endpoint: path and query */
	const char	*request_body, *response_body;	/* NULL: none or binary */
	const char	*error;				/* NULL: answered */
	int		 status;			/* 0: no answer */
	int		 attempt;
	bool		 missed;			/* 404, as may be */
	int64_t		 duration_ms, company_id, user_id, connection_id;
};
typedef void fetch_recorder(struct db *, const struct fetch_call *);

#endif
