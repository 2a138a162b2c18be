/* api: what LinkedIn answers, understood. Pure. */
#ifndef LINKEDIN_API_H
#define LINKEDIN_API_H

#include <jansson.h>

#include "platform/platform.h"

extern const struct platform_talk linkedin_check_talk;

/* What an error status and its serviceErrorCode mean, and what the error says. */
enum platform_refusal linkedin_refusal(int status, const json_t *doc,
	    char *said, size_t size);

#endif
