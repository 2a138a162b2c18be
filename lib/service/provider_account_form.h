/* provider_account_form: what people send of an account at a provider, checked. Pure. */
#ifndef SERVICE_PROVIDER_ACCOUNT_FORM_H
#define SERVICE_PROVIDER_ACCOUNT_FORM_H

#include <jansson.h>

struct conf;
struct err;
struct provider;
struct provider_account;
struct provider_change;

/*
 * {name, status, credentials, settings, metadata}. before NULL: a new one. Else what the body does
 * not have stays as before, each setting and credential by itself; a credential null or "" is
 * removed. ERR_INPUT names each wrong field. out borrows the name from the body or before.
 */
int	provider_account_form_read(const struct conf *, const json_t *body,
	    const struct provider *, const struct provider_account *before,
	    struct provider_change *out, struct err *);

#endif
