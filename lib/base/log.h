/* log: one line of JSON per event to stderr; nginx and the pools collect it. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stddef.h>

struct buf;
struct err;

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* The program's name in each line; LOG_LEVEL=debug|info|warn|error filters. */
void	log_open(const char *program);
void	log_line(enum log_level, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	log_err(enum log_level, const char *doing, const struct err *);
/* A line with members of its own, written into a buffer by emit_*. */
void	log_event(enum log_level, const char *msg, const struct buf *members);
/*
 * Replaces in place the values after known secret names (token, api_key,
 * password, Authorization, secret, ...) and the keys of webhooks' addresses by
 * ***; used before anything from
 * outside is stored or printed.
 */
void	log_mask(char *text, size_t len);

#endif
