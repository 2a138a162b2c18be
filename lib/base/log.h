/* log: one line of JSON per event to stderr; nginx and the pools collect it. What is secret in a
 * line is masked (mask.h). HIREWIRE_LOG names the file that stderr is appended to, if it is one:
 * when another file has that name (it was rotated), lines go on there. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

/* The program's name in each line. */
void	log_open(const char *program);
/* "debug", "info", "warn", "error": lines below it are not written (info at first); another word,
 * or NULL, changes nothing. conf_open says it as LOG_LEVEL has it. */
void	log_level(const char *name);
/* Lines carry the id of the request in hand until "" is said; lives until then. */
void	log_of(const char *request_id);
const char *log_request_id(void);
/* That name; "hirewire" until it is said. */
const char *log_program(void);
void	log_line(enum log_level, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	log_err(enum log_level, const char *doing, const struct err *);
/* Is a line of this level written? */
bool	log_wants(enum log_level);
/* A line with members of its own, written into a buffer by emit_*. */
void	log_event(enum log_level, const char *msg, const struct buf *members);

#endif
