/* event_copy: an event of a calendar as Bitrix24 shows it, in our terms. Pure.
 * Source: b24restdocs, "Calendar event fields". */
#ifndef BITRIX_EVENT_COPY_H
#define BITRIX_EVENT_COPY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

#define BITRIX_EVENT_TEXT_MAX	10000	/* characters of a description that are kept */

/*
 * One occurrence: those of a repeated event share the id. Times are ms. A whole day begins at its
 * midnight in UTC, whatever zone it is shown in, and ends at the one after the last day.
 */
struct bitrix_event {
	int64_t	 id, from, to;
	bool	 whole_day, repeated, hidden;	/* hidden: private, shown as busy */
	char	*name, *description, *place, *zone;	/* owned; "": none */
	char	*mark;		/* owned; of one that we made; NULL: we did not */
};
void	bitrix_event_clear(struct bitrix_event *);
#define own_bitrix_event cleanup(bitrix_event_clear)

/* False: it is none, or was deleted. */
bool	bitrix_event_read(const json_t *event, struct bitrix_event *out);

/*
 * Our mark at the end of a description, on a line of its own, by which an event that we made is
 * found. The caller frees both.
 */
char	*bitrix_event_marked(const char *description, const char *mark);
/* The mark that it ends with, in *mark, NULL for none; the answer: the description without it. */
char	*bitrix_event_unmarked(const char *description, char **mark);

#endif
