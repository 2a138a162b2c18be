/* request: one request to a job board in the making: a fetch_req that owns its texts. Pure. */
#ifndef PLATFORM_REQUEST_H
#define PLATFORM_REQUEST_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"
#include "io/fetch.h"

/* Zero it before use. Names of parameters are literals; values are copied, NULL leaves them out. */
struct platform_request {
	struct fetch_req	 http;
	json_t			*texts;		/* what http points at */
	int			 npath, nquery, nform, nheader;
	const char		*dictionary;	/* its answer is kept under this name, and asked for
						 * again by ETag; NULL: an ordinary one */
	bool			 oauth;		/* to the host of OAuth, without a token */
	bool			 bare;		/* to the API, without a token */
	bool		 catalog;	/* to the board's catalog, without a token */
	int		 kept_s;	/* its answer is good for so long; 0: it is not kept */
};
void	platform_request_clear(struct platform_request *);
#define own_platform_request	cleanup(platform_request_clear)

/* One more segment of the path, of 9 at most. */
void	platform_request_path(struct platform_request *, const char *segment);
/* The parts of "/resumes/received". */
void	platform_request_paths(struct platform_request *, const char *path);
void	platform_request_query(struct platform_request *, const char *name,
	    const char *value);
/* below 0: left out */
void	platform_request_number(struct platform_request *, const char *name,
	    int64_t);
void	platform_request_form(struct platform_request *, const char *name,
	    const char *value);
void	platform_request_header(struct platform_request *, const char *name,
	    const char *value);
/*
 * The path and query of an address that the service gave, which must begin with base: false: it
 * is of another place.
 */
bool	platform_request_url(struct platform_request *, const char *base,
	    const char *url);

#endif
