/*
 * platform: what one job board is to the machine of all of them: a row of facts, and talks with it
 * as steps. A talk says its next request (next) and reads the answer (take); both touch no network
 * and no table, run.h sends. A new board is a room with such a row, in the table of the program.
 */
#ifndef PLATFORM_PLATFORM_H
#define PLATFORM_PLATFORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "platform/refusal.h"

struct conf;
struct err;
struct platform_request;
struct wish;

/* What a board can do. */
enum {
	PLATFORM_SEARCH		= 1,	/* people by a wish */
	PLATFORM_RESPONSES	= 2,	/* people who answered the employer's vacancies */
	PLATFORM_CONTACTS	= 4,	/* opens contacts, paid */
	PLATFORM_SALARY		= 8,	/* analysis of salaries */
	PLATFORM_SIGN_IN	= 16,	/* OAuth */
	PLATFORM_WEBHOOK	= 32,
	PLATFORM_FILES		= 64	/* its exports are imported as files */
};
/* "search", ... of one bit. */
const char *platform_ability(unsigned bit);

/* The credentials of an integration, in the clear; NULL: not set. */
struct platform_keys {
	char	*api_key, *api_secret, *access_token, *refresh_token;
};
void	platform_keys_clear(struct platform_keys *);
#define own_platform_keys	cleanup(platform_keys_clear)
extern const char *const platform_key_names[];	/* in that order, NULL-ended */
/* The one of that name. */
char	**platform_key(struct platform_keys *, const char *name);

/* What a talk is about. All of it outlives the talk. */
struct platform_ask {
	const struct wish	*wish;		/* of a search */
	const char		*cursor;	/* where the last answer ended; NULL: start */
	const char		*id;		/* of one thing that is asked for; NULL */
	const json_t		*more;		/* what is to be done with it, or NULL */
	const json_t		*account;	/* what its check said last, or NULL */
	const char		*base_url;	/* where the board is */
	int64_t			 now_ms;
};

/* What a talk brought. The members are the caller's. */
struct platform_got {
	json_t	*found;		/* array: people as found_clean makes them */
	int64_t	 total;		/* how many there are; -1: not known */
	char	*cursor;	/* what goes on here; NULL: that was all */
	json_t	*notes;		/* array of {code, wish}: what the board did not do as wished */
	json_t	*about;		/* of a check, or of one thing */
	int64_t	 unreadable;	/* people that made no sense */
};
void	platform_got_clear(struct platform_got *);
#define own_platform_got	cleanup(platform_got_clear)
/* said: of one person, as found_clean reads it. What makes no sense is counted. */
void	platform_got_add(struct platform_got *, const char *platform,
	    const json_t *said);
void	platform_got_note(struct platform_got *, const char *code,
	    const char *wish);

struct platform_talk {
	void	*(*open)(const struct platform_ask *);
	/* 1: a request; 0: it is over; -1: it cannot be asked for. */
	int	 (*next)(void *talk, struct platform_request *, struct err *);
	/* Of a request with a dictionary: doc is what distil made of its answer. */
	int	 (*take)(void *talk, const json_t *doc, struct platform_got *,
		    struct err *);
	/* A request was refused: 0: the talk goes on without. NULL: every refusal ends it. */
	int	 (*refused)(void *talk, const struct err *, struct platform_got *);
	void	 (*close)(void *talk);
};

/* What is traded for a pair of tokens: a code, or a refresh token (the other is NULL). */
struct platform_grant {
	const char	*code, *redirect_uri, *verifier;
	const char	*refresh_token;
};
struct platform_oauth {
	const char	*host;		/* <prefix>_OAUTH_URL is another one */
	const char	*authorize;	/* path there */
	const char	*scope;		/* NULL: none */
	bool		 pkce;
	void		(*trade)(const struct platform_keys *,
			    const struct platform_grant *,
			    struct platform_request *out);
};

struct platform {
	const char	*name;		/* "hh_ru": of the API and of connections */
	const char	*title;		/* "HH.ru" */
	const char	*prefix;	/* of its keys in the configuration: "HH" of HH_API_URL */
	const char	*address;	/* unless <prefix>_API_URL says another */
	const char	*catalog;	/* unless <prefix>_CATALOG_URL says another; NULL: none */
	int		 limit, period_s;	/* calls; <prefix>_LIMIT is another limit */
	bool		 begins_off;	/* an integration is switched on by a person */
	unsigned	 does, wishes;	/* WISH_*: those that its search takes */
	int		 years_off;	/* by how many its ranges of experience may miss a wish */
	/* Codes of messages about it, in both languages; where: the page that gives keys. */
	const char	*about, *how, *where;
	const char	*const *takes;	/* credentials, NULL-ended */
	const char	*const *needs;	/* those that no call does without */
	const char	*no_search;	/* code of why it cannot search; NULL: it can */
	const struct platform_oauth *oauth;	/* NULL: no sign-in */
	/* Headers of every call; site: how our program names itself. */
	void		(*dress)(const struct platform_keys *, const char *agent,
			    struct platform_request *);
	/* doc NULL: a page, or nothing. said: a word of the board for people, or "". */
	enum platform_refusal (*refusal)(int status, const json_t *doc,
			    char *said, size_t size);
	/* What is kept of a dictionary. NULL: it has none. */
	json_t		*(*distil)(const char *name, const json_t *doc);
	/* responses: some at a time, by the cursor. NULL: the board has none. */
	const struct platform_talk *check, *search, *responses;
	/* Of one person: contacts, which cost; the response to a vacancy, by its id. With more:
	 * something is done; {person: true}: who answered is found. */
	const struct platform_talk *contact, *response;
	/* Those of everybody by a wish, as found people are, with what they pay. NULL: none. */
	const struct platform_talk *vacancies;
	/* Its webhooks: about: {items: [{id, url}]}; with more {url}: one is made first; with an
	 * id: that one is removed. NULL: it has none. */
	const struct platform_talk *hook;
};

/* Of a NULL-ended table. ERR_INPUT on that field: "choice". */
const struct platform *platform_by_name(const struct platform *const *,
	    const char *name);
int	platform_choose(const struct platform *const *, const char *field,
	    const char *name, const struct platform **out, struct err *);

/* Its address, or the configuration's. Lives as long as conf. */
const char *platform_address(const struct platform *, const struct conf *);
const char *platform_catalog(const struct platform *, const struct conf *);
const char *platform_oauth_host(const struct platform *, const struct conf *);
/* "HH_" and name, looked up; NULL: not set. */
const char *platform_conf(const struct platform *, const struct conf *,
	    const char *name);

#endif
