#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"

static const char *const names[] = { "debug", "info", "warn", "error" };

/* Of the whole process, whose every line they are in: a program has one name, one level, and one
 * request in hand at a time. */
static const char	*program = "hirewire";
static enum log_level	 least = LOG_INFO;
static const char	*request = "";

void
log_open(const char *name)
{
	program = name;
}

void
log_level(const char *name)
{
	for (size_t i = 0; name != NULL && i < nitems(names); i++)
		if (strcmp(name, names[i]) == 0)
			least = (enum log_level)i;
}

void
log_of(const char *request_id)
{
	request = request_id;
}

const char *
log_request_id(void)
{
	return request;
}

const char *
log_program(void)
{
	return program;
}

/* The file that stderr is was put aside for a new one of its name: what comes next goes there. */
static void
follow_file(void)
{
	const char	*path = getenv("HIREWIRE_LOG");
	struct stat	 ours, there;
	int		 fd;

	if (path == NULL || fstat(STDERR_FILENO, &ours) == -1 ||
	    !S_ISREG(ours.st_mode) || (stat(path, &there) == 0 &&
	    there.st_ino == ours.st_ino && there.st_dev == ours.st_dev))
		return;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (fd == -1)
		return;		/* the former one still takes it */
	dup2(fd, STDERR_FILENO);
	close(fd);
}

/* One write a line, so that lines of many workers do not mix. */
static void
write_line(enum log_level level, const char *text, const struct buf *members)
{
	own_buf struct buf	 b = { 0 };

	emit_open(&b, NULL, '{');
	emit_time(&b, "at", clock_ms());
	emit_str(&b, "level", names[level]);
	emit_str(&b, "program", program);
	emit_int(&b, "pid", getpid());
	emit_str(&b, "msg", text);
	if (request[0] != '\0')
		emit_str(&b, "request_id", request);
	if (members != NULL && members->len > 0) {
		buf_putc(&b, ',');
		buf_add(&b, members->data, members->len);
	}
	emit_close(&b, '}');
	mask_text(b.data, b.len);
	buf_putc(&b, '\n');
	follow_file();
	if (write(STDERR_FILENO, b.data, b.len) == -1)
		return;		/* nobody is left to hear of it */
}

void
log_line(enum log_level level, const char *fmt, ...)
{
	own_str char	*text = NULL;
	va_list		 ap;

	if (level < least)
		return;
	va_start(ap, fmt);
	text = mem_vfmt(fmt, ap);
	va_end(ap);
	write_line(level, text, NULL);
}

bool
log_wants(enum log_level level)
{
	return level >= least;
}

void
log_event(enum log_level level, const char *msg, const struct buf *members)
{
	if (level >= least)
		write_line(level, msg, members);
}

void
log_err(enum log_level level, const char *doing, const struct err *err)
{
	log_line(level, "%s: %s (%s)", doing, err->text, err->code);
}
