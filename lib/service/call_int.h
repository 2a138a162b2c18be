/* call_int: how a row of api_call is read, for the files of this room that find them. */
#ifndef SERVICE_CALL_INT_H
#define SERVICE_CALL_INT_H

#include <stdbool.h>

struct call;
struct db_rows;

/* The columns and their reader (call_read) are of one order; c is the call, u its user. */
#define CALL_COLS "c.id, c.user_id, c.connection_id, c.provider, c.source, " \
	"c.log_type, c.method, c.endpoint, c.status_code, c.duration_ms, " \
	"c.created_at, c.error_message, u.name, u.email"
#define CALL_BODIES ", c.request_data, c.response_data"
#define CALL_USER " LEFT JOIN user u ON u.id = c.user_id"

/* bodies: they were asked for behind the columns. */
void	call_read(const struct db_rows *, bool bodies, struct call *);

#endif
