/* api: what the talks with SuperJob have in common. Pure. */
#ifndef SUPERJOB_API_H
#define SUPERJOB_API_H

#include <jansson.h>
#include <stdint.h>

#include "platform/platform.h"

#define SUPERJOB_NAME		"superjob"
#define SUPERJOB_PAGE_MAX	100
#define SUPERJOB_DEPTH_MAX	500	/* people of one question: beyond it one asks by date */

extern const struct platform_talk superjob_check_talk, superjob_search_talk,
    superjob_received_talk, superjob_vacancies_talk;

struct platform_request;

/* All towns, which are kept as a dictionary. */
void	superjob_ask_towns(struct platform_request *);

/* A resume as found_clean reads it; the caller's. */
json_t	*superjob_resume_said(const json_t *resume);
/* When it was published, seconds since the epoch; 0: not known. */
int64_t	 superjob_published(const json_t *item);

/* Of GET /towns/ and /catalogues/: the map of platform/region.h; NULL: of another shape. */
json_t	*superjob_town_distil(const json_t *towns);
json_t	*superjob_catalogue_distil(const json_t *catalogues);

/* What an error status means, and what its error says. */
enum platform_refusal superjob_refusal(int status, const json_t *doc,
	    char *said, size_t size);

#endif
