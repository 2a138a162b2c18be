#include "backup/vault.h"

#include <errno.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"

#define MAGIC		"HIREWIRE"
#define FORMAT		2	/* 1: its dump is packed by zlib */
/* argon2id: memory is bounded by what a backup may take, so it passes over it more often. */
#define OPS		8
#define OPS_MAX		32
#define MEMORY_KB	32768
#define MEMORY_KB_MAX	65536

#define SEALED		crypto_secretstream_xchacha20poly1305_ABYTES
#define ROOM		(VAULT_PIECE + 1 + SEALED)	/* of a piece as it lies */

/* Where what lies in the head. */
enum {
	AT_FORMAT = 8, AT_LOCK, AT_BODY,
	BODY = crypto_box_PUBLICKEYBYTES + crypto_box_SEALBYTES + 32,
	AT_STREAM = AT_BODY + BODY,
	AT_CHECK = AT_STREAM + crypto_secretstream_xchacha20poly1305_HEADERBYTES,
	AT_SUM = AT_CHECK + 16,
	HEAD = AT_SUM + 16,
	/* body, by passphrase */
	AT_OPS = AT_BODY, AT_MEMORY = AT_OPS + 4, AT_SALT = AT_MEMORY + 4,
	/* body, by key */
	AT_PUBLIC = AT_BODY, AT_BOX = AT_PUBLIC + crypto_box_PUBLICKEYBYTES
};

typedef crypto_secretstream_xchacha20poly1305_state stream;

struct vault_out {
	int		 fd;
	int64_t		 written;
	stream		 state;
	unsigned char	 plain[VAULT_PIECE + 1], sealed[4 + ROOM];
};

struct vault_in {
	int		 fd;
	int64_t		 at;
	bool		 ended;
	stream		 state;
	unsigned char	 head[HEAD];
	unsigned char	 plain[VAULT_PIECE + 1], sealed[ROOM];
};

/* Without it there is no good randomness. */
static void
init(void)
{
	if (sodium_init() == -1) {
		log_line(LOG_ERROR, "backup: no random source");
		abort();
	}
}

/* --- keys --- */

