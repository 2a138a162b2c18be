/* found: one person as a job board or a file shows them: a JSON object with the fields of
 * ExternalCandidate that come from outside, cleaned and bounded. Pure.
 * Source: "Интеграции с внешними платформами", ExternalCandidate. */
#ifndef PLATFORM_FOUND_H
#define PLATFORM_FOUND_H

#include <jansson.h>

struct buf;
struct err;

#define FOUND_ID_MAX	190		/* characters of an external_id */
#define FOUND_LINE_MAX	255		/* characters of a name, a place, a position */
#define FOUND_TEXT_MAX	8000		/* characters of a summary */
#define FOUND_RAW_MAX	(64 * 1024)	/* bytes of raw_data; a larger one is null */

/*
 * The members of a found person, in this order, NULL-ended. Each is always there; null, or an empty
 * array: not known.
 *	external_id		text; never null
 *	platform		"hh_ru", "superjob", ...; never null
 *	first_name, last_name, middle_name, location, current_position, current_company
 *				one line, 255 characters
 *	email			as person_email_read gives it
 *	phone			one number as it was written, 40 characters
 *	birth_date		"1990-05-31"
 *	experience_years	number >= 0, in tenths
 *	skills			[text], 100 at most, each once
 *	summary			text of several lines, 8000 characters
 *	salary_min, salary_max	whole units of currency; one sum that is expected is salary_min
 *	currency		ISO 4217; "RUR" is "RUB", "BYR" is "BYN"
 *	education		[{institution, degree, field, year}], 30 at most
 *	experience		[{company, position, location, from, to, description}], 50 at most;
 *				from, to: "2019", "2019-09" or "2019-09-01"; to null: until
 *				now
 *	languages		[{language, level}], 30 at most
 *	profile_url, cv_url, photo_url	http or https
 *	linkedin_url		as person/link.h writes it
 *	github_url		https://github.com/...
 *	updated_at		ISO 8601 in UTC: when the person changed it there
 *	raw_data		the answer itself
 */
extern const char *const found_fields[];

/*
 * Makes one of what was said: an object with any of those members, each of them of any type: what
 * does not fit is null, what is too long is cut. 0, or -1 with ERR_REMOTE "platform.no_id" when
 * there is no external_id, "platform.shape" when said is no object.
 */
int	found_clean(const char *platform, const json_t *said, json_t **out,
	    struct err *);

/* "Петрова Анна Сергеевна", from a found person; "": no name is known. */
void	found_full_name(const json_t *found, struct buf *out);

#endif
