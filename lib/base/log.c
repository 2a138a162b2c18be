#include "base/log.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/mem.h"

static const char *const names[] = { "debug", "info", "warn", "error" };

/* Set once, before the first line, and only read afterwards. */
static const char	*program = "hirewire";
static enum log_level	 least = LOG_INFO;

void
log_open(const char *name)
{
	const char	*level = getenv("LOG_LEVEL");

	program = name;
	for (size_t i = 0; level != NULL && i < nitems(names); i++)
		if (strcmp(level, names[i]) == 0)
			least = (enum log_level)i;
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
	if (members != NULL && members->len > 0) {
		buf_putc(&b, ',');
		buf_add(&b, members->data, members->len);
	}
	emit_close(&b, '}');
	buf_putc(&b, '\n');
	if (write(STDERR_FILENO, b.data, b.len) == -1)
		return;		/* nobody is left to be told */
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
	log_mask(text, strlen(text));
	write_line(level, text, NULL);
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

static const char *const secret_names[] = { "authorization", "api_key",
    "apikey", "access_token", "refresh_token", "token", "password", "secret",
    "client_secret", "x-csrf-token", "hw_session", "signature", "key" };

/* The length of a secret's name that stands at s as a whole word, or 0. */
static size_t
secret_name(const char *s, size_t left)
{
	for (size_t i = 0; i < nitems(secret_names); i++) {
		size_t	 len = strlen(secret_names[i]);

		if (len < left && strncasecmp(s, secret_names[i], len) == 0 &&
		    strchr("\"'=: ", s[len]) != NULL && s[len] != '\0')
			return len;
	}
	return 0;
}

/* Behind a name: quotes, one '=' or ':', blanks, "Bearer". 0: no value follows. */
static size_t
value_offset(const char *s, size_t left)
{
	size_t	 at = 0;
	bool	 sign = false;

	for (; at < left && strchr("\"' =:\\", s[at]) != NULL; at++)
		sign = sign || s[at] == '=' || s[at] == ':';
	if (!sign)
		return 0;
	if (left - at > 7 && strncasecmp(s + at, "bearer ", 7) == 0)
		at += 7;
	return at;
}

/* The key at the end of a webhook's address. */
static void
mask_hooks(char *text, size_t len)
{
	static const char	 path[] = "/hooks/";
	char			*at = text, *end = text + len;

	while ((at = memmem(at, (size_t)(end - at), path,
	    sizeof(path) - 1)) != NULL) {
		at += sizeof(path) - 1;
		while (at < end && *at != '/' && strchr("\"' ?,", *at) == NULL)
			at++;
		if (at == end || *at != '/')
			continue;
		for (at++; at < end && strchr("\"' /?,\\\r\n", *at) == NULL;
		    at++)
			*at = '*';
	}
}

void
log_mask(char *text, size_t len)
{
	mask_hooks(text, len);
	for (size_t i = 0; i < len;) {
		size_t	 name = 0, at;

		if (i == 0 || strchr("\"'&?,;{ _-\n", text[i - 1]) != NULL)
			name = secret_name(text + i, len - i);
		if (name == 0 ||
		    (at = value_offset(text + i + name, len - i - name)) == 0) {
			i++;
			continue;
		}
		for (i += name + at; i < len &&
		    strchr("\"'&, ;}\r\n\\", text[i]) == NULL; i++)
			text[i] = '*';
	}
}
