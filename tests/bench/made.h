/* made: an index of so many tasks of a recruiter, made without a database: their shapes are those of
 * tests/lib/seed.js, the same ones each time. For benches of the index alone. */
#ifndef BENCH_MADE_H
#define BENCH_MADE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "index/read.h"
#include "index/shape.h"

#define DAY_MS		86400000
#define MADE_BEGIN	1600000000000		/* the oldest task */
#define MADE_DAYS	(5 * 365)
#define MADE_VOCABULARY	200000			/* Russian and English words, by Zipf's law */
#define MADE_DUE_NEVER	INT64_C(253402300800000)

/* Values of a filter are numbers as texts, the most frequent first but for priorities. */
#define MADE_STATES	10
#define MADE_PRIORITIES	5
#define MADE_TAGS	60
#define MADE_PEOPLE	12
#define MADE_CVS	6
#define MADE_SENT	4

enum { BY_UPDATED, BY_NAME, BY_DUE, BY_DUE_LAST, BY_CREATED, BY_PRIORITY, ORDERS };

extern const struct index_shape	 made_shape;
extern struct index_store	*made_store;
extern struct err		 made_err;
extern uint64_t			 made_chance;		/* the state of roll: any but 0 */

#define MUST(step) do {							\
	if ((step) != 0) {						\
		fprintf(stderr, "%s: %s\n", #step, made_err.text);	\
		exit(1);						\
	}								\
} while (0)

uint32_t roll(uint32_t sides);
uint32_t zipf(uint32_t n);			/* below n, common ones often */
void	 made_word(uint32_t rank, char out[64]);
double	 made_cpu_us(void);			/* of this process */

/* NULL: a folder of its own in TMPDIR, which made_close removes. */
void	 made_open(const char *folder);
void	 made_close(void);
struct index_read *made_read(void);
/* n tasks with so many words, or up to a third more; none when they are there already. */
void	 made_all(uint32_t n, uint32_t words);
/* Some of them once more, a change other than 0 with other values; the rate is told. */
void	 made_again(const char *what, uint32_t some, uint32_t batch,
	    uint32_t change);

#endif
