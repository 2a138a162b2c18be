#include "io/webauthn.h"

#include <ctype.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <stdio.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/cbor_scan.h"
#include "io/field.h"
#include "io/secret.h"

/* Authenticator data: hash of the site's id, flags, counter; then, by the flags, the credential
 * (model, length of the id, id, key) and extensions. */
#define AT_FLAGS	32
#define AT_MODEL	37
#define AT_ID_LEN	53
#define AT_ID		55

enum flag {
	FLAG_PRESENT = 0x01,	/* somebody touched it */
	FLAG_VERIFIED = 0x04,
	FLAG_BACKUP_ELIGIBLE = 0x08,
	FLAG_BACKED_UP = 0x10,
	FLAG_CREDENTIAL = 0x40,
	FLAG_EXTENSIONS = 0x80
};

static int
refuse(struct err *err, const char *why)
{
	return err_code(err, ERR_AUTH, "io.webauthn", "%s", why);
}

/* --- the site --- */

void
webauthn_site_of(const struct conf *conf, struct webauthn_site *out)
{
	own_str char	*url = conf_site(conf);
	const char	*host = strstr(url, "://");
	size_t		 len;
	char		*c;

	host = host == NULL ? url : host + 3;
	len = strcspn(host, "/?#");
	snprintf(out->origin, sizeof(out->origin), "%.*s",
	    (int)((size_t)(host - url) + len), url);
	snprintf(out->id, sizeof(out->id), "%.*s", (int)len, host);
	for (c = out->origin; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	for (c = out->id; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	if ((c = strrchr(out->id, ':')) == NULL || strchr(c, ']') != NULL)
		return;
	/* Browsers leave a scheme's own port out. */
	if ((strcmp(c, ":443") == 0 && strncmp(url, "https", 5) == 0) ||
	    (strcmp(c, ":80") == 0 && strncmp(url, "http:", 5) == 0))
		out->origin[strlen(out->origin) - strlen(c)] = '\0';
	*c = '\0';
}

/* --- the browser's part --- */

int
webauthn_client(const struct webauthn_site *site, const char *type,
    struct webauthn_bytes json, char challenge[WEBAUTHN_CHALLENGE_MAX],
    struct err *err)
{
	own_json json_t	*doc = NULL;
	struct err	 why = { 0 };
	const char	*said, *origin, *asked;

	if (field_parse((const char *)json.data, json.len, &doc, &why) == -1 ||
	    !json_is_object(doc))
		return refuse(err, "clientDataJSON is no JSON object");
	said = json_string_value(json_object_get(doc, "type"));
	asked = json_string_value(json_object_get(doc, "challenge"));
	origin = json_string_value(json_object_get(doc, "origin"));
	if (said == NULL || asked == NULL || origin == NULL)
		return refuse(err, "clientDataJSON lacks a member");
	if (strcmp(said, type) != 0)
		return refuse(err, "the type is another");
	if (strcmp(origin, site->origin) != 0)
		return err_code(err, ERR_AUTH, "io.webauthn_origin", "%s",
		    site->origin);
	if (json_is_true(json_object_get(doc, "crossOrigin")))
		return refuse(err, "asked for by a page inside another's");
	if (strlen(asked) >= WEBAUTHN_CHALLENGE_MAX)
		return refuse(err, "the challenge is too long");
	snprintf(challenge, WEBAUTHN_CHALLENGE_MAX, "%s", asked);
	challenge[strcspn(challenge, "=")] = '\0';
	return 0;
}

/* --- the authenticator's part --- */

/* Its fixed part, and that the CBOR behind it, from at on, is harmless. */
static int
check_data(const struct webauthn_site *site, struct webauthn_bytes data,
    size_t at, struct err *err)
{
	unsigned char	 hash[SECRET_SHA256_SIZE];
	unsigned char	 flags;

	if (data.len < at)
		return refuse(err, "authenticatorData is cut off");
	secret_sha256(site->id, strlen(site->id), hash);
	if (memcmp(data.data, hash, sizeof(hash)) != 0)
		return refuse(err, "it is for another site");
	flags = data.data[AT_FLAGS];
	if ((flags & FLAG_PRESENT) == 0)
		return refuse(err, "nobody touched it");
	if ((flags & FLAG_BACKED_UP) != 0 && (flags & FLAG_BACKUP_ELIGIBLE) == 0)
		return refuse(err, "backed up, but not to be backed up");
	if ((flags & FLAG_EXTENSIONS) == 0 && at == AT_MODEL && data.len > at)
		return refuse(err, "authenticatorData is too long");
	return cbor_scan_ok(data.data + at, data.len - at) ? 0 :
	    refuse(err, "authenticatorData is no CBOR");
}

static void
state_of(unsigned char flags, uint32_t counter, struct webauthn_state *out)
{
	out->verified = (flags & FLAG_VERIFIED) != 0;
	out->backed_up = (flags & FLAG_BACKED_UP) != 0;
	out->counter = counter;
}

static void
close_cred(fido_cred_t **cred)
{
	fido_cred_free(cred);
}

static void
close_assert(fido_assert_t **assert)
{
	fido_assert_free(assert);
}

/* libfido2 wants to know the algorithm before it reads the key that says it. */
static int
read_key(struct webauthn_bytes data, int algorithm, struct webauthn_key *key,
    struct webauthn_state *state, struct err *err)
{
	cleanup(close_cred) fido_cred_t	*cred = fido_cred_new();
	size_t				 id_len, key_len;

	if (cred == NULL)
		return err_set(err, ERR_INTERNAL, "fido: no memory");
	if (fido_cred_set_type(cred, algorithm) != FIDO_OK ||
	    fido_cred_set_authdata_raw(cred, data.data, data.len) != FIDO_OK)
		return refuse(err, "the key is none that is taken");
	id_len = fido_cred_id_len(cred);
	key_len = fido_cred_pubkey_len(cred);
	if (id_len == 0 || id_len > sizeof(key->id) || key_len == 0 ||
	    key_len > sizeof(key->key))
		return refuse(err, "the key or its id has no good length");
	memcpy(key->id, fido_cred_id_ptr(cred), id_len);
	memcpy(key->key, fido_cred_pubkey_ptr(cred), key_len);
	key->id_len = id_len;
	key->key_len = key_len;
	key->algorithm = algorithm;
	state_of(fido_cred_flags(cred), fido_cred_sigcount(cred), state);
	return 0;
}

int
webauthn_register(const struct webauthn_site *site,
    struct webauthn_bytes attestation, struct webauthn_key *key,
    struct webauthn_state *state, struct err *err)
{
	static const int	 algorithms[] = { WEBAUTHN_ES256,
				    WEBAUTHN_EDDSA, WEBAUTHN_RS256 };
	struct webauthn_bytes	 data = { 0 };
	size_t			 id_len;

	if (!cbor_scan_bytes(attestation.data, attestation.len, "authData",
	    &data.data, &data.len))
		return refuse(err, "attestationObject holds no authData");
	if (data.len < AT_ID || (data.data[AT_FLAGS] & FLAG_CREDENTIAL) == 0)
		return refuse(err, "authData holds no credential");
	id_len = (size_t)data.data[AT_ID_LEN] << 8 | data.data[AT_ID_LEN + 1];
	if (check_data(site, data, AT_ID + id_len, err) == -1)
		return -1;
	fido_init(0);
	for (size_t i = 0; i < nitems(algorithms); i++) {
		*err = (struct err){ 0 };
		if (read_key(data, algorithms[i], key, state, err) == 0)
			return 0;
	}
	return -1;
}

static int
check_signature(fido_assert_t *assert, const struct webauthn_key *key)
{
	es256_pk_t	*es256 = NULL;
	eddsa_pk_t	*eddsa = NULL;
	rs256_pk_t	*rs256 = NULL;
	void		*pk = NULL;
	int		 rc = FIDO_ERR_INVALID_ARGUMENT;

	switch (key->algorithm) {
	case WEBAUTHN_ES256:
		pk = es256 = es256_pk_new();
		rc = es256_pk_from_ptr(es256, key->key, key->key_len);
		break;
	case WEBAUTHN_EDDSA:
		pk = eddsa = eddsa_pk_new();
		rc = eddsa_pk_from_ptr(eddsa, key->key, key->key_len);
		break;
	case WEBAUTHN_RS256:
		pk = rs256 = rs256_pk_new();
		rc = rs256_pk_from_ptr(rs256, key->key, key->key_len);
		break;
	}
	if (rc == FIDO_OK)
		rc = fido_assert_verify(assert, 0, key->algorithm, pk);
	es256_pk_free(&es256);
	eddsa_pk_free(&eddsa);
	rs256_pk_free(&rs256);
	return rc;
}

int
webauthn_verify(const struct webauthn_site *site,
    const struct webauthn_key *key, struct webauthn_bytes authenticator,
    struct webauthn_bytes client, struct webauthn_bytes signature,
    struct webauthn_state *state, struct err *err)
{
	cleanup(close_assert) fido_assert_t	*assert = NULL;

	if (check_data(site, authenticator, AT_MODEL, err) == -1)
		return -1;
	fido_init(0);
	if ((assert = fido_assert_new()) == NULL)
		return err_set(err, ERR_INTERNAL, "fido: no memory");
	if (fido_assert_set_count(assert, 1) != FIDO_OK ||
	    fido_assert_set_rp(assert, site->id) != FIDO_OK ||
	    fido_assert_set_clientdata(assert, client.data, client.len) !=
	    FIDO_OK ||
	    fido_assert_set_authdata_raw(assert, 0, authenticator.data,
	    authenticator.len) != FIDO_OK ||
	    fido_assert_set_sig(assert, 0, signature.data, signature.len) !=
	    FIDO_OK)
		return refuse(err, "a part of it cannot be read");
	if (fido_assert_set_up(assert, FIDO_OPT_TRUE) != FIDO_OK ||
	    check_signature(assert, key) != FIDO_OK)
		return refuse(err, "the signature is of another key");
	state_of(fido_assert_flags(assert, 0), fido_assert_sigcount(assert, 0),
	    state);
	return 0;
}
