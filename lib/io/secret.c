/* secret: hashing, sealing, random. Sources: libsodium reference (generichash,
 * kdf, aead XChaCha20-Poly1305, pwhash, auth); OWASP password storage
 * (argon2id: 19 MiB, 2 passes). */
#include "io/secret.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"

#define PASSWORD_OPS	2
#define PASSWORD_MEM	(19456UL * 1024)
#define PASSWORD_MAX	1024		/* bytes; longer ones only cost time */
#define KEY_MIN		16		/* bytes of SECRET_KEY */
#define PLAIN_MAX	4056		/* with nonce and tag a 4096-byte column */
#define KEY_CONTEXT	"hirewire"	/* crypto_kdf_CONTEXTBYTES */

#define NONCE_SIZE	crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_SIZE	crypto_aead_xchacha20poly1305_ietf_ABYTES

_Static_assert(SECRET_PASSWORD_SIZE >= crypto_pwhash_STRBYTES, "argon2id text");

/* A sealing key and the name its ciphertexts carry. */
struct seal_key {
	unsigned char	 key[crypto_aead_xchacha20poly1305_ietf_KEYBYTES];
	char		 id[17];
};

/* Cheap when it was done before; without it there is no good randomness. */
static void
init(void)
{
	if (sodium_init() == -1) {
		log_line(LOG_ERROR, "secret: no random source");
		abort();
	}
}

static void
wipe(struct seal_key *key)
{
	sodium_memzero(key, sizeof(*key));
}

