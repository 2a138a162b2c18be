/* boards: the table of all job boards: a new one is a room of its own and a row here. */
#ifndef BOARDS_BOARDS_H
#define BOARDS_BOARDS_H

struct platform;

extern const struct platform *const boards[];	/* NULL-ended */

#endif
