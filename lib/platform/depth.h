/* depth: pages of a job board that shows only so many people of one question, newest first: beyond
 * them it is asked for those who are as old as the last one. Pure. */
#ifndef PLATFORM_DEPTH_H
#define PLATFORM_DEPTH_H

#include <stdbool.h>
#include <stdint.h>

struct platform_got;

struct depth {
	int64_t	 most;			/* people of one question */
	int64_t	 page, per_page;	/* the next page, from 0, and its size */
	int64_t	 until_s;		/* of people who changed by then; 0: any */
	int64_t	 oldest_s;		/* of those that came; 0: none */
};

/* For limit people, page_max of them a page; cursor: of depth_cursor, or NULL. */
void	depth_open(struct depth *, int64_t most, int64_t page_max,
	    int64_t limit, const char *cursor);
/* One that came has changed then; 0 or less: not known. */
void	depth_saw(struct depth *, int64_t at_s);
/*
 * To the next page. more: the board has further ones of this question. false: that was all, with a
 * note "platform.depth" when it was not.
 */
bool	depth_next(struct depth *, bool more, struct platform_got *);
/* The caller's. */
char	*depth_cursor(const struct depth *);

#endif
