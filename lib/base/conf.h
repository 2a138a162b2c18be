/* conf: settings from a KEY=VALUE file, overridden by the environment. */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct conf;
struct err;

/*
 * Reads the file named by HIREWIRE_CONF, else .run/hirewire.conf, else
 * /etc/hirewire/hirewire.conf. A missing file is not an error: the environment
 * may hold all. Lines: KEY=VALUE, # comments, no quoting.
 */
struct conf *conf_open(struct err *);
void	 conf_close(struct conf *);
/* This process does work that no person waits for: people go before it (io/turn.h). */
void	 conf_set_background(struct conf *);
bool	 conf_background(const struct conf *);
/* Whose the file is; false: root's, or there is none. */
bool	 conf_owner(const struct conf *, uid_t *, gid_t *);
/* The path of the file that was read; NULL: there was none. */
const char *conf_path(const struct conf *);
/* The value, or dflt (may be NULL). Lives as long as conf. */
const char *conf_get(const struct conf *, const char *key, const char *dflt);
/*
 * The value as the file has it now, for what an administrator may change while a program runs: the
 * caller's. As conf_get where the file cannot be read any more.
 */
char	*conf_get_now(const struct conf *, const char *key);
/* Was the file changed after it was read? A process that lives long begins anew then. */
bool	 conf_changed(const struct conf *);
/* Where people reach it: WEB_BASE_URL without a slash at the end, else http://localhost:PORT. The
 * caller's. */
char	*conf_site(const struct conf *);
/* The name of the n-th line of the file; NULL: there are fewer. */
const char *conf_key(const struct conf *, size_t n);
int64_t	 conf_int(const struct conf *, const char *key, int64_t dflt);
/*
 * The same for a figure that must be one, from least to most. ERR_INTERNAL names the key and what
 * it may be; out: filled on success.
 */
int	 conf_figure(const struct conf *, const char *key, int64_t dflt,
	    int64_t least, int64_t most, int64_t *out, struct err *);
/* Is name one of the comma-separated words of the key's value? (ALLOW_HOSTS) */
bool	 conf_has(const struct conf *, const char *key, const char *name);

#endif
