#include "backup/lines.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"

#define NAME_MAX_BYTES	100

/* A line of the text, without blanks around its parts. */
struct line {
	const char	*name, *value;
	size_t		 name_len, value_len;
};

static void
trim(const char **at, size_t *len)
{
	while (*len > 0 && strchr(" \t\r", **at) != NULL) {
		++*at;
		--*len;
	}
	while (*len > 0 && strchr(" \t\r", (*at)[*len - 1]) != NULL)
		--*len;
}

/* The next line that sets something; false: there is none. */
static bool
next(const char **at, struct line *out)
{
	while (**at != '\0') {
		const size_t	 len = strcspn(*at, "\n");
		const char	*text = *at, *sign = memchr(text, '=', len);

		*at += len + (text[len] == '\n');
		if (sign == NULL || text[strspn(text, " \t")] == '#')
			continue;
		out->name = text;
		out->name_len = (size_t)(sign - text);
		out->value = sign + 1;
		out->value_len = len - out->name_len - 1;
		trim(&out->name, &out->name_len);
		trim(&out->value, &out->value_len);
		if (out->name_len > 0 && out->name_len <= NAME_MAX_BYTES)
			return true;
	}
	return false;
}

static bool
holds(const struct line *l, const char *word)
{
	return memmem(l->name, l->name_len, word, strlen(word)) != NULL;
}

static bool
is(const struct line *l, const char *name)
{
	return l->name_len == strlen(name) &&
	    memcmp(l->name, name, l->name_len) == 0;
}

/* "scheme://user:password@host" */
static bool
holds_login(const struct line *l)
{
	const char	*scheme = memmem(l->value, l->value_len, "://", 3);
	size_t		 left, host;

	if (scheme == NULL)
		return false;
	left = l->value_len - (size_t)(scheme + 3 - l->value);
	host = 0;
	while (host < left && scheme[3 + host] != '/')
		host++;
	return memchr(scheme + 3, '@', host) != NULL;
}

static bool
is_secret(const struct line *l)
{
	static const char *const words[] = { "SECRET", "TOKEN", "PASSWORD",
		"PASSPHRASE", "API_KEY" };

	for (size_t i = 0; i < nitems(words); i++)
		if (holds(l, words[i]))
			return true;
	return holds_login(l);
}

static bool
is_of_machine(const struct line *l)
{
	static const char *const names[] = { "SECRET_KEY", "SECRET_KEY_OLD",
		"DATABASE_URL", "PORT", "BIND", "PUSH_SOCKET", "INDEX_PATH",
		"BIN_DIR", "SQL_DIR", "GALLERY", "BACKUP_DIR",
		"HIREWIRE_PASSPHRASE" };

	for (size_t i = 0; i < nitems(names); i++)
		if (is(l, names[i]))
			return true;
	return strncmp(l->name, "POOL_", 5) == 0;
}

static void
put(const struct line *l, struct buf *out)
{
	buf_add(out, l->name, l->name_len);
	buf_putc(out, '=');
	buf_add(out, l->value, l->value_len);
	buf_putc(out, '\n');
}

void
lines_for_backup(const char *text, bool with_keys, struct buf *out)
{
	struct line	l;

	while (next(&text, &l))
		if (with_keys || !is_secret(&l))
			put(&l, out);
}

char *
lines_value(const char *text, const char *name)
{
	own_str char	*found = NULL;
	struct line	 l;

	while (next(&text, &l))
		if (is(&l, name))
			mem_put(&found, mem_ndup(l.value, l.value_len));
	return give(found);
}

void
lines_to_add(const char *here, const char *backup, struct buf *added,
    struct buf *kept)
{
	struct line	l;

	while (next(&backup, &l)) {
		own_str char	*name = mem_ndup(l.name, l.name_len);
		own_str char	*own = lines_value(here, name);

		if (is_of_machine(&l))
			continue;
		if (own == NULL)
			put(&l, added);
		else if (strlen(own) != l.value_len ||
		    memcmp(own, l.value, l.value_len) != 0)
			buf_fmt(kept, "%s%s", kept->len > 0 ? " " : "", name);
	}
}
