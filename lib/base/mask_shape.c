#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/mask_int.h"
#include "base/mem.h"

#define WORD	MASK_ALNUM "_"
#define TOKEN	MASK_ALNUM "_-"
#define LEAST	8		/* characters of a key in an address */

/* --- by shape --- */

/* What begins so and goes on for at least so long. Sources: the services' references. */
static const struct {
	const char	*prefix, *of;
	size_t		 least;
} shapes[] = {
	{ "pk_",	WORD, 8 },		/* ClickUp */
	{ "ntn_",	WORD, 8 },		/* Notion, and its former keys */
	{ "secret_",	MASK_ALNUM, 20 },
	{ "AKIA",	MASK_UPPER MASK_DIGITS, 12 },	/* AWS */
	{ "ASIA",	MASK_UPPER MASK_DIGITS, 12 },
	{ "xapp-",	TOKEN, 10 },		/* Slack */
	{ "xoxa-",	TOKEN, 10 },
	{ "xoxb-",	TOKEN, 10 },
	{ "xoxe-",	TOKEN, 10 },
	{ "xoxo-",	TOKEN, 10 },
	{ "xoxp-",	TOKEN, 10 },
	{ "xoxr-",	TOKEN, 10 },
	{ "xoxs-",	TOKEN, 10 },
	{ "hooks.slack.com/services/", TOKEN "/", 20 },
	{ "AIza",	TOKEN, 30 },		/* Google */
	{ "ya29.",	TOKEN ".", 20 },
	{ "GOCSPX-",	TOKEN, 20 },
	{ "eyJ",	TOKEN ".", 20 },	/* a JWT: base64 of {" */
};

static size_t
prefix_at(const char *s, const char *end, const char *prefix)
{
	size_t	 len = strlen(prefix);

	return (size_t)(end - s) >= len && strncasecmp(s, prefix, len) == 0 ?
	    len : 0;
}

static size_t
listed(const char *s, const char *end)
{
	for (size_t i = 0; i < nitems(shapes); i++) {
		size_t	 len = strlen(shapes[i].prefix), run;

		if ((size_t)(end - s) < len ||
		    memcmp(s, shapes[i].prefix, len) != 0)
			continue;
		run = mask_span(s + len, end, shapes[i].of);
		if (run >= shapes[i].least)
			return len + run;
	}
	return 0;
}

/* "bearer of good news" is no key: a key is long, or has a digit. */
static size_t
bearer(const char *s, const char *end, size_t *from)
{
	size_t	 name = prefix_at(s, end, "Bearer "), run;

	if (name == 0)
		return 0;
	run = mask_span(s + name, end, MASK_BASE64 ".~");
	*from = name;
	return run >= 20 || (run >= LEAST &&
	    mask_span(s + name, end, MASK_UPPER "abcdefghijklmnopqrstuvwxyz") <
	    run) ? run : 0;
}

/* "Basic knowledge" is no password: those are base64 of "user:password". */
static size_t
basic(const char *s, const char *end, size_t *from)
{
	static const char	 digits[] = MASK_UPPER
	    "abcdefghijklmnopqrstuvwxyz" MASK_DIGITS "+/";
	size_t			 name = prefix_at(s, end, "Basic "), run;
	unsigned		 bits = 0;

	if (name == 0)
		return 0;
	*from = name;
	run = mask_span(s + name, end, MASK_BASE64);
	for (size_t i = 0; i < run; i++) {
		const char	*digit = strchr(digits, s[name + i]);

		if (digit == NULL)
			break;
		bits = bits << 6 | (unsigned)(digit - digits);
		if (i % 4 > 0 && (bits >> (6 - i % 4 * 2) & 0xff) == ':')
			return run;
	}
	return 0;
}

/* ".../rest/12/key/method": Bitrix24. */
static size_t
bitrix(const char *s, const char *end, size_t *from)
{
	size_t	 name = prefix_at(s, end, "/rest/"), user, key;

	if (name == 0 || (user = mask_span(s + name, end, MASK_DIGITS)) == 0 ||
	    s + name + user >= end || s[name + user] != '/')
		return 0;
	*from = name + user + 1;
	key = mask_span(s + *from, end, MASK_ALNUM);
	return key >= LEAST ? key : 0;
}

/* "bot123456:key", with and without "bot": Telegram. */
static size_t
telegram(const char *s, const char *end, size_t *from)
{
	size_t	 name = prefix_at(s, end, "bot");
	size_t	 id = mask_span(s + name, end, MASK_DIGITS), key;

	if (id < 6 || s + name + id >= end || s[name + id] != ':')
		return 0;
	*from = name;
	key = mask_span(s + name + id + 1, end, TOKEN);
	return key >= 30 ? id + 1 + key : 0;
}

/* All between "-----BEGIN ... PRIVATE KEY-----" and its end, or the end of the text it is in. */
static size_t
pem(const char *s, const char *end, size_t *from)
{
	static const char	 what[] = "PRIVATE KEY", last[] = "-----END";
	const size_t		 size = sizeof(what) - 1;
	const size_t		 name = prefix_at(s, end, "-----BEGIN ");
	const char		*label = s + name, *stop, *quote;
	const size_t		 len = mask_span(label, end, MASK_UPPER " ");

	if (name == 0 || len < size ||
	    memcmp(label + len - size, what, size) != 0)
		return 0;
	*from = name + len + mask_span(label + len, end, "-");
	s += *from;
	if ((stop = memmem(s, (size_t)(end - s), last, sizeof(last) - 1)) ==
	    NULL)
		stop = end;
	if ((quote = memchr(s, '"', (size_t)(stop - s))) != NULL)
		stop = quote;
	return (size_t)(stop - s);
}

