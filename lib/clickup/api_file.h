/* api_file: the files that are attached to tasks. Source: vendor reference, "Attachments". */
#ifndef CLICKUP_API_FILE_H
#define CLICKUP_API_FILE_H

#include <stddef.h>

struct clickup;
struct err;
struct fetch_res;

/*
 * The bytes of an attachment (id and url out of attachments above), without the key. A 403 or 404
 * (the signed URL is over) asks the task for a fresh URL once. ERR_DENIED code
 * "io.private_address", ERR_REMOTE
 * code "io.remote_too_large" above max_bytes, and the codes above.
 */
int	 clickup_file_fetch(struct clickup *, const char *task_id,
	    const char *attachment_id, const char *url, size_t max_bytes,
	    struct fetch_res *out, struct err *);

#endif
