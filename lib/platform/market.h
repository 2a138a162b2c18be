/* market: what vacancies offer and people ask, as the job boards that can say it show them. */
#ifndef PLATFORM_MARKET_H
#define PLATFORM_MARKET_H

#include <jansson.h>

struct caller;
struct err;
struct platform;
struct wish;

/*
 * Asks one usable integration of each board that has PLATFORM_SALARY, all at once. out: as
 * salaries_json gives it, and platforms: [{platform, vacancies, resumes, error}], the caller's.
 * ERR_CONFLICT "platform.none_connected"; ERR_REMOTE "platform.all_failed": then why is
 * {platforms} alone, the caller's.
 */
int	market_ask(const struct caller *, const struct platform *const *boards,
	    const struct wish *, const char *lang, json_t **out, json_t **why,
	    struct err *);

#endif
