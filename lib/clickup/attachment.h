/* attachment: an attachment of a task, read through us: never by its own address, never
 * shown as something it is not. Source: RFC 6266, RFC 8187 (names), WHATWG "MIME
 * Sniffing" (signatures). */
#ifndef CLICKUP_ATTACHMENT_H
#define CLICKUP_ATTACHMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

struct conf;
struct db;
struct err;

#define CLICKUP_ATTACHMENT_MAX	((size_t)25 << 20)

struct clickup_attachment {
	char		*title;
	struct buf	 body;
};
void	clickup_attachment_clear(struct clickup_attachment *);
#define own_clickup_attachment cleanup(clickup_attachment_clear)

/*
 * Of the user's own task: out of the cache when it knows the file, else the task is asked first.
 * ERR_ABSENT: there is no such task or file; "clickup.file_limit" above CLICKUP_ATTACHMENT_MAX;
 * and the codes of clickup_file_fetch.
 */
int	clickup_attachment_fetch(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *task_id, const char *attachment_id,
	    struct clickup_attachment *out, struct err *);

#endif
