/* integration_form: what people send of an integration, checked. Pure. */
#ifndef PLATFORM_INTEGRATION_FORM_H
#define PLATFORM_INTEGRATION_FORM_H

#include <jansson.h>
#include <stdbool.h>

struct err;
struct integration;
struct integration_change;
struct platform;

/*
 * before NULL: a new one, whose body also has platform (read by platform_choose). Else what the
 * body does not have stays as before; whole (PUT): becomes what a new one has, but credentials
 * stay: nobody can send what is never shown. out points into the body and before. ERR_INPUT names
 * each wrong field; "platform.key_unused": the board takes no such credential.
 */
int	integration_form_read(const json_t *body, const struct platform *,
	    const struct integration *before, bool whole,
	    struct integration_change *out, struct err *);

#endif
