/* number: a number as people write it. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

struct buf;

#define NUMBER_MOST	1e21	/* from here on it is written with an exponent */

/* Adds it with all its digits: "12345678901.5". */
void	number_put(struct buf *, double);

#endif
