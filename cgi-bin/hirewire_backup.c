/* hirewire backup, hirewire restore: all of the house in one sealed file, and back. */
#include "hirewire.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "account/factor.h"
#include "backup/read.h"
#include "backup/record.h"
#include "backup/restore.h"
#include "backup/vault.h"
#include "backup/write.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/db.h"
#include "service/connection.h"
#include "telegram/bot.h"

#define PASSPHRASE	"HIREWIRE_PASSPHRASE"

/* What the command line says. */
struct wish {
	const char	*file, *public_key, *key_file, *verify, *new_key;
	int		 with_keys, replace;
};

/* A passphrase that was typed, or a key that was read; wiped. */
struct typed {
	char	text[VAULT_PASSPHRASE_MOST + 2];
};

static void
wipe(struct typed *t)
{
	explicit_bzero(t, sizeof(*t));
}

/* --- passphrases and keys --- */

/* A line from the terminal, unseen. False: there is no terminal. */
static bool
ask(const char *prompt, struct typed *out)
{
	FILE		*tty = fopen("/dev/tty", "r+e");
	struct termios	 seen, unseen;
	bool		 got;

	if (tty == NULL || tcgetattr(fileno(tty), &seen) == -1) {
		if (tty != NULL)
			fclose(tty);
		return false;
	}
	unseen = seen;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	fputs(prompt, tty);
	fflush(tty);
	tcsetattr(fileno(tty), TCSAFLUSH, &unseen);
	got = fgets(out->text, sizeof(out->text), tty) != NULL;
	tcsetattr(fileno(tty), TCSAFLUSH, &seen);
	fputs("\n", tty);
	fclose(tty);
	out->text[strcspn(out->text, "\r\n")] = '\0';
	return got;
}

static int
nothing_given(struct err *err)
{
	return err_code(err, ERR_INPUT, "backup.passphrase_none", PASSPHRASE);
}

/* Of whoever restores: his environment goes before what he types. */
static int
ask_passphrase(bool twice, struct typed *out, struct vault_key *key,
    struct err *err)
{
	cleanup(wipe) struct typed	again = { "" };

	key->passphrase = getenv(PASSPHRASE);
	if (key->passphrase != NULL)
		return 0;
	if (!ask("Passphrase: ", out))
		return nothing_given(err);
	if (twice && (!ask("The same again: ", &again) ||
	    strcmp(out->text, again.text) != 0))
		return err_code(err, ERR_INPUT, "backup.passphrase_differs",
		    "asked twice");
	key->passphrase = out->text;
	return 0;
}

/* What seals: the option, the environment, the configuration, the terminal. */
static int
sealing_key(const struct shell *sh, const struct wish *w, struct typed *typed,
    struct vault_key *key, struct err *err)
{
	key->key = w->public_key;
	if (key->key == NULL && getenv(PASSPHRASE) == NULL) {
		key->key = conf_get(sh->conf, "BACKUP_PUBLIC_KEY", NULL);
		key->passphrase = conf_get(sh->conf, PASSPHRASE, NULL);
	}
	if (key->key != NULL && *key->key != '\0') {
		key->passphrase = NULL;
		return 0;
	}
	return key->passphrase != NULL ? 0 : ask_passphrase(true, typed, key,
	    err);
}

/* The line of the file that is a secret key: others are for people. */
static int
read_key(const char *path, struct typed *out, struct vault_key *key,
    struct err *err)
{
	FILE	*f = fopen(path, "re");

	if (f == NULL)
		return err_code(err, ERR_INPUT, "backup.key_file", "%s: %s",
		    path, strerror(errno));
	while (key->key == NULL && fgets(out->text, sizeof(out->text), f) !=
	    NULL) {
		out->text[strcspn(out->text, " \t\r\n")] = '\0';
		if (strncmp(out->text, VAULT_SECRET,
		    sizeof(VAULT_SECRET) - 1) == 0)
			key->key = out->text;
	}
	fclose(f);
	return 0;
}

