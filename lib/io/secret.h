/* secret: hashing, sealing, random. sodium.h is known to secret.c alone. Passwords argon2id,
 * sealing XChaCha20-Poly1305 with a key derived from SECRET_KEY (BLAKE2b),
 * tokens hashed by BLAKE2b; base64, SHA-256 and HMAC as others want them. */
#ifndef IO_SECRET_H
#define IO_SECRET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;
struct err;

#define SECRET_HASH_SIZE	65	/* hex of 32 bytes, NUL */
#define SECRET_SHA256_SIZE	32	/* bytes */
#define SECRET_TOKEN_SIZE	44	/* url-safe base64 of 32 random bytes, NUL */
#define SECRET_PASSWORD_SIZE	128	/* argon2id string */

void	secret_token(char out[SECRET_TOKEN_SIZE]);
void	secret_hash(const char *text, char out[SECRET_HASH_SIZE]);
void	secret_hash_bytes(const void *, size_t len, char out[SECRET_HASH_SIZE]);
int	secret_password(const char *password, char out[SECRET_PASSWORD_SIZE],
	    struct err *);
bool	secret_password_ok(const char *hash, const char *password);
bool	secret_equal(const char *, const char *);	/* constant time */
/* Lower-case hex HMAC-SHA256 (webhook signatures). */
void	secret_hmac_sha256(const char *key, const void *, size_t len,
	    char out[SECRET_HASH_SIZE]);
/* The same with a key and a result of bytes; they may be the same bytes. */
void	secret_hmac_raw(const void *key, size_t key_len, const void *, size_t len,
	    unsigned char out[SECRET_SHA256_SIZE]);
uint32_t secret_random(uint32_t below);
void	secret_sha256(const void *, size_t len,
	    unsigned char out[SECRET_SHA256_SIZE]);
/* Such bytes in lower-case hex; and the sum of data so. */
void	secret_hex(const unsigned char bytes[SECRET_SHA256_SIZE],
	    char out[SECRET_HASH_SIZE]);
void	secret_sha256_hex(const void *, size_t len,
	    char out[SECRET_HASH_SIZE]);
/* The same of data that come in pieces. The end frees it. */
struct secret_sum *secret_sum_open(void);
void	secret_sum_add(struct secret_sum *, const void *, size_t len);
void	secret_sum_end(struct secret_sum *, char out[SECRET_HASH_SIZE]);

/* Url-safe base64, written without padding; read with or without it. */
void	secret_base64(const void *, size_t len, struct buf *out);
/* False: another letter, or more than size bytes. */
bool	secret_base64_read(const char *, void *out, size_t size, size_t *len);

/* key_id names the key (first bytes of its hash), so that keys can rotate. label binds the
 * ciphertext to its place ("12:api_key"): moved to another row it does not open. */
int	secret_seal(const struct conf *, const char *label, const char *plain,
	    struct buf *cipher, char key_id[17], struct err *);
int	secret_open(const struct conf *, const char *label, const void *cipher,
	    size_t len, const char *key_id, char **plain, struct err *);

/* The version of libsodium. */
const char *secret_version(void);

#endif
