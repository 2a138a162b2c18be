#include "backup/nightly.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "backup/keep.h"
#include "backup/record.h"
#include "backup/vault.h"
#include "backup/write.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"

#define HOUR		2
#define DAY_S		86400
#define NAMES_MAX	10000

static const char *
folder_of(const struct conf *conf)
{
	return conf_get(conf, "BACKUP_DIR", "");
}

/* A public key first: what opens it need not be on this machine. */
static struct vault_key
key_of(const struct conf *conf)
{
	const char	*open = conf_get(conf, "BACKUP_PUBLIC_KEY", NULL);

	return open != NULL && *open != '\0' ? (struct vault_key){ NULL, open } :
	    (struct vault_key){ conf_get(conf, "HIREWIRE_PASSPHRASE", NULL),
	    NULL };
}

bool
nightly_wanted(const struct conf *conf)
{
	const struct vault_key	key = key_of(conf);

	return *folder_of(conf) != '\0' &&
	    (key.key != NULL || key.passphrase != NULL);
}

/* --- those that are there --- */

struct names {
	char	**v;
	bool	 *stays;
	size_t	  n;
};

static void
names_clear(struct names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->v[i]);
	free(names->v);
	free(names->stays);
}

static int
newest_first(const void *a, const void *b)
{
	return strcmp(*(char *const *)b, *(char *const *)a);
}

static int
folder_failed(struct err *err, const char *folder)
{
	return err_code(err, ERR_INTERNAL, "backup.folder", "%s: %s", folder,
	    strerror(errno));
}

static int
list(const char *folder, struct names *out, struct err *err)
{
	DIR			*dir = opendir(folder);
	const struct dirent	*entry;

	if (dir == NULL)
		return folder_failed(err, folder);
	while ((entry = readdir(dir)) != NULL && out->n < NAMES_MAX) {
		if (!keep_is(entry->d_name))
			continue;
		out->v = mem_grow(out->v, out->n + 1, sizeof(*out->v));
		out->v[out->n++] = mem_dup(entry->d_name);
	}
	closedir(dir);
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), newest_first);
	return 0;
}

static int
let_go(const char *folder, struct err *err)
{
	cleanup(names_clear) struct names	 names = { 0 };

	if (list(folder, &names, err) == -1)
		return -1;
	names.stays = mem_zero((names.n + 1) * sizeof(*names.stays));
	keep_choose((const char *const *)names.v, names.n, names.stays);
	for (size_t i = 0; i < names.n; i++) {
		own_str char	*path = mem_fmt("%s/%s", folder, names.v[i]);

		if (!names.stays[i] && unlink(path) == -1)
			log_line(LOG_WARN, "backup: %s: %s", path,
			    strerror(errno));
		else if (!names.stays[i])
			log_line(LOG_INFO, "backup: %s goes", path);
	}
	return 0;
}

/* --- making one --- */

static char *
path_now(const char *folder)
{
	const time_t	now = (time_t)clock_now();
	struct tm	tm;
	char		name[sizeof(KEEP_NAME)];

	localtime_r(&now, &tm);
	strftime(name, sizeof(name), "hirewire-%Y%m%d-%H%M%S.backup", &tm);
	return mem_fmt("%s/%s", folder, name);
}

static int
write_one(struct db *db, const struct conf *conf, const char *path,
    struct backup_made *out, struct err *err)
{
	const struct vault_key	key = key_of(conf);
	const char		*folder = folder_of(conf);

	if (mkdir(folder, 0700) == -1 && errno != EEXIST)
		return folder_failed(err, folder);
	return backup_write(db, conf, path, &key, false, out, err);
}

int
nightly_now(struct db *db, const struct conf *conf, struct err *err)
{
	own_str char		*path = path_now(folder_of(conf));
	struct backup_made	 made = { 0 };
	struct err		 why = { 0 };

	if (!nightly_wanted(conf))
		return err_code(err, ERR_INPUT, "backup.passphrase_none",
		    "BACKUP_DIR");
	if (write_one(db, conf, path, &made, err) == -1) {
		if (record_add(db, true, path, &made, err, &why) == -1)
			log_err(LOG_WARN, "backup", &why);
		return -1;
	}
	log_line(LOG_INFO, "backup: %s, %lld bytes, %lld ms", path,
	    (long long)made.bytes, (long long)made.took_ms);
	return record_add(db, true, path, &made, NULL, err) == -1 ? -1 :
	    let_go(folder_of(conf), err);
}

/* Seconds since the hour struck last, by the machine's clock. */
static int64_t
since(int64_t hour)
{
	const time_t	now = (time_t)clock_now();
	struct tm	tm;
	int64_t		s;

	localtime_r(&now, &tm);
	s = (tm.tm_hour - hour) * 3600 + tm.tm_min * 60 + tm.tm_sec;
	return s < 0 ? s + DAY_S : s;
}

int
nightly_run(struct db *db, const struct conf *conf, struct err *err)
{
	int64_t	hour;
	bool	due;

	if (!nightly_wanted(conf))
		return 0;
	if (conf_figure(conf, "BACKUP_HOUR", HOUR, 0, 23, &hour, err) == -1 ||
	    record_due(db, since(hour), &due, err) == -1)
		return -1;
	return due ? nightly_now(db, conf, err) : 0;
}
