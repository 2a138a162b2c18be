/*
 * webauthn: what an authenticator (a phone, a computer, a security key) says at the registration
 * of a passkey and at a sign-in, checked; knows no table. fido.h is known to webauthn.c alone.
 * All of it comes from strangers. Source: W3C Web Authentication Level 3, sections 6.1, 7.1, 7.2.
 */
#ifndef IO_WEBAUTHN_H
#define IO_WEBAUTHN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct conf;
struct err;

#define WEBAUTHN_ID_MAX		1023	/* bytes of a credential's id */
#define WEBAUTHN_KEY_MAX	320	/* bytes of a public key */
#define WEBAUTHN_CHALLENGE_MAX	64	/* characters of a challenge, NUL included */

/* COSE numbers of the kinds of signature that are taken, best first. */
enum webauthn_algorithm { WEBAUTHN_ES256 = -7, WEBAUTHN_EDDSA = -8,
	WEBAUTHN_RS256 = -257 };

/* Who asks: of WEB_BASE_URL, its host alone, and scheme, host and port as browsers write them. */
struct webauthn_site {
	char	 id[256];
	char	 origin[300];
};
void	webauthn_site_of(const struct conf *, struct webauthn_site *);

struct webauthn_bytes {
	const unsigned char	*data;
	size_t			 len;
};

/* What is kept of a passkey. key: x and y; the 32 bytes of Ed25519; modulus and exponent. */
struct webauthn_key {
	unsigned char	 id[WEBAUTHN_ID_MAX];
	size_t		 id_len;
	int		 algorithm;
	unsigned char	 key[WEBAUTHN_KEY_MAX];
	size_t		 key_len;
};

/* What the authenticator says of itself. */
struct webauthn_state {
	bool		 verified;	/* it checked that it is its owner: PIN, finger, face */
	bool		 backed_up;	/* the passkey is synced to other devices */
	uint32_t	 counter;	/* of signatures; 0 for ever: it does not count */
};

/*
 * Each: 0, or -1 with ERR_AUTH "io.webauthn" (no such thing, or not for this site; the text says
 * which check failed) or "io.webauthn_origin" (made on a page of another address).
 */

/* The browser's part (clientDataJSON). type: "webauthn.create" or "webauthn.get". */
int	webauthn_client(const struct webauthn_site *, const char *type,
	    struct webauthn_bytes json, char challenge[WEBAUTHN_CHALLENGE_MAX],
	    struct err *);
/*
 * A new passkey (attestationObject). No attestation is asked for, and a statement about the
 * maker that comes all the same is not looked at.
 */
int	webauthn_register(const struct webauthn_site *,
	    struct webauthn_bytes attestation, struct webauthn_key *,
	    struct webauthn_state *, struct err *);
/* A signature over the authenticator's and the browser's part (authenticatorData). */
int	webauthn_verify(const struct webauthn_site *,
	    const struct webauthn_key *, struct webauthn_bytes authenticator,
	    struct webauthn_bytes client, struct webauthn_bytes signature,
	    struct webauthn_state *, struct err *);

#endif
