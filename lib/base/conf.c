#include "base/conf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"
#include "base/mask.h"
#include "base/mem.h"

struct pair {
	char	*key, *value;
};

struct conf {
	char		*path;		/* the file that was read; NULL: none */
	struct pair	*pairs;
	size_t		 n;
	bool		 background;
	uid_t		 uid;		/* of the file; 0: root's, or none */
	gid_t		 gid;
	struct timespec	 changed;	/* the file, when it was read */
};

static char *
trimmed(char *s)
{
	char	*end;

	while (isspace((unsigned char)*s))
		s++;
	end = s + strlen(s);
	while (end > s && isspace((unsigned char)end[-1]))
		end--;
	*end = '\0';
	return s;
}

/* SECRET_KEY, TELEGRAM_BOT_TOKEN, SMTP_PASSWORD, ...: no log shows their values. */
static void
keep_secret(const char *key, const char *value)
{
	static const char *const names[] = { "SECRET", "TOKEN", "PASSWORD",
		"PASSPHRASE", "API_KEY" };

	for (size_t i = 0; i < nitems(names); i++)
		if (strstr(key, names[i]) != NULL)
			mask_keep(value);
}

static void
keep_environment(void)
{
	for (char **pair = environ; *pair != NULL; pair++) {
		own_str char	*key = mem_ndup(*pair, strcspn(*pair, "="));

		if (strlen(key) < strlen(*pair))
			keep_secret(key, *pair + strlen(key) + 1);
	}
}

static int
read_line(struct conf *c, char *line, const char *path, int number,
    struct err *err)
{
	char	*key = trimmed(line), *value;

	if (*key == '\0' || *key == '#')
		return 0;
	if ((value = strchr(key, '=')) == NULL)
		return err_set(err, ERR_INTERNAL, "%s:%d: not KEY=VALUE", path,
		    number);
	*value++ = '\0';
	c->pairs = mem_grow(c->pairs, c->n + 1, sizeof(*c->pairs));
	c->pairs[c->n++] = (struct pair){ mem_dup(trimmed(key)),
	    mem_dup(trimmed(value)) };
	keep_secret(c->pairs[c->n - 1].key, c->pairs[c->n - 1].value);
	return 0;
}

static int
read_file(struct conf *c, const char *path, struct err *err)
{
	FILE		*f = fopen(path, "re");
	char		*line = NULL;
	size_t		 size = 0;
	struct stat	 st;
	int		 rc = 0;

	if (f == NULL)
		return errno == ENOENT ? 0 : err_set(err, ERR_INTERNAL,
		    "%s: %s", path, strerror(errno));
	if (fstat(fileno(f), &st) == 0) {
		c->uid = st.st_uid;
		c->gid = st.st_gid;
		c->changed = st.st_mtim;
	}
	for (int n = 1; rc == 0 && getline(&line, &size, f) != -1; n++)
		rc = read_line(c, line, path, n, err);
	free(line);
	fclose(f);
	mem_put(&c->path, mem_dup(path));
	return rc;
}

struct conf *
conf_open(struct err *err)
{
	static const char *const places[] = { ".run/hirewire.conf",
	    "/etc/hirewire/hirewire.conf" };
	struct conf	*c = mem_zero(sizeof(*c));
	const char	*path = getenv("HIREWIRE_CONF");
	int		 rc = 0;

	keep_environment();
	if (path != NULL)
		rc = read_file(c, path, err);
	for (size_t i = 0; path == NULL && rc == 0 && c->n == 0 &&
	    i < nitems(places); i++)
		rc = read_file(c, places[i], err);
	if (rc == 0) {
		log_level(conf_get(c, "LOG_LEVEL", NULL));
		return c;
	}
	conf_close(c);
	return NULL;
}

void
conf_close(struct conf *c)
{
	if (c == NULL)
		return;
	for (size_t i = 0; i < c->n; i++) {
		free(c->pairs[i].key);
		free(c->pairs[i].value);
	}
	free(c->pairs);
	free(c->path);
	free(c);
}

void
conf_set_background(struct conf *c)
{
	c->background = true;
}

bool
conf_background(const struct conf *c)
{
	return c->background;
}

static const char *
in_file(const struct conf *c, const char *key)
{
	for (size_t i = c->n; i-- > 0;)
		if (strcmp(c->pairs[i].key, key) == 0)
			return c->pairs[i].value;
	return NULL;
}

const char *
conf_get(const struct conf *c, const char *key, const char *dflt)
{
	const char	*value = getenv(key);

	if (value == NULL)
		value = in_file(c, key);
	return value != NULL ? value : dflt;
}

static void
close_conf(struct conf **c)
{
	conf_close(*c);
}

bool
conf_changed(const struct conf *c)
{
	struct stat	st;

	return c->path != NULL && stat(c->path, &st) == 0 &&
	    (st.st_mtim.tv_sec != c->changed.tv_sec ||
	    st.st_mtim.tv_nsec != c->changed.tv_nsec);
}

char *
conf_get_now(const struct conf *c, const char *key)
{
	cleanup(close_conf) struct conf	*fresh = mem_zero(sizeof(*fresh));
	struct err			 err = { 0 };
	const char			*value = NULL;

	if (getenv(key) == NULL && c->path != NULL &&
	    read_file(fresh, c->path, &err) == 0)
		value = in_file(fresh, key);
	return mem_dup(value != NULL ? value : conf_get(c, key, NULL));
}

const char *
conf_key(const struct conf *c, size_t n)
{
	return n < c->n ? c->pairs[n].key : NULL;
}

static bool
is_whole(const char *text, int64_t *out)
{
	char	*end;

	errno = 0;
	*out = strtoll(text, &end, 10);
	return end != text && *end == '\0' && errno == 0;
}

int64_t
conf_int(const struct conf *c, const char *key, int64_t dflt)
{
	int64_t	 n;

	return is_whole(conf_get(c, key, ""), &n) ? n : dflt;
}

int
conf_figure(const struct conf *c, const char *key, int64_t dflt,
    int64_t least, int64_t most, int64_t *out, struct err *err)
{
	const char	*text = conf_get(c, key, "");
	int64_t		 n = dflt;

	if (*text != '\0' && (!is_whole(text, &n) || n < least || n > most))
		return err_set(err, ERR_INTERNAL, "%s=%s: a whole number, "
		    "%lld to %lld", key, text, (long long)least,
		    (long long)most);
	*out = n;
	return 0;
}

char *
conf_site(const struct conf *c)
{
	const char	*base = conf_get(c, "WEB_BASE_URL", "");
	size_t		 len = strlen(base);

	while (len > 0 && base[len - 1] == '/')
		len--;
	return len > 0 ? mem_ndup(base, len) : mem_fmt("http://localhost:%lld",
	    (long long)conf_int(c, "PORT", 8005));
}

bool
conf_has(const struct conf *c, const char *key, const char *name)
{
	const char	*word = conf_get(c, key, "");
	size_t		 want = strlen(name);

	while (*word != '\0') {
		size_t	 len = strcspn(word, ", ");

		if (len == want && strncasecmp(word, name, len) == 0)
			return true;
		word += len;
		word += strspn(word, ", ");
	}
	return false;
}

const char *
conf_path(const struct conf *c)
{
	return c->path;
}

bool
conf_owner(const struct conf *c, uid_t *uid, gid_t *gid)
{
	*uid = c->uid;
	*gid = c->gid;
	return c->uid != 0;
}