static void
key_text(const char *word, const unsigned char key[32],
    char out[VAULT_KEY_SIZE])
{
	const size_t	len = strlen(word);

	memcpy(out, word, len);
	sodium_bin2base64(out + len, VAULT_KEY_SIZE - len, key, 32,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* False: it is no such key. */
static bool
key_bytes(const char *word, const char *text, unsigned char out[32])
{
	const size_t	word_len = strlen(word);
	size_t		got = 0;

	return strncmp(text, word, word_len) == 0 && sodium_base642bin(out, 32,
	    text + word_len, strlen(text) - word_len, NULL, &got, NULL,
	    sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 && got == 32;
}

void
vault_pair_make(struct vault_pair *out)
{
	unsigned char	pk[crypto_box_PUBLICKEYBYTES],
			sk[crypto_box_SECRETKEYBYTES];

	init();
	crypto_box_keypair(pk, sk);
	key_text(VAULT_PUBLIC, pk, out->open);
	key_text(VAULT_SECRET, sk, out->secret);
	sodium_memzero(sk, sizeof(sk));
}

static bool
is_passphrase(const char *text)
{
	const size_t	len = strlen(text);

	return len >= VAULT_PASSPHRASE_LEAST && len <= VAULT_PASSPHRASE_MOST;
}

int
vault_key_check(const struct vault_key *key, struct err *err)
{
	unsigned char	pk[32];

	if (key->passphrase != NULL)
		return is_passphrase(key->passphrase) ? 0 : err_code(err,
		    ERR_INPUT, "backup.passphrase_short", "%d",
		    VAULT_PASSPHRASE_LEAST);
	return key->key != NULL && key_bytes(VAULT_PUBLIC, key->key, pk) ? 0 :
	    err_code(err, ERR_INPUT, "backup.public_key", VAULT_PUBLIC "...");
}

static void
put32(unsigned char *at, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		at[i] = (unsigned char)(v >> (8 * i));
}

static uint32_t
get32(const unsigned char *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	    (uint32_t)at[3] << 24;
}

static int
derive(const unsigned char *head, const char *passphrase,
    unsigned char key[32], struct err *err)
{
	return crypto_pwhash(key, 32, passphrase, strlen(passphrase),
	    head + AT_SALT, get32(head + AT_OPS),
	    (size_t)get32(head + AT_MEMORY) << 10,
	    crypto_pwhash_ALG_ARGON2ID13) == 0 ? 0 : err_set(err, ERR_INTERNAL,
	    "backup: no memory for argon2id");
}

/* Two sums of the head: with the key, which tells a wrong one; without, which tells damage. */
static void
sum(const unsigned char *head, size_t len, const unsigned char *key,
    unsigned char out[16])
{
	crypto_generichash(out, 16, head, len, key, key != NULL ? 32 : 0);
}

/* --- writing --- */

static int
write_failed(struct err *err)
{
	return err_code(err, ERR_INTERNAL, errno == ENOSPC || errno == EDQUOT ||
	    errno == EFBIG ? "backup.disk_full" : "backup.write", "%s",
	    strerror(errno));
}

static int
write_all(struct vault_out *out, const unsigned char *data, size_t len,
    struct err *err)
{
	while (len > 0) {
		const ssize_t	n = write(out->fd, data, len);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return write_failed(err);
		data += n;
		len -= (size_t)n;
		out->written += n;
	}
	return 0;
}

/* The stream's key, and the part of the head that leads to it. */
static int
make_key(unsigned char *head, const struct vault_key *with,
    unsigned char key[32], struct err *err)
{
	if (with->passphrase != NULL) {
		head[AT_LOCK] = VAULT_BY_PASSPHRASE;
		put32(head + AT_OPS, OPS);
		put32(head + AT_MEMORY, MEMORY_KB);
		randombytes_buf(head + AT_SALT, crypto_pwhash_SALTBYTES);
		return derive(head, with->passphrase, key, err);
	}
	head[AT_LOCK] = VAULT_BY_KEY;
	crypto_secretstream_xchacha20poly1305_keygen(key);
	if (!key_bytes(VAULT_PUBLIC, with->key, head + AT_PUBLIC) ||
	    crypto_box_seal(head + AT_BOX, key, 32, head + AT_PUBLIC) == -1)
		return err_code(err, ERR_INPUT, "backup.public_key",
		    VAULT_PUBLIC "...");
	return 0;
}

struct vault_out *
vault_create(int fd, const struct vault_key *with, struct err *err)
{
	own_vault_out struct vault_out	*out = mem_zero(sizeof(*out));
	unsigned char			 head[HEAD] = { 0 }, key[32];

	init();
	out->fd = fd;
	memcpy(head, MAGIC, 8);
	head[AT_FORMAT] = FORMAT;
	if (vault_key_check(with, err) == -1 ||
	    make_key(head, with, key, err) == -1)
		return NULL;
	crypto_secretstream_xchacha20poly1305_init_push(&out->state,
	    head + AT_STREAM, key);
	sum(head, AT_CHECK, key, head + AT_CHECK);
	sum(head, AT_SUM, NULL, head + AT_SUM);
	sodium_memzero(key, sizeof(key));
	return write_all(out, head, HEAD, err) == -1 ? NULL : give(out);
}

static int
put(struct vault_out *out, char kind, const void *data, size_t len,
    unsigned char tag, struct err *err)
{
	unsigned long long	sealed = 0;

	if (len > VAULT_PIECE)
		return err_set(err, ERR_INTERNAL, "backup: a piece too large");
	out->plain[0] = (unsigned char)kind;
	if (len > 0)
		memcpy(out->plain + 1, data, len);
	crypto_secretstream_xchacha20poly1305_push(&out->state, out->sealed + 4,
	    &sealed, out->plain, len + 1, NULL, 0, tag);
	put32(out->sealed, (uint32_t)sealed);
	return write_all(out, out->sealed, 4 + (size_t)sealed, err);
}

int
vault_put(struct vault_out *out, char kind, const void *data, size_t len,
    struct err *err)
{
	return put(out, kind, data, len,
	    crypto_secretstream_xchacha20poly1305_TAG_MESSAGE, err);
}

int
vault_finish(struct vault_out *out, char kind, const void *data, size_t len,
    struct err *err)
{
	if (put(out, kind, data, len,
	    crypto_secretstream_xchacha20poly1305_TAG_FINAL, err) == -1)
		return -1;
	return fsync(out->fd) == -1 ? write_failed(err) : 0;
}

int64_t
vault_written(const struct vault_out *out)
{
	return out->written;
}

void
vault_out_close(struct vault_out **out)
{
	if (*out != NULL)
		sodium_memzero(*out, sizeof(**out));
	free(*out);
	*out = NULL;
}

/* --- reading --- */

/* How many bytes there were; -1: the disk's fault. */
static ssize_t
read_up_to(struct vault_in *in, unsigned char *out, size_t len,
    struct err *err)
{
	size_t	have = 0;

	while (have < len) {
		const ssize_t	n = read(in->fd, out + have, len - have);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return err_code(err, ERR_INTERNAL, "backup.read", "%s",
			    strerror(errno));
		if (n == 0)
			break;
		have += (size_t)n;
	}
	in->at += (int64_t)have;
	return (ssize_t)have;
}

static int
damaged(const struct vault_in *in, struct err *err)
{
	return err_code(err, ERR_INPUT, "backup.damaged", "%lld",
	    (long long)in->at);
}

static int
cut(const struct vault_in *in, struct err *err)
{
	return err_code(err, ERR_INPUT, "backup.cut", "%lld",
	    (long long)in->at);
}

static int
check_head(const struct vault_in *in, struct err *err)
{
	const unsigned char	*head = in->head;
	unsigned char		 want[16];

	sum(head, AT_SUM, NULL, want);
	if (sodium_memcmp(want, head + AT_SUM, 16) != 0)
		return damaged(in, err);
	if (head[AT_LOCK] == VAULT_BY_KEY)
		return 0;
	return head[AT_LOCK] == VAULT_BY_PASSPHRASE &&
	    get32(head + AT_OPS) >= 1 && get32(head + AT_OPS) <= OPS_MAX &&
	    get32(head + AT_MEMORY) >= 8 &&
	    get32(head + AT_MEMORY) <= MEMORY_KB_MAX ? 0 : damaged(in, err);
}

struct vault_in *
vault_open(int fd, struct err *err)
{
	own_vault_in struct vault_in	*in = mem_zero(sizeof(*in));
	ssize_t				 n;

	init();
	in->fd = fd;
	if ((n = read_up_to(in, in->head, HEAD, err)) == -1)
		return NULL;
	if (n < AT_FORMAT + 1 || memcmp(in->head, MAGIC, 8) != 0)
		err_code(err, ERR_INPUT, "backup.foreign",
		    "it does not begin as one");
	else if (n < HEAD)
		cut(in, err);
	else if (in->head[AT_FORMAT] > FORMAT)
		err_code(err, ERR_INPUT, "backup.format", "%d",
		    in->head[AT_FORMAT]);
	else if (check_head(in, err) == 0)
		return give(in);
	return NULL;
}

enum vault_lock
vault_lock(const struct vault_in *in)
{
	return in->head[AT_LOCK];
}

/* The stream's key by the other one: false, it is not for that. */
static bool
open_box(const unsigned char *head, const char *text, unsigned char key[32])
{
	unsigned char	pk[32], sk[32];
	bool		fits = text != NULL &&
			    key_bytes(VAULT_SECRET, text, sk) &&
			    crypto_scalarmult_base(pk, sk) == 0 &&
			    memcmp(pk, head + AT_PUBLIC, 32) == 0 &&
			    crypto_box_seal_open(key, head + AT_BOX,
			    32 + crypto_box_SEALBYTES, pk, sk) == 0;

	sodium_memzero(sk, sizeof(sk));
	return fits;
}

static int
find_key(const struct vault_in *in, const struct vault_key *with,
    unsigned char key[32], struct err *err)
{
	unsigned char	check[16];

	if (vault_lock(in) == VAULT_BY_KEY)
		return open_box(in->head, with->key, key) ? 0 : err_code(err,
		    ERR_INPUT, "backup.key", "not the key of this file");
	if (with->passphrase == NULL ||
	    strlen(with->passphrase) > VAULT_PASSPHRASE_MOST)
		return err_code(err, ERR_INPUT, "backup.passphrase", "none");
	if (derive(in->head, with->passphrase, key, err) == -1)
		return -1;
	sum(in->head, AT_CHECK, key, check);
	return sodium_memcmp(check, in->head + AT_CHECK, 16) == 0 ? 0 :
	    err_code(err, ERR_INPUT, "backup.passphrase", "another one");
}

int
vault_unlock(struct vault_in *in, const struct vault_key *with,
    struct err *err)
{
	unsigned char	key[32] = { 0 };
	int		rc = find_key(in, with, key, err);

	if (rc == 0 && crypto_secretstream_xchacha20poly1305_init_pull(
	    &in->state, in->head + AT_STREAM, key) == -1)
		rc = damaged(in, err);
	sodium_memzero(key, sizeof(key));
	return rc;
}

/* Behind the last piece there is nothing. */
static int
check_end(struct vault_in *in, struct err *err)
{
	unsigned char	more;
	const ssize_t	n = read_up_to(in, &more, 1, err);

	return n == -1 ? -1 : n == 0 ? 0 : damaged(in, err);
}

int
vault_get(struct vault_in *in, char *kind, const void **data, size_t *len,
    struct err *err)
{
	unsigned char		 size[4], tag = 0;
	unsigned long long	 plain = 0;
	uint32_t		 want;
	ssize_t			 n;

	if (in->ended)
		return check_end(in, err);
	if ((n = read_up_to(in, size, sizeof(size), err)) == -1)
		return -1;
	if (n < (ssize_t)sizeof(size))
		return cut(in, err);
	want = get32(size);
	if (want <= SEALED || want > ROOM)
		return damaged(in, err);
	if ((n = read_up_to(in, in->sealed, want, err)) == -1)
		return -1;
	if (n < (ssize_t)want)
		return cut(in, err);
	if (crypto_secretstream_xchacha20poly1305_pull(&in->state, in->plain,
	    &plain, &tag, in->sealed, want, NULL, 0) == -1)
		return damaged(in, err);
	in->ended = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
	*kind = (char)in->plain[0];
	*data = in->plain + 1;
	*len = (size_t)plain - 1;
	return 1;
}

void
vault_in_close(struct vault_in **in)
{
	if (*in != NULL)
		sodium_memzero(*in, sizeof(**in));
	free(*in);
	*in = NULL;
}