static int
opening_key(const struct read *from, const struct wish *w, struct typed *typed,
    struct vault_key *key, struct err *err)
{
	if (read_lock(from) == VAULT_BY_PASSPHRASE)
		return ask_passphrase(false, typed, key, err);
	return w->key_file == NULL ? 0 : read_key(w->key_file, typed, key, err);
}

/* --- backup --- */

static void
print_made(const char *file, const struct backup_made *made)
{
	printf("%s: %" PRId64 " bytes, %" PRId64 " tables, %" PRId64
	    " bytes of data", file, made->bytes, made->tables,
	    made->dump_bytes);
	if (made->took_ms > 0)
		printf(", %" PRId64 ".%" PRId64 " s", made->took_ms / 1000,
		    made->took_ms % 1000 / 100);
	putchar('\n');
	if (made->log_file[0] != '\0')
		printf("In the binary log: %s, position %" PRId64 "\n",
		    made->log_file, made->log_at);
}

/* Whoever asks for it sees the outcome; the record is for those who look later. What was asked for
 * wrongly is no fault of the house. */
static void
record(struct shell *sh, const char *file, const struct backup_made *made,
    const struct err *why)
{
	struct err	err = { 0 };

	if (why != NULL && (why->kind == ERR_INPUT ||
	    why->kind == ERR_CONFLICT))
		return;
	if (record_add(sh->db, false, file, made, why, &err) == -1)
		log_err(LOG_WARN, "backup", &err);
}

static int
make(struct shell *sh, const struct wish *w, struct err *err)
{
	cleanup(wipe) struct typed	typed = { "" };
	struct vault_key		key = { NULL, NULL };
	struct backup_made		made = { 0 };

	if ((sh->conf = conf_open(err)) == NULL ||
	    (sh->db = db_open(sh->conf, err)) == NULL ||
	    sealing_key(sh, w, &typed, &key, err) == -1)
		return -1;
	if (backup_write(sh->db, sh->conf, w->file, &key, w->with_keys != 0,
	    &made, err) == -1) {
		record(sh, w->file, &made, err);
		return -1;
	}
	record(sh, w->file, &made, NULL);
	print_made(w->file, &made);
	puts(w->with_keys ? "With all keys: whoever opens it has them." :
	    "Without keys, passwords and tokens: after a restore they are "
	    "entered again.");
	return 0;
}

static int
pass_by(void *arg, const void *data, size_t len, struct err *err)
{
	(void)arg, (void)data, (void)len, (void)err;
	return 0;
}

static int
verify(const struct wish *w, struct err *err)
{
	static const struct flow	nowhere = { pass_by, NULL };
	own_read struct read		*from = read_open(w->verify, err);
	own_buf struct buf		conf = { 0 };
	cleanup(wipe) struct typed	typed = { "" };
	struct vault_key		key = { NULL, NULL };
	struct read_about		about;
	struct backup_made		made;

	if (from == NULL || opening_key(from, w, &typed, &key, err) == -1 ||
	    read_begin(from, &key, &about, &conf, err) == -1 ||
	    read_dump(from, &nowhere, &made, err) == -1)
		return -1;
	print_made(w->verify, &made);
	printf("Whole. Made at %s by Hirewire %s (tables %04" PRId64 "), %s.\n",
	    about.made_at, about.version, about.schema, about.keys ?
	    "with keys" : "without keys");
	return 0;
}

static int
make_pair(const struct wish *w, struct err *err)
{
	const int		 fd = open(w->new_key, O_WRONLY | O_CREAT |
				    O_EXCL | O_CLOEXEC, 0600);
	FILE			*f = fd == -1 ? NULL : fdopen(fd, "w");
	struct vault_pair	 pair;
	bool			 ok;

	if (f == NULL)
		return err_code(err, ERR_INPUT, errno == EEXIST ?
		    "backup.exists" : "backup.write", "%s", errno == EEXIST ?
		    w->new_key : strerror(errno));
	vault_pair_make(&pair);
	ok = fprintf(f, "# Opens backups of Hirewire: keep it away from the "
	    "machine that makes them.\n%s\n", pair.secret) > 0;
	ok = fclose(f) == 0 && ok;
	explicit_bzero(pair.secret, sizeof(pair.secret));
	if (!ok)
		return err_code(err, ERR_INTERNAL, "backup.write", "%s: %s",
		    w->new_key, strerror(errno));
	printf("BACKUP_PUBLIC_KEY=%s\n", pair.open);
	return 0;
}

