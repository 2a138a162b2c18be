/* ignored: wishes that a board seems to pass over in silence: the people whom it finds say
 * otherwise of themselves. Pure. */
#ifndef PLATFORM_IGNORED_H
#define PLATFORM_IGNORED_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct platform;
struct platform_got;
struct wish;

#define IGNORED_WISHES	3	/* experience, salary, updated_within_days */

/* Of how many it could be said, and of how many it was not as wished. Zero it before use. */
struct ignored {
	int64_t	said[IGNORED_WISHES], against[IGNORED_WISHES];
	size_t	looked;		/* at so many of found */
};

/* Those that came since the last look. */
void	ignored_look(struct ignored *, const struct platform *,
	    const struct wish *, int64_t now_ms, const json_t *found);
/* At the end: a note "platform.ignored" of each wish that a fifth of them or more contradict. */
void	ignored_note(const struct ignored *, struct platform_got *);

#endif
