/* guess_piece: the parts of a job's heading: which is the position, which the company, which the
 * place. */
#ifndef DOCUMENT_GUESS_PIECE_H
#define DOCUMENT_GUESS_PIECE_H

#include <stdbool.h>
#include <stddef.h>

#define GUESS_PIECES_MAX	8

/* Owned; NULL: not known. other: parts of which nothing is known by themselves. */
struct guess_piece {
	char	*position, *company, *place;
	char	*other[GUESS_PIECES_MAX];
	size_t	 n;
};

void	guess_piece_clear(struct guess_piece *);
/* The parts of a line: between bars, tabs, dashes, " at ". */
void	guess_piece_line(struct guess_piece *, const char *text);
/* Position and company are known. */
bool	guess_piece_full(const struct guess_piece *);
/*
 * A line behind the period. hh: the company comes first, then its place and its business, then the
 * position; listed: a list is below it, as below a business. False: it is no part of the heading.
 */
bool	guess_piece_next(struct guess_piece *, const char *text, bool hh,
	    bool listed);
/* What nothing is known of becomes what is still missing. company_first: of two. */
void	guess_piece_settle(struct guess_piece *, bool company_first);

#endif
