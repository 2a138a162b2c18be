/* report: what became of the people who were found: by source, by day, by colleague, and how long
 * each step took. Made of what candidate/step.h keeps. */
#ifndef CANDIDATE_REPORT_H
#define CANDIDATE_REPORT_H

#include <jansson.h>
#include <stdint.h>

struct buf;
struct db;
struct err;

#define CANDIDATE_REPORT_DAYS	366	/* of one report, at most */

/* first_day, last_day: of the calendar of the zone (base/zone.h), both inclusive. */
struct candidate_report {
	int64_t		 company_id, first_day, last_day;
	int64_t		 connection_id;	/* -1: all; 0: files, and by hand */
	const char	*zone;
};
/*
 * {from, to, zone, total, sources: [{integration_id, platform, name, found, persons, keep, hide,
 * contact, import, huntflow, hired}], days: [{day, found, persons, keep, ...}],
 * people: [{user, name, keep, ...}], times: [{step, count, low_s, median_s, high_s}]}. A step
 * counts in the period in which it was made, whenever the person was found; low and high are
 * quartiles.
 */
int	candidate_report(struct db *, const struct candidate_report *,
	    json_t **out, struct err *);

/* Which list of it is written as a table for spreadsheets. */
extern const char *const candidate_report_parts[];	/* "sources", ..., NULL */
/* The names of columns are in the language of the reader. */
void	candidate_report_csv(const json_t *report, const char *part,
	    char separator, const char *lang, struct buf *out);

#endif
