/* operating: seconds of work that a portal gives each method, about 480 in 10 minutes: `time` of
 * every answer says how many are used; near the end nobody calls the method before its reset.
 * Source: b24restdocs, "REST API limits". */
#ifndef BITRIX_OPERATING_H
#define BITRIX_OPERATING_H

#include <jansson.h>
#include <stdint.h>

struct db;
struct err;

#define BITRIX_OPERATING_MAX_S	430	/* then the method rests until the reset */

/* Waits for its time, at most wait_ms. ERR_BUSY "bitrix.operating" with retry_after_s. */
int	bitrix_operating_wait(struct db *, const char *portal,
	    const char *method, int64_t wait_ms, struct err *);
/* time: of an answer; NULL: nothing is known. */
void	bitrix_operating_learn(struct db *, const char *portal,
	    const char *method, const json_t *time);
/* It was refused; retry_after_s is set from time, or a minute. */
void	bitrix_operating_over(struct db *, const char *portal,
	    const char *method, const json_t *time, struct err *);
/* Pure: ms until the reset that it names; 0: it names none, or there is time left. */
int64_t	bitrix_operating_ms(const json_t *time);

#endif
