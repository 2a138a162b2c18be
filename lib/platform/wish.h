/* wish: whom a search looks for, read from JSON and bounded. Pure. Source: "Интеграции с внешними
 * платформами", SearchCandidatesRequest and the search_* fields of PlatformIntegration. */
#ifndef PLATFORM_WISH_H
#define PLATFORM_WISH_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct err;

#define WISH_WORDS	10	/* keywords, and locations, at most */
#define WISH_LIMIT	50	/* of one answer, unless another is asked for */
#define WISH_LIMIT_MAX	200

/* -1, NULL, an empty array: no wish. */
struct wish {
	json_t		*keywords, *locations;	/* arrays of texts */
	int64_t		 experience_min, experience_max;	/* years */
	int64_t		 salary_min, salary_max;
	char		 currency[4];
	const char	*employment;	/* of wish_employments */
	int64_t		 updated_within_days;
	bool		 only_new;
	int64_t		 limit;
};
void	wish_clear(struct wish *);
#define own_wish	cleanup(wish_clear)

extern const char *const wish_employments[];	/* full, part, project, volunteer, probation */

/* The members that wish_read takes, NULL-ended. */
extern const char *const wish_names[];
/* Of a search. ERR_INPUT names each member that is wrong. */
int	wish_read(const json_t *, struct wish *out, struct err *);
/* The same of an integration: search_keywords, ..., currency; other members are passed over. */
extern const char *const wish_stored_names[];
int	wish_read_stored(const json_t *, struct wish *out, struct err *);
/* Back to the members of wish_read (stored: of an integration), null where there is no wish. */
json_t	*wish_json(const struct wish *, bool stored);

/* "java, spring" as ["java", "spring"]; empty ones are left out. text may be NULL. */
json_t	*wish_split(const char *text);

/* Which wishes there are: bits, and their names. */
enum {
	WISH_KEYWORDS	= 1,
	WISH_LOCATIONS	= 2,
	WISH_EXPERIENCE	= 4,
	WISH_SALARY	= 8,
	WISH_EMPLOYMENT	= 16,
	WISH_UPDATED	= 32
};
unsigned	 wish_given(const struct wish *);
/* "keywords", ... of one bit. */
const char	*wish_name(unsigned bit);
/* What a note of a search says in that language; about: the name of a wish, or any other text. */
void	 wish_note_put(char *out, size_t size, const char *lang,
	    const char *code, const char *about);

#endif