static int
read_wish(struct shell *sh, const struct option *longs, struct wish *w,
    struct err *err)
{
	int	c;

	opterr = 0;
	while ((c = getopt_long(sh->argc, sh->argv, "", longs, NULL)) != -1)
		switch (c) {
		case 'p': w->public_key = optarg; break;
		case 'k': w->key_file = optarg; break;
		case 'v': w->verify = optarg; break;
		case 'n': w->new_key = optarg; break;
		case 0: break;
		default:
			return err_code(err, ERR_INPUT, "usage",
			    "%s: option %s is unknown or lacks its value",
			    sh->argv[0], sh->argv[optind - 1]);
		}
	if (optind < sh->argc)
		w->file = sh->argv[optind++];
	if (optind < sh->argc || (w->file != NULL) + (w->verify != NULL) +
	    (w->new_key != NULL) != 1)
		return err_code(err, ERR_INPUT, "usage",
		    "%s: one file is needed", sh->argv[0]);
	return 0;
}

int
backup(struct shell *sh, struct err *err)
{
	struct wish		w = { 0 };
	const struct option	longs[] = {
		{ "with-keys", no_argument, &w.with_keys, 1 },
		{ "public-key", required_argument, NULL, 'p' },
		{ "verify", required_argument, NULL, 'v' },
		{ "key", required_argument, NULL, 'k' },
		{ "new-key", required_argument, NULL, 'n' },
		{ 0 }
	};

	if (read_wish(sh, longs, &w, err) == -1)
		return -1;
	if (w.verify != NULL)
		return verify(&w, err);
	return w.new_key != NULL ? make_pair(&w, err) : make(sh, &w, err);
}

/* --- restore --- */

static const struct restore_sealed sealed[] = {
	{ connection_rotate, connection_secrets_lost },
	{ factor_rotate, factor_lost },
	{ telegram_bot_rotate, telegram_bot_lost },
	{ NULL, NULL }
};

static void
print_restored(struct restored *r)
{
	printf("Restored: the state of %s, %" PRId64 " tables. Everybody signs "
	    "in anew.\n", r->about.made_at, r->made.tables);
	if (r->made.log_file[0] != '\0')
		printf("In the binary log: %s, position %" PRId64 "\n",
		    r->made.log_file, r->made.log_at);
	if (r->about.keys)
		printf("%" PRId64 " keys sealed anew, %" PRId64 " do not "
		    "open.\n", r->rotated, r->failed);
	if (r->lost.len > 0)
		printf("To be entered again:\n%s", buf_str(&r->lost));
	if (r->added.len > 0)
		puts("The configuration has its lines now, too.");
	if (r->kept.len > 0)
		printf("Other in the backup, left as they are here: %s\n",
		    buf_str(&r->kept));
}

int
restore(struct shell *sh, struct err *err)
{
	struct wish			 w = { 0 };
	const struct option		 longs[] = {
		{ "replace", no_argument, &w.replace, 1 },
		{ "key", required_argument, NULL, 'k' },
		{ 0 }
	};
	own_read struct read		*from = NULL;
	own_str char			*folder = sql_folder(sh->conf);
	own_restored struct restored	 r = { 0 };
	cleanup(wipe) struct typed	 typed = { "" };
	struct vault_key		 key = { NULL, NULL };

	if (read_wish(sh, longs, &w, err) == -1 ||
	    (from = read_open(w.file, err)) == NULL ||
	    opening_key(from, &w, &typed, &key, err) == -1 ||
	    restore_run(sh->db, sh->conf, &(struct restore_wish){
	    .from = from, .key = &key, .sealed = sealed,
	    .sql_folder = folder, .replace = w.replace != 0 }, &r, err) == -1)
		return -1;
	print_restored(&r);
	return 0;
}
