/* buf: a growing byte buffer, and JSON written straight into it. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zero it before use. data is NUL-terminated when len > 0 or after buf_str. */
struct buf {
	char	*data;
	size_t	 len, cap;
};

void	 buf_clear(struct buf *);
#define own_buf	cleanup(buf_clear)
void	 buf_add(struct buf *, const void *, size_t len);
void	 buf_puts(struct buf *, const char *);
void	 buf_putc(struct buf *, char);
void	 buf_fmt(struct buf *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Percent-encoded for a URL: letters, digits and the signs in also stay as they are. */
void	 buf_escape(struct buf *, const char *text, const char *also);
/* The text so far, "" when empty; lives until the next change. */
const char *buf_str(struct buf *);

/*
 * JSON without a tree in between, for lists: emit_open(b, '[') ... each member
 * puts its own comma (by looking at the byte before), so order is free.
 * name NULL: an element of an array. A NULL string writes null.
 */
void	 emit_open(struct buf *, const char *name, char bracket);	/* '{' or '[' */
void	 emit_close(struct buf *, char bracket);			/* '}' or ']' */
void	 emit_str(struct buf *, const char *name, const char *);
void	 emit_int(struct buf *, const char *name, int64_t);
void	 emit_id(struct buf *, const char *name, int64_t);	/* 0 writes null, */
void	 emit_text(struct buf *, const char *name, const char *);	/* and so does "" */
void	 emit_real(struct buf *, const char *name, double);
void	 emit_bool(struct buf *, const char *name, bool);
void	 emit_null(struct buf *, const char *name);
/* ms since the epoch as "2026-11-20T14:05:00.000Z"; 0 writes null. */
void	 emit_time(struct buf *, const char *name, int64_t at_ms);
/* JSON text taken as it is (a JSON column); NULL or "" writes null. */
void	 emit_json(struct buf *, const char *name, const char *json);

#endif