/* Does a word begin here? */
static bool
is_start(const char *text, const char *s)
{
	return s == text || (!isalnum((unsigned char)s[-1]) && s[-1] != '_');
}

static size_t
shape_at(const char *s, const char *end, bool start, size_t *from)
{
	size_t	 len;

	*from = 0;
	if (*s == '/')
		return bitrix(s, end, from);
	if (*s == '-')
		return pem(s, end, from);
	if (!start)
		return 0;
	if ((len = listed(s, end)) > 0 || (len = bearer(s, end, from)) > 0 ||
	    (len = basic(s, end, from)) > 0)
		return len;
	return telegram(s, end, from);
}

void
mask_shapes(char *text, size_t len)
{
	const char	*end = text + len;

	for (char *s = text; s < end;) {
		size_t	 from, n = shape_at(s, end, is_start(text, s), &from);

		if (n > 0)
			mask_out(s + from, n, end);
		s += n > 0 ? from + n : 1;
	}
}

/* --- by name --- */

static const char *const secret_names[] = { "authorization", "api_key",
    "apikey", "access_token", "refresh_token", "token", "password", "passwd",
    "secret", "client_secret", "x-csrf-token", "hw_session", "signature", "key",
    "private_key", "cookie", "set-cookie" };

/* The length of a secret's name that begins at s as a whole word, or 0. */
static size_t
secret_name(const char *s, size_t left)
{
	for (size_t i = 0; i < nitems(secret_names); i++) {
		size_t	 len = strlen(secret_names[i]);

		if (len < left && strncasecmp(s, secret_names[i], len) == 0 &&
		    strchr("\"'=: \\%", s[len]) != NULL && s[len] != '\0')
			return len;
	}
	return 0;
}

/* Behind a name: quotes, one '=' or ':', blanks, "Bearer". 0: no value follows. */
static size_t
value_offset(const char *s, size_t left)
{
	size_t	 at = 0;
	bool	 sign = false;

	for (; at < left && strchr("\"' =:\\", s[at]) != NULL; at++)
		sign = sign || s[at] == '=' || s[at] == ':';
	if (!sign && left - at >= 3 && strncasecmp(s + at, "%3D", 3) == 0) {
		sign = true;
		at += 3;
	}
	if (!sign)
		return 0;
	if (left - at > 7 && strncasecmp(s + at, "bearer ", 7) == 0)
		at += 7;
	return at;
}

/* The quote that ends a text which begins at s, or end. In JSON within JSON (inner) it is \". */
static char *
text_end(char *s, char *end, bool inner)
{
	for (; s < end && *s != '"'; s++) {
		if (*s != '\\')
			continue;
		if (inner && s + 1 < end && s[1] == '"')
			return s;
		s += s + 1 < end;
	}
	return s;
}

static bool
is_member_name(const char *s, const char *end)
{
	s += mask_span(s, end, "\\\" ");
	return s < end && *s == ':';
}

/* A JSON list or object, cut short perhaps: all but the names of its members. */
static size_t
mask_nested(char *s, char *end, bool inner)
{
	char	*at = s, *stop;
	int	 depth = 0;

	for (; at < end; at++) {
		if (*at == '[' || *at == '{') {
			depth++;
		} else if (*at == ']' || *at == '}') {
			if (--depth == 0)
				break;
		} else if (*at == '"') {
			stop = text_end(at + 1, end, inner);
			if (!is_member_name(stop, end))
				mask_out(at + 1, (size_t)(stop - at - 1), end);
			at = stop + (inner && stop < end);
		} else if (strchr(",:\\ \t\r\n", *at) == NULL)
			*at = '*';
	}
	return (size_t)((at < end ? at : end) - s);
}

/* The key at the end of a webhook's address. */
static void
mask_hooks(char *text, size_t len)
{
	static const char	 path[] = "/hooks/";
	char			*at = text, *end = text + len;

	while ((at = memmem(at, (size_t)(end - at), path,
	    sizeof(path) - 1)) != NULL) {
		at += sizeof(path) - 1;
		while (at < end && *at != '/' && strchr("\"' ?,", *at) == NULL)
			at++;
		if (at == end || *at != '/')
			continue;
		for (at++; at < end && strchr("\"' /?,\\\r\n", *at) == NULL;
		    at++)
			*at = '*';
	}
}

void
mask_names(char *text, size_t len)
{
	mask_hooks(text, len);
	for (size_t i = 0; i < len;) {
		size_t	 name = 0, at;
		bool	 inner;

		if (i == 0 || strchr("\"'&?,;{ _-\n", text[i - 1]) != NULL)
			name = secret_name(text + i, len - i);
		if (name == 0 ||
		    (at = value_offset(text + i + name, len - i - name)) == 0) {
			i++;
			continue;
		}
		inner = text[i + name] == '\\';
		i += name + at;
		if (i < len && (text[i] == '{' || text[i] == '[')) {
			i += mask_nested(text + i, text + len, inner);
			continue;
		}
		for (; i < len && strchr("\"'&, ;}\r\n\\", text[i]) == NULL; i++)
			text[i] = '*';
	}
}
