/* duplicate: is this person in Huntflow already? By e-mail, phone, links and name, compared as
 * people mean them. */
#ifndef HUNTFLOW_DUPLICATE_H
#define HUNTFLOW_DUPLICATE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct err;
struct huntflow_org;

#define DUPLICATE_LINKS	5
#define DUPLICATE_MAX	10	/* that are shown */

/* Who is looked for; NULL: not known. */
struct duplicate_ask {
	const char	*email, *phone, *first_name, *last_name;
	const char	*links[DUPLICATE_LINKS];
	size_t		 nlinks;
};

/*
 * [{id, name, matched: ["email", "phone", "link", "name", "phone_end", "name_alike"], position,
 * company, email, phone, photo_url, vacancy, status, created, url}], the surest first. Searches
 * are never kept.
 */
int	duplicate_find(struct huntflow_org *, const struct duplicate_ask *,
	    json_t **out, struct err *);
/* Is there more than a name that fits? */
bool	duplicate_sure(const json_t *one);
/* What two applicants have in common: an array of the words above without "link". country: as in
 * person/phone.h. */
json_t	*duplicate_matched(const json_t *, const json_t *,
	    const char *country);

#endif
