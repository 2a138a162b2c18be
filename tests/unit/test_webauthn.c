/* webauthn: recorded answers of authenticators in software, whole and bent; CBOR of strangers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/cbor_scan.h"
#include "io/field.h"
#include "io/secret.h"
#include "io/webauthn.h"

static const struct webauthn_site site = { "hire.example.org",
	"https://hire.example.org:8443" };

/* One answer in bytes. */
struct answer {
	unsigned char	 create[4096], attestation[4096], get[4096],
			 authenticator[4096], signature[4096];
	size_t		 create_len, attestation_len, get_len,
			 authenticator_len, signature_len;
};

static void
read_member(const json_t *one, const char *name, unsigned char *out,
    size_t *len)
{
	assert_true(secret_base64_read(json_string_value(json_object_get(one,
	    name)), out, 4096, len));
}

static void
read_answer(const char *kind, struct answer *a)
{
	own_json json_t	*all = json_load_file("tests/data/webauthn/answers.json",
			    0, NULL);
	size_t		 i;
	json_t		*one;

	assert_non_null(all);
	json_array_foreach(all, i, one)
		if (strcmp(field_str(one, "kind"), kind) == 0)
			break;
	assert_non_null(one);
	read_member(one, "create", a->create, &a->create_len);
	read_member(one, "attestation", a->attestation, &a->attestation_len);
	read_member(one, "get", a->get, &a->get_len);
	read_member(one, "authenticator", a->authenticator,
	    &a->authenticator_len);
	read_member(one, "signature", a->signature, &a->signature_len);
}

#define BYTES(a, part) ((struct webauthn_bytes){ (a)->part, (a)->part##_len })

static int
register_it(const struct answer *a, struct webauthn_key *key)
{
	struct webauthn_state	 state;
	struct err		 err = { 0 };

	return webauthn_register(&site, BYTES(a, attestation), key, &state,
	    &err);
}

static int
verify_it(const struct answer *a, const struct webauthn_key *key,
    struct webauthn_state *state)
{
	struct err	 err = { 0 };

	return webauthn_verify(&site, key, BYTES(a, authenticator),
	    BYTES(a, get), BYTES(a, signature), state, &err);
}

static const struct { const char *kind; int algorithm; size_t key_len; }
    kinds[] = {
	{ "ES256", WEBAUTHN_ES256, 64 },
	{ "EdDSA", WEBAUTHN_EDDSA, 32 },
	{ "RS256", WEBAUTHN_RS256, 259 },
};

static void
each_kind_registers_and_signs(void **arg)
{
	(void)arg;
	for (size_t i = 0; i < nitems(kinds); i++) {
		struct answer		 a;
		struct webauthn_key	 key;
		struct webauthn_state	 state;

		read_answer(kinds[i].kind, &a);
		assert_int_equal(register_it(&a, &key), 0);
		assert_int_equal(key.algorithm, kinds[i].algorithm);
		assert_int_equal(key.key_len, kinds[i].key_len);
		assert_int_equal(key.id_len, 32);
		assert_int_equal(verify_it(&a, &key, &state), 0);
		assert_true(state.verified);
		assert_false(state.backed_up);
		assert_int_equal(state.counter, 2);
	}
}

static void
a_kind_that_was_not_offered_is_refused(void **arg)
{
	struct answer		 a;
	struct webauthn_key	 key;

	(void)arg;
	read_answer("ES384", &a);
	assert_int_equal(register_it(&a, &key), -1);
}

/* Of every byte that is signed, one bit turned over is seen. */
static void
every_signed_byte_counts(void **arg)
{
	struct answer		 a;
	struct webauthn_key	 key;
	struct webauthn_state	 state;

	(void)arg;
	read_answer("ES256", &a);
	assert_int_equal(register_it(&a, &key), 0);
	for (size_t i = 0; i < a.authenticator_len; i++) {
		a.authenticator[i] ^= 1;
		assert_int_equal(verify_it(&a, &key, &state), -1);
		a.authenticator[i] ^= 1;
	}
	for (size_t i = 0; i < a.get_len; i++) {
		a.get[i] ^= 1;
		assert_int_equal(verify_it(&a, &key, &state), -1);
		a.get[i] ^= 1;
	}
	for (; a.authenticator_len > 0; a.authenticator_len--) {
		struct answer	 cut = a;

		cut.authenticator_len--;
		assert_int_equal(verify_it(&cut, &key, &state), -1);
	}
}

static void
a_registration_cut_anywhere_is_refused(void **arg)
{
	struct answer		 a;
	struct webauthn_key	 key;

	(void)arg;
	read_answer("EdDSA", &a);
	while (a.attestation_len > 0) {
		a.attestation_len--;
		assert_int_equal(register_it(&a, &key), -1);
	}
}

static const struct { const char *json; const char *code; } clients[] = {
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org:8443\"}", "" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc==\",\"extra\":{},"
	    "\"origin\":\"https://hire.example.org:8443\","
	    "\"crossOrigin\":false}", "" },
	{ "{\"type\":\"webauthn.create\",\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org:8443\"}", "io.webauthn" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org\"}", "io.webauthn_origin" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org:8443.evil.example\"}",
	    "io.webauthn_origin" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc\","
	    "\"origin\":\"android:apk-key-hash:x\"}", "io.webauthn_origin" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org:8443\","
	    "\"crossOrigin\":true}", "io.webauthn" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":7,"
	    "\"origin\":\"https://hire.example.org:8443\"}", "io.webauthn" },
	{ "{\"type\":\"webauthn.get\",\"challenge\":\"aaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
	    "\"origin\":\"https://hire.example.org:8443\"}", "io.webauthn" },
	{ "{\"type\":\"webauthn.get\",\"type\":\"webauthn.get\","
	    "\"challenge\":\"abc\","
	    "\"origin\":\"https://hire.example.org:8443\"}", "io.webauthn" },
	{ "[]", "io.webauthn" },
	{ "", "io.webauthn" },
};

