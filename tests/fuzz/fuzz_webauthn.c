/* fuzz_webauthn: any bytes as what an authenticator made: refused, or a key within its bounds;
 * and as what it signed, and as the browser's part. */
#include <stdlib.h>

#include "base/err.h"
#include "io/cbor_scan.h"
#include "io/webauthn.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static const struct webauthn_site site = { "hire.example.org",
	"https://hire.example.org:8443" };

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct webauthn_bytes	 all = { data, size };
	struct webauthn_key		 key = { .algorithm = WEBAUTHN_ES256,
					    .key_len = 64 };
	struct webauthn_state		 state = { 0 };
	struct err			 err = { 0 };
	const unsigned char		*inner;
	size_t				 len;
	char				 challenge[WEBAUTHN_CHALLENGE_MAX];

	webauthn_verify(&site, &key, all, all, all, &state, &err);
	webauthn_client(&site, "webauthn.get", all, challenge, &err);
	if (webauthn_register(&site, all, &key, &state, &err) == 0 &&
	    (key.id_len == 0 || key.id_len > sizeof(key.id) ||
	    key.key_len > sizeof(key.key)))
		abort();
	if (cbor_scan_bytes(data, size, "authData", &inner, &len) &&
	    (inner < data || len > size ||
	    inner > data + size - len))
		abort();
	return 0;
}
