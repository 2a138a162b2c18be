/*
 * vault: a file sealed by a passphrase or for a public key, written and read piece by piece in
 * constant memory. sodium.h of it is known to vault.c alone. A file begins with a head (what it is,
 * how its key is found), then come pieces, each sealed and bound to its place; the last one says
 * that it is the last. Sources: libsodium reference (secretstream, pwhash, sealed boxes).
 */
#ifndef BACKUP_VAULT_H
#define BACKUP_VAULT_H

#include <stddef.h>
#include <stdint.h>

struct err;

#define VAULT_PIECE	65536	/* bytes of a piece at most */
#define VAULT_PASSPHRASE_LEAST	8	/* bytes */
#define VAULT_PASSPHRASE_MOST	1024

/* Keys as text: a word that names the kind, and url-safe base64. */
#define VAULT_PUBLIC	"hirewire-public-"
#define VAULT_SECRET	"hirewire-secret-"
#define VAULT_KEY_SIZE	64	/* with NUL */

struct vault_pair {
	char	open[VAULT_KEY_SIZE];	/* public: seals */
	char	secret[VAULT_KEY_SIZE];	/* opens */
};
void	vault_pair_make(struct vault_pair *);

enum vault_lock { VAULT_BY_PASSPHRASE, VAULT_BY_KEY };

/* What seals or opens: a passphrase, else a key as text. */
struct vault_key {
	const char	*passphrase;
	const char	*key;
};
/* Is it a public key, a passphrase that is long enough? ERR_INPUT. */
int	vault_key_check(const struct vault_key *, struct err *);

/* --- writing --- */

struct vault_out;
/* fd stays the caller's. ERR_INTERNAL "backup.write": the disk is full, or other faults of it. */
struct vault_out *vault_create(int fd, const struct vault_key *, struct err *);
/* A piece of a kind, a letter; len: 0 to VAULT_PIECE. */
int	vault_put(struct vault_out *, char kind, const void *, size_t len,
	    struct err *);
/* The last piece; the file is on the disk after it. */
int	vault_finish(struct vault_out *, char kind, const void *, size_t len,
	    struct err *);
int64_t	vault_written(const struct vault_out *);
void	vault_out_close(struct vault_out **);
#define own_vault_out	cleanup(vault_out_close)

/* --- reading --- */

struct vault_in;
/*
 * Reads the head. ERR_INPUT: "backup.foreign" it is no such file, "backup.format" one of a newer
 * release, "backup.cut" it ends within, "backup.damaged".
 */
struct vault_in *vault_open(int fd, struct err *);
enum vault_lock vault_lock(const struct vault_in *);
/* "backup.passphrase", "backup.key": it does not open this one. */
int	vault_unlock(struct vault_in *, const struct vault_key *, struct err *);
/*
 * 1: a piece, data lives until the next; 0: there are no more, the last one was given before; -1
 * with ERR_INPUT "backup.cut" or "backup.damaged".
 */
int	vault_get(struct vault_in *, char *kind, const void **data, size_t *len,
	    struct err *);
void	vault_in_close(struct vault_in **);
#define own_vault_in	cleanup(vault_in_close)

#endif