void
secret_token(char out[SECRET_TOKEN_SIZE])
{
	unsigned char	raw[32];

	init();
	randombytes_buf(raw, sizeof(raw));
	sodium_bin2base64(out, SECRET_TOKEN_SIZE, raw, sizeof(raw),
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	mask_add(out);
	sodium_memzero(raw, sizeof(raw));
}

void
secret_hash_bytes(const void *data, size_t len, char out[SECRET_HASH_SIZE])
{
	unsigned char	raw[32];

	init();
	crypto_generichash(raw, sizeof(raw), data, len, NULL, 0);
	sodium_bin2hex(out, SECRET_HASH_SIZE, raw, sizeof(raw));
}

void
secret_hash(const char *text, char out[SECRET_HASH_SIZE])
{
	secret_hash_bytes(text, strlen(text), out);
}

void
secret_sha256(const void *data, size_t len,
    unsigned char out[SECRET_SHA256_SIZE])
{
	init();
	crypto_hash_sha256(out, data, len);
}

void
secret_hex(const unsigned char bytes[SECRET_SHA256_SIZE],
    char out[SECRET_HASH_SIZE])
{
	sodium_bin2hex(out, SECRET_HASH_SIZE, bytes, SECRET_SHA256_SIZE);
}

void
secret_sha256_hex(const void *data, size_t len, char out[SECRET_HASH_SIZE])
{
	unsigned char	raw[SECRET_SHA256_SIZE];

	secret_sha256(data, len, raw);
	secret_hex(raw, out);
}

struct secret_sum {
	crypto_hash_sha256_state	state;
};

struct secret_sum *
secret_sum_open(void)
{
	struct secret_sum	*sum = mem_zero(sizeof(*sum));

	init();
	crypto_hash_sha256_init(&sum->state);
	return sum;
}

void
secret_sum_add(struct secret_sum *sum, const void *data, size_t len)
{
	crypto_hash_sha256_update(&sum->state, data, len);
}

void
secret_sum_end(struct secret_sum *sum, char out[SECRET_HASH_SIZE])
{
	unsigned char	raw[SECRET_SHA256_SIZE];

	crypto_hash_sha256_final(&sum->state, raw);
	secret_hex(raw, out);
	free(sum);
}

void
secret_base64(const void *data, size_t len, struct buf *out)
{
	const int	 variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
	size_t		 size = sodium_base64_encoded_len(len, variant);
	own_str char	*text = mem_zero(size);

	init();
	buf_puts(out, sodium_bin2base64(text, size, data, len, variant));
}

bool
secret_base64_read(const char *text, void *out, size_t size, size_t *len)
{
	size_t	n = strlen(text);

	while (n > 0 && text[n - 1] == '=')
		n--;
	init();
	return sodium_base642bin(out, size, text, n, NULL, len, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
}

int
secret_password(const char *password, char out[SECRET_PASSWORD_SIZE],
    struct err *err)
{
	size_t	len = strlen(password);

	init();
	if (len > PASSWORD_MAX)
		return err_field(err, "password", "length",
		    "0..%d", PASSWORD_MAX);
	if (crypto_pwhash_str_alg(out, password, len, PASSWORD_OPS,
	    PASSWORD_MEM, crypto_pwhash_ALG_ARGON2ID13) == -1)
		return err_set(err, ERR_INTERNAL,
		    "password: no memory for argon2id");
	return 0;
}

/*
 * No hash (an unknown user) costs the same work as a wrong password, so the
 * time of the answer does not reveal which e-mail addresses exist.
 */
bool
secret_password_ok(const char *hash, const char *password)
{
	bool	known = hash != NULL && *hash != '\0';
	char	fresh[SECRET_PASSWORD_SIZE];
	size_t	len = strlen(password);

	init();
	if (len > PASSWORD_MAX)
		return false;
	if (!known && crypto_pwhash_str_alg(fresh, password, len, PASSWORD_OPS,
	    PASSWORD_MEM, crypto_pwhash_ALG_ARGON2ID13) == 0)
		return false;
	return known && crypto_pwhash_str_verify(hash, password, len) == 0;
}

bool
secret_equal(const char *a, const char *b)
{
	size_t	len = strlen(a);

	return len == strlen(b) && sodium_memcmp(a, b, len) == 0;
}

void
secret_hmac_raw(const void *key, size_t key_len, const void *data, size_t len,
    unsigned char out[SECRET_SHA256_SIZE])
{
	crypto_auth_hmacsha256_state	state;

	init();
	crypto_auth_hmacsha256_init(&state, key, key_len);
	crypto_auth_hmacsha256_update(&state, data, len);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}

void
secret_hmac_sha256(const char *key, const void *data, size_t len,
    char out[SECRET_HASH_SIZE])
{
	unsigned char	raw[SECRET_SHA256_SIZE];

	secret_hmac_raw(key, strlen(key), data, len, raw);
	secret_hex(raw, out);
}

uint32_t
secret_random(uint32_t below)
{
	init();
	return randombytes_uniform(below);
}

/* The key under a configuration name. 0, or -1: missing or too short. */
static int
key_read(const struct conf *conf, const char *name, struct seal_key *out,
    struct err *err)
{
	own_str char	*text = conf_get_now(conf, name);
	unsigned char	 master[crypto_kdf_KEYBYTES], id[crypto_kdf_BYTES_MIN];

	if (text == NULL || strlen(text) < KEY_MIN)
		return err_code(err, ERR_INTERNAL, "io.secret_key",
		    "%s: missing or shorter than %d bytes", name, KEY_MIN);
	init();
	crypto_generichash(master, sizeof(master), (const unsigned char *)text,
	    strlen(text), NULL, 0);
	crypto_kdf_derive_from_key(out->key, sizeof(out->key), 1, KEY_CONTEXT,
	    master);
	crypto_kdf_derive_from_key(id, sizeof(id), 2, KEY_CONTEXT, master);
	sodium_bin2hex(out->id, sizeof(out->id), id, 8);
	sodium_memzero(master, sizeof(master));
	return 0;
}

/* The key of that id: the present one, or the one before a rotation. */
static int
key_find(const struct conf *conf, const char *key_id, struct seal_key *out,
    struct err *err)
{
	struct err	 none = { 0 };

	if (key_read(conf, "SECRET_KEY", out, err) == -1)
		return -1;
	if (secret_equal(out->id, key_id))
		return 0;
	if (key_read(conf, "SECRET_KEY_OLD", out, &none) == 0 &&
	    secret_equal(out->id, key_id))
		return 0;
	return err_code(err, ERR_INTERNAL, "io.secret_key",
	    "no key %.16s: neither SECRET_KEY nor SECRET_KEY_OLD", key_id);
}

int
secret_seal(const struct conf *conf, const char *label, const char *plain,
    struct buf *cipher, char key_id[17], struct err *err)
{
	cleanup(wipe) struct seal_key	key = { 0 };
	unsigned char			out[NONCE_SIZE + PLAIN_MAX + TAG_SIZE];
	unsigned long long		out_len;
	size_t				len = strlen(plain);

	mask_add(plain);
	if (len > PLAIN_MAX)
		return err_set(err, ERR_TOO_LARGE,
		    "secret: longer than %d bytes", PLAIN_MAX);
	if (key_read(conf, "SECRET_KEY", &key, err) == -1)
		return -1;
	randombytes_buf(out, NONCE_SIZE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE_SIZE, &out_len,
	    (const unsigned char *)plain, len, (const unsigned char *)label,
	    strlen(label), NULL, out, key.key);
	buf_add(cipher, out, NONCE_SIZE + (size_t)out_len);
	memcpy(key_id, key.id, sizeof(key.id));
	return 0;
}

int
secret_open(const struct conf *conf, const char *label, const void *cipher,
    size_t len, const char *key_id, char **plain, struct err *err)
{
	cleanup(wipe) struct seal_key	 key = { 0 };
	const unsigned char		*in = cipher;
	unsigned char			 out[PLAIN_MAX];
	unsigned long long		 out_len;

	if (len < NONCE_SIZE + TAG_SIZE ||
	    len > NONCE_SIZE + PLAIN_MAX + TAG_SIZE)
		return err_code(err, ERR_INTERNAL, "io.secret_open",
		    "secret %s: %zu bytes", label, len);
	if (key_find(conf, key_id, &key, err) == -1)
		return -1;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, &out_len, NULL,
	    in + NONCE_SIZE, len - NONCE_SIZE, (const unsigned char *)label,
	    strlen(label), in, key.key) == -1)
		return err_code(err, ERR_INTERNAL, "io.secret_open",
		    "secret %s: changed, or of another place", label);
	*plain = mem_ndup((const char *)out, (size_t)out_len);
	mask_add(*plain);
	sodium_memzero(out, sizeof(out));
	return 0;
}

const char *
secret_version(void)
{
	return sodium_version_string();
}
