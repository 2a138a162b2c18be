/* search: one search over several integrations at once: which are asked, what each brought, where
 * the next page begins. */
#ifndef PLATFORM_SEARCH_H
#define PLATFORM_SEARCH_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "platform/integration.h"
#include "platform/run.h"

struct caller;
struct err;
struct wish;

/* One integration's part of it. */
struct search_part {
	struct integration	 in;
	const struct platform	*platform;
	struct wish		*wish;		/* with its share of the limit */
	char			*cursor;	/* where it goes on; NULL: from the start */
	struct platform_done	*done;		/* NULL: under way */
	struct platform_done	 refused;	/* of one that could not be asked at all */
	int64_t			 asked_ms;	/* clock_mono_ms */
	bool			 held;		/* refused by ourselves: its quota is used up */
};

struct search {
	const struct caller		*who;
	const struct platform *const	*boards;	/* NULL-ended */
	struct wish			*wish;
	struct search_part		*part;
	size_t				 n, given;
	json_t				*unsupported;	/* array: platforms that cannot search */
	struct platform_run		*run;
};
void	search_close(struct search *);
void	search_close_p(struct search **);
#define own_search	cleanup(search_close_p)

/*
 * body: the members of a wish (platform/wish.h), platform, platforms (none: all that are active),
 * integration_ids, cursor; weights and saved_search are for whoever scores. Begins to ask.
 * ERR_INPUT names wrong fields, an integration that is not there among them;
 * ERR_CONFLICT "platform.not_connected": a board that was named has no usable integration, or there
 * is none at all; "platform.unusable": an integration that was named is none;
 * "<platform>.no_search", ERR_UNFIT: all that were named cannot search.
 */
int	search_open(const struct caller *, const struct platform *const *boards,
	    const json_t *body, struct search **out, struct err *);
/* The next part that ended; NULL: there are no more. */
struct search_part *search_next(struct search *);
/* WISH_* bits by which the board chose those that it found. */
unsigned	search_applied(const struct search_part *);
/* Stores how a part ended, in its log, too. */
void	search_settle(struct search *, const struct search_part *);

/* After the last part: a row for each platform, {platform, status, found, took_ms, error, ...}. */
json_t	*search_platforms(const struct search *, const char *lang);
int64_t	 search_total(const struct search *);
/* NULL: there is no more. The caller's. */
char	*search_cursor(const struct search *);
/* All that were asked failed without bringing anybody: -1, ERR_REMOTE "platform.all_failed". */
int	 search_judge(const struct search *, struct err *);

#endif
