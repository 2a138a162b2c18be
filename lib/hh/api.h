/* api: what the talks with HH.ru have in common. Pure. */
#ifndef HH_API_H
#define HH_API_H

#include <jansson.h>
#include <stdint.h>

#include "platform/platform.h"

#define HH_NAME	"hh_ru"

extern const struct platform_talk hh_check_talk, hh_search_talk,
	    hh_responses_talk, hh_contact_talk, hh_response_talk,
	    hh_vacancies_talk, hh_hook_talk;

/* What is paid for at HH.ru and left: adds {name, left, until} to an array. */
void	hh_paid_read(const json_t *, json_t *paid);

struct platform_request;
struct wish;

/* Pages of a list, which not every answer names: then by found and per_page. */
int64_t	hh_pages(const json_t *doc);
/* Those of its ranges of experience that the wish has years of. */
void	hh_ask_experience(const struct wish *, struct platform_request *);

/* A resume, or an item of a search, as found_clean reads it; the caller's. What opens contacts
 * for money is left out of raw_data. */
json_t	*hh_resume_said(const json_t *resume);

/* A response to a vacancy ({id, name}, or NULL): the resume, and with it what was answered and may
 * be done now; one without a resume was deleted, or is hidden. */
void	hh_response_add(const json_t *response, const json_t *vacancy,
	    struct platform_got *);

/* Of GET /areas: the map of platform/region.h; NULL: it is no tree of areas. */
json_t	*hh_area_distil(const json_t *areas);

/* What an error status means, and the first word of its error. */
enum platform_refusal hh_refusal(int status, const json_t *doc, char *said,
	    size_t size);

#endif
