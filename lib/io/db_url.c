#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "io/db_int.h"

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ?
	    c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A percent-decoded copy; NULL: bad escape or a NUL byte. */
static char *
decoded(const char *s, size_t len)
{
	own_str char	*out = mem_zero(len + 1);
	size_t		 n = 0;

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '%') {
			out[n++] = s[i];
			continue;
		}
		if (i + 2 >= len || hex(s[i + 1]) == -1 || hex(s[i + 2]) == -1)
			return NULL;
		out[n] = (char)(hex(s[i + 1]) * 16 + hex(s[i + 2]));
		if (out[n++] == '\0')
			return NULL;
		i += 2;
	}
	return give(out);
}

static int
bad(struct err *err, const char *what)
{
	return err_code(err, ERR_INTERNAL, "io.database_url",
	    "DATABASE_URL: %s (want "
	    "mysql://user:password@host[:port][,host[:port]]/name"
	    "[?socket=/path])", what);
}

/* "user:password"; the password may hold ':'. */
static int
read_login(struct db_url *u, const char *s, size_t len, struct err *err)
{
	const char	*colon = memchr(s, ':', len);
	size_t		 user = colon != NULL ? (size_t)(colon - s) : len;

	u->user = decoded(s, user);
	u->password = colon == NULL ? mem_dup("") :
	    decoded(colon + 1, len - user - 1);
	return u->user == NULL || u->password == NULL || *u->user == '\0' ?
	    bad(err, "bad user or password") : 0;
}

/* "host", "host:port", "[::1]:port", or nothing beside a socket. */
static int
read_host(struct db_host *h, const char *s, size_t len, struct err *err)
{
	const char	*end = s + len, *colon;
	char		*rest;
	unsigned long	 port = 0;

	if (len > 0 && *s == '[') {
		if ((colon = memchr(s, ']', len)) == NULL)
			return bad(err, "bad host");
		h->name = decoded(s + 1, (size_t)(colon - s) - 1);
		colon++;
	} else {
		colon = memchr(s, ':', len);
		if (colon == NULL)
			colon = end;
		h->name = decoded(s, (size_t)(colon - s));
	}
	if (h->name == NULL)
		return bad(err, "bad host");
	if (colon == end)
		return 0;
	port = strtoul(colon + 1, &rest, 10);
	if (*colon != ':' || rest != end || port == 0 || port > 65535)
		return bad(err, "bad port");
	h->port = (unsigned)port;
	return 0;
}

/* Between commas, the nearest first. */
static int
read_hosts(struct db_url *u, const char *s, size_t len, struct err *err)
{
	const char	*end = s + len;

	for (;;) {
		const char	*comma = memchr(s, ',', (size_t)(end - s));
		const char	*stop = comma != NULL ? comma : end;

		if (u->nhosts == DB_HOSTS_MAX)
			return bad(err, "too many hosts");
		/* counted first: one that is bad is freed, too */
		if (read_host(&u->hosts[u->nhosts++], s, (size_t)(stop - s),
		    err) == -1)
			return -1;
		if ((comma != NULL || u->nhosts > 1) && stop == s)
			return bad(err, "a host without a name");
		if (comma == NULL)
			return 0;
		s = comma + 1;
	}
}

/* Of "NAME=value", once each, the value. 1: it was that option. */
static int
read_option(const char *s, size_t len, const char *name, char **out,
    struct err *err)
{
	const size_t	n = strlen(name);

	if (len <= n || strncmp(s, name, n) != 0 || *out != NULL)
		return 0;
	*out = decoded(s + n, len - n);
	return *out != NULL ? 1 : bad(err, "bad option");
}

static int
read_one_option(struct db_url *u, const char *s, size_t len, struct err *err)
{
	static const char *const	cas[] = { "tls_ca=", "ssl_ca=" };
	int				rc;

	if ((rc = read_option(s, len, "socket=", &u->socket, err)) != 0)
		return rc;
	for (size_t i = 0; i < nitems(cas); i++)
		if ((rc = read_option(s, len, cas[i], &u->tls_ca, err)) != 0) {
			u->tls = true;	/* who names what to trust wants it */
			return rc;
		}
	if (len != 5 || strncmp(s, "tls=1", 5) != 0)
		return bad(err, "unknown option");
	u->tls = true;
	return 1;
}

/* "socket=/path&tls=1&tls_ca=/path"; ssl_ca is another name of tls_ca. */
static int
read_options(struct db_url *u, const char *s, struct err *err)
{
	for (size_t len; *s != '\0'; s += len + (s[len] == '&')) {
		len = strcspn(s, "&");
		if (read_one_option(u, s, len, err) == -1)
			return -1;
	}
	return 0;
}

int
db_url_parse(const char *url, struct db_url *out, struct err *err)
{
	own_url struct db_url	 u = { 0 };
	const char		*login, *at, *slash, *question;

	if (strncmp(url, "mysql://", 8) == 0)
		login = url + 8;
	else if (strncmp(url, "mariadb://", 10) == 0)
		login = url + 10;
	else
		return bad(err, "unknown scheme");
	question = login + strcspn(login, "?");
	if ((slash = memchr(login, '/', (size_t)(question - login))) == NULL)
		return bad(err, "no database name");
	if ((at = memrchr(login, '@', (size_t)(slash - login))) == NULL)
		return bad(err, "no user");
	u.name = decoded(slash + 1, (size_t)(question - slash) - 1);
	if (u.name == NULL || *u.name == '\0')
		return bad(err, "no database name");
	if (read_login(&u, login, (size_t)(at - login), err) == -1 ||
	    read_hosts(&u, at + 1, (size_t)(slash - at) - 1, err) == -1 ||
	    read_options(&u, question + (*question == '?'), err) == -1)
		return -1;
	mask_keep(u.password);
	*out = give(u);
	return 0;
}

const char *
db_url_socket(const struct db_url *u, size_t host)
{
	return host == 0 ? u->socket : NULL;
}

void
db_url_clear(struct db_url *u)
{
	for (size_t i = 0; i < u->nhosts; i++)
		free(u->hosts[i].name);
	free(u->user);
	free(u->password);
	free(u->name);
	free(u->socket);
	free(u->tls_ca);
	*u = (struct db_url){ 0 };
}
