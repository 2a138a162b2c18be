#include "account/passkey_form.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/field.h"
#include "io/secret.h"

/* Bytes, many times what authenticators send. */
#define CLIENT_MAX		4096
#define ATTESTATION_MAX		16384
#define AUTHENTICATOR_MAX	2048
#define SIGNATURE_MAX		1024
#define HANDLE_MAX		64

#define WORDS_MAX	8	/* transports */
#define WORD_MAX	20	/* characters of one */

struct member {
	const char	*path;		/* for the error */
	const json_t	*from;
	const char	*name;
	size_t		 min, max;	/* bytes; min 0: it may be absent */
};

static int
read_bytes(struct passkey_form *out, size_t slot, const struct member *m,
    struct webauthn_bytes *to, struct err *err)
{
	const json_t	*value = json_object_get(m->from, m->name);
	const char	*text = json_string_value(value);
	unsigned char	*bytes;
	size_t		 len;

	if (m->min == 0 && (value == NULL || json_is_null(value)))
		return 0;
	if (text == NULL)
		return err_field(err, m->path, value == NULL ? "required" :
		    "type", "text");
	bytes = out->bytes[slot] = mem_zero(m->max);
	if (!secret_base64_read(text, bytes, m->max, &len) || len < m->min)
		return err_field(err, m->path, "account.base64",
		    "%zu", m->max);
	*to = (struct webauthn_bytes){ bytes, len };
	return 0;
}

/* What browsers write is kept as it is, for them; what no browser writes is left out. */
static void
read_transports(const json_t *list, char out[PASSKEY_FORM_TRANSPORTS])
{
	own_json json_t	*words = json_array();
	own_str char	*text = NULL;
	size_t		 i;
	json_t		*one;

	json_array_foreach(list, i, one) {
		const char	*word = json_string_value(one);
		size_t		 len = word == NULL ? 0 : strspn(word,
				    "abcdefghijklmnopqrstuvwxyz-");

		if (len > 0 && len <= WORD_MAX && word[len] == '\0' &&
		    json_array_size(words) < WORDS_MAX)
			json_array_append(words, one);
	}
	text = json_dumps(words, JSON_COMPACT);
	snprintf(out, PASSKEY_FORM_TRANSPORTS, "%s", text);
}

static int
read_response(const json_t *credential, struct passkey_form *out,
    const json_t **response, struct err *err)
{
	const struct member	 id = { "credential.id", credential, "id", 1,
				    WEBAUTHN_ID_MAX };

	*response = json_object_get(credential, "response");
	if (!json_is_object(credential))
		return err_field(err, "credential", "required", "object");
	if (!json_is_object(*response))
		return err_field(err, "credential.response", "required",
		    "object");
	return read_bytes(out, 0, &id, &out->id, err) == -1 ||
	    read_bytes(out, 1, &(struct member){
	    "credential.response.clientDataJSON", *response,
	    "clientDataJSON", 1, CLIENT_MAX }, &out->client, err) == -1 ?
	    -1 : 0;
}

int
passkey_form_new(const json_t *credential, struct passkey_form *out,
    struct err *err)
{
	own_passkey_form struct passkey_form	 got = { 0 };
	const json_t				*response;

	if (read_response(credential, &got, &response, err) == -1 ||
	    read_bytes(&got, 2, &(struct member){
	    "credential.response.attestationObject", response,
	    "attestationObject", 1, ATTESTATION_MAX }, &got.attestation,
	    err) == -1)
		return -1;
	read_transports(json_object_get(response, "transports"),
	    got.transports);
	*out = give(got);
	return 0;
}

int
passkey_form_answer(const json_t *credential, struct passkey_form *out,
    struct err *err)
{
	own_passkey_form struct passkey_form	 got = { 0 };
	const json_t				*response;

	if (read_response(credential, &got, &response, err) == -1 ||
	    read_bytes(&got, 2, &(struct member){
	    "credential.response.authenticatorData", response,
	    "authenticatorData", 1, AUTHENTICATOR_MAX }, &got.authenticator,
	    err) == -1 ||
	    read_bytes(&got, 3, &(struct member){
	    "credential.response.signature", response, "signature", 1,
	    SIGNATURE_MAX }, &got.signature, err) == -1 ||
	    read_bytes(&got, 4, &(struct member){
	    "credential.response.userHandle", response, "userHandle", 0,
	    HANDLE_MAX }, &got.handle, err) == -1)
		return -1;
	*out = give(got);
	return 0;
}

void
passkey_form_clear(struct passkey_form *form)
{
	for (size_t i = 0; i < nitems(form->bytes); i++)
		free(form->bytes[i]);
	*form = (struct passkey_form){ 0 };
}
