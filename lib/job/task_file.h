/* task_file: an attachment of a task, read through us: never by its own address, never
 * shown as something it is not. Source: RFC 6266, RFC 8187 (names), WHATWG "MIME
 * Sniffing" (signatures). */
#ifndef JOB_TASK_FILE_H
#define JOB_TASK_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/fetch.h"

struct conf;
struct db;
struct err;

#define TASK_FILE_MAX	((size_t)25 << 20)

struct task_file {
	char		*title;
	struct fetch_res res;
};
void	task_file_clear(struct task_file *);
#define own_task_file cleanup(task_file_clear)

/*
 * Of the user's own task: out of the cache when it knows the file, else the task is asked first.
 * ERR_ABSENT: there is no such task or file; "file_limit" above TASK_FILE_MAX; and the codes of
 * clickup_file_fetch.
 */
int	task_file_fetch(struct db *, const struct conf *, int64_t company_id,
	    int64_t user_id, const char *task_id, const char *attachment_id,
	    struct task_file *out, struct err *);

/*
 * What the bytes are, by themselves: "application/pdf", "image/png", ... that a browser may show,
 * or NULL: to be saved only.
 */
const char *task_file_type(const char *data, size_t len);
/* The value of Content-Disposition for a title of any letters. */
char	*task_file_disposition(const char *title, bool shown);

#endif
