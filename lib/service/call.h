/* call: the log of calls to remote services (api_call, monthly partitions). */
#ifndef SERVICE_CALL_H
#define SERVICE_CALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct contact_store;
struct db;
struct db_rows;
struct err;
struct fetch_call;

/* One row; texts live until the next row, or until its rows are closed. */
struct call {
	int64_t		 id, user_id, connection_id;
	const char	*provider, *source, *log_type, *method, *endpoint;
	int		 status_code;		/* 0: no answer */
	int64_t		 duration_ms;		/* -1: not known */
	int64_t		 created_at;		/* ms since the epoch */
	const char	*error_message;		/* "" when answered */
	const char	*user_name, *user_email;	/* NULL: unknown user */
	bool		 bodies;		/* they were read: */
	const char	*request_data, *response_data;	/* NULL: none */
};

/* Which rows. 0 and NULL: any; user_id 0: the whole company's. */
struct call_filter {
	int64_t		 company_id, user_id, connection_id;
	const char	*provider, *log_type, *method;
	int		 status_code;
	int64_t		 before_id;	/* keyset: older than this row */
};

/* A fetch_recorder. A call that cannot be written is only logged. */
void	call_record(struct db *, const struct fetch_call *);
/* A call that was made elsewhere and is logged by a person: source "manual". type: of
 * call_types; duration_ms -1: not known. */
int	call_note(struct db *, const struct fetch_call *, const char *type,
	    int64_t *id, struct err *);

/* Newest first, at most limit rows, without bodies; walk with call_next. */
int	call_list(struct db *, const struct call_filter *, int64_t limit,
	    struct db_rows **, struct err *);
/* The same of the filter's company, user and provider between two moments; to_ms 0: now. */
int	call_during(struct db *, const struct call_filter *, int64_t from_ms,
	    int64_t to_ms, int64_t limit, struct db_rows **, struct err *);
bool	call_next(struct db_rows *, struct call *);
/* Exact, at least up to 10 000; before_id does not matter. */
int	call_count(struct db *, const struct call_filter *, int64_t *n,
	    struct err *);
/* With bodies. user_id 0: any of the company. ERR_ABSENT. out's texts live as
 * long as rows. */
int	call_get(struct db *, int64_t company_id, int64_t user_id, int64_t id,
	    struct db_rows **rows, struct call *out, struct err *);

/* What calls said of a person who is erased goes; the lines stay. */
extern const struct contact_store	call_store;

#endif
