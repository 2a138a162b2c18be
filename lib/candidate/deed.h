/* deed: what a click may do at the job board of a source: open contacts, answer a response. */
#ifndef CANDIDATE_DEED_H
#define CANDIDATE_DEED_H

#include <jansson.h>
#include <stdbool.h>

struct db;
struct err;

/* A condition of SQL on a row s of candidate_source: the person answered a vacancy. */
#define CANDIDATE_ANSWERED	"JSON_EXISTS(s.raw_data, '$.negotiation.id')"

/* ["contact", "response"] as far as the board has them: contacts unless the source says one
 * already (found: platform/found.h's), a response where there is one (answered). [] of a platform
 * that is no board. */
json_t	*candidate_deeds(const json_t *found, bool answered);
/* Sources of rows of a search (search_row.h) have "deeds": the response is added to those of
 * people who answered. */
int	candidate_deeds_answered(struct db *, const json_t *rows, struct err *);

#endif