static void
the_browsers_part_is_compared(void **arg)
{
	(void)arg;
	for (size_t i = 0; i < nitems(clients); i++) {
		const char	*json = clients[i].json;
		char		 challenge[WEBAUTHN_CHALLENGE_MAX] = "";
		struct err	 err = { 0 };

		webauthn_client(&site, "webauthn.get", (struct webauthn_bytes){
		    (const unsigned char *)json, strlen(json) }, challenge,
		    &err);
		assert_string_equal(err.code, clients[i].code);
		assert_string_equal(challenge, err.kind == ERR_NONE ? "abc" :
		    "");
	}
}

static const struct { const char *url, *id, *origin; } sites[] = {
	{ "https://hire.example.org", "hire.example.org",
	    "https://hire.example.org" },
	{ "https://Hire.Example.org:443/sub/", "hire.example.org",
	    "https://hire.example.org" },
	{ "https://hire.example.org:8443/", "hire.example.org",
	    "https://hire.example.org:8443" },
	{ "http://localhost:80", "localhost", "http://localhost" },
	{ "http://localhost:443", "localhost", "http://localhost:443" },
	{ "https://[::1]", "[::1]", "https://[::1]" },
	{ "", "localhost", "http://localhost:8005" },
};

static void
the_site_is_of_the_address(void **arg)
{
	(void)arg;
	for (size_t i = 0; i < nitems(sites); i++) {
		struct webauthn_site	 got;
		struct conf		*conf = NULL;
		struct err		 err = { 0 };

		setenv("WEB_BASE_URL", sites[i].url, 1);
		setenv("PORT", "8005", 1);
		conf = conf_open(&err);
		assert_non_null(conf);
		webauthn_site_of(conf, &got);
		assert_string_equal(got.id, sites[i].id);
		assert_string_equal(got.origin, sites[i].origin);
		conf_close(conf);
	}
}

#define B(text)	text, sizeof(text) - 1

static const struct { const char *data; size_t len; bool ok; } cbors[] = {
	{ B("\x00"), true },
	{ B("\xa1\x61" "a\x01"), true },
	{ B("\x00\x00"), true },	/* one after the other */
	{ B("\x81\x81\x81\x81\x00"), true },
	{ B("\x81\x81\x81\x81\x81\x00"), false },	/* nested too deep */
	{ B("\x9a\x08\xff\xff\xff"), false },	/* 150 million values in no byte */
	{ B("\xba\x08\xff\xff\xff"), false },
	{ B("\xbb\xff\xff\xff\xff\xff\xff\xff\xff"), false },
	{ B("\x5b\xff\xff\xff\xff\xff\xff\xff\xff"), false },
	{ B("\x9f\x00\xff"), false },	/* of no announced length */
	{ B("\xc0\x00"), false },	/* a tag */
	{ B("\x81"), false },
	{ B("\xff"), false },
	{ B("\xa1\x61" "a"), false },
};

static void
cbor_of_strangers_is_bounded(void **arg)
{
	const unsigned char	*out;
	size_t			 len;

	(void)arg;
	for (size_t i = 0; i < nitems(cbors); i++)
		assert_int_equal(cbor_scan_ok(cbors[i].data, cbors[i].len),
		    cbors[i].ok);
	assert_true(cbor_scan_bytes(B("\xa2\x61" "a\x81\x00\x61" "b\x42xy"),
	    "b", &out, &len));
	assert_memory_equal(out, "xy", 2);
	assert_int_equal(len, 2);
	assert_false(cbor_scan_bytes(B("\xa1\x61" "a\x61" "b"), "b", &out,
	    &len));	/* a value, not a name */
	assert_false(cbor_scan_bytes(B("\xa1\x61" "a\xa1\x61" "b\x41x"), "b",
	    &out, &len));	/* another map's */
	assert_false(cbor_scan_bytes(B("\xa1\x61" "b\x41x\x00"), "b", &out,
	    &len));	/* something follows */
	assert_false(cbor_scan_bytes(B(""), "b", &out, &len));
}

static void
base64_with_or_without_padding(void **arg)
{
	own_buf struct buf	 text = { 0 };
	char			 out[4];
	size_t			 len;

	(void)arg;
	secret_base64("\xfb\xff\xfe\x01", 4, &text);
	assert_string_equal(buf_str(&text), "-__-AQ");
	assert_true(secret_base64_read("-__-AQ==", out, 4, &len));
	assert_int_equal(len, 4);
	assert_memory_equal(out, "\xfb\xff\xfe\x01", 4);
	assert_false(secret_base64_read("-__-AQ", out, 3, &len));
	assert_false(secret_base64_read("+//+AQ", out, 4, &len));
	assert_false(secret_base64_read("-__-A", out, 4, &len));
	assert_true(secret_base64_read("", out, 4, &len));
	assert_int_equal(len, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_registers_and_signs),
		cmocka_unit_test(a_kind_that_was_not_offered_is_refused),
		cmocka_unit_test(every_signed_byte_counts),
		cmocka_unit_test(a_registration_cut_anywhere_is_refused),
		cmocka_unit_test(the_browsers_part_is_compared),
		cmocka_unit_test(the_site_is_of_the_address),
		cmocka_unit_test(cbor_of_strangers_is_bounded),
		cmocka_unit_test(base64_with_or_without_padding),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
