/* passkey_form: a credential as browsers write it in JSON (RegistrationResponseJSON and
 * AuthenticationResponseJSON), read within bounds. Source: W3C Web Authentication Level 3, 5.1. */
#ifndef ACCOUNT_PASSKEY_FORM_H
#define ACCOUNT_PASSKEY_FORM_H

#include <jansson.h>

#include "io/webauthn.h"

struct err;

#define PASSKEY_FORM_TRANSPORTS	256

struct passkey_form {
	unsigned char		*bytes[5];	/* what the members below point into */
	struct webauthn_bytes	 id, client;
	struct webauthn_bytes	 attestation;	/* of a registration */
	struct webauthn_bytes	 authenticator, signature;	/* of a sign-in */
	struct webauthn_bytes	 handle;	/* empty: none was sent */
	/* A JSON array of words, "[]": none was sent. Words that nobody knows yet stay. */
	char			 transports[PASSKEY_FORM_TRANSPORTS];
};
/* ERR_INPUT on the member that is missing, too long or no url-safe base64. Other members are the
 * browser's own affair. */
int	passkey_form_new(const json_t *credential, struct passkey_form *out,
	    struct err *);
int	passkey_form_answer(const json_t *credential,
	    struct passkey_form *out, struct err *);
void	passkey_form_clear(struct passkey_form *);
#define own_passkey_form cleanup(passkey_form_clear)

#endif
