#include "person/link.h"

#include <ctype.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "person/letter.h"

#define HOST_CHARS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
	"0123456789.-"

/* page: the step of the path before the part that names a person. */
static const struct site {
	enum person_site	 site;
	const char		*word, *host, *page;
} sites[] = {
	{ PERSON_LINKEDIN, "linkedin", "linkedin.com", "in" },
	{ PERSON_RABOTA, "rabota", "rabota.by", "resume" },
	{ PERSON_RABOTA, "rabota", "jobs.tut.by", "resume" },
	{ PERSON_HH, "hh", "hh.ru", "resume" },
	{ PERSON_HH, "hh", "hh.kz", "resume" },
	{ PERSON_HH, "hh", "hh.uz", "resume" },
	{ PERSON_HH, "hh", "headhunter.ge", "resume" },
	{ PERSON_HH, "hh", "headhunter.kg", "resume" },
};

/* Steps of the mobile site and of links in mails, before the page. */
static const char *const	 before[] = { "m", "mwlite", "comm" };

struct span {
	const char	*at;
	size_t		 len;
};

const char *
person_site_word(enum person_site site)
{
	for (size_t i = 0; i < nitems(sites); i++)
		if (sites[i].site == site)
			return sites[i].word;
	return NULL;
}

static bool
is(struct span s, const char *word)
{
	return s.len == strlen(word) && strncasecmp(s.at, word, s.len) == 0;
}

/* The host of a site or of one of its countries: "by.linkedin.com". */
static const struct site *
site_of(struct span host)
{
	for (size_t i = 0; i < nitems(sites); i++) {
		const size_t		 n = strlen(sites[i].host);
		const struct span	 end = { host.at + host.len - n, n };

		if (host.len >= n && (host.len == n || end.at[-1] == '.') &&
		    is(end, sites[i].host))
			return &sites[i];
	}
	return NULL;
}

/* Where a path ends in running text. */
static bool
ends_path(uint32_t c)
{
	return c <= ' ' || (c < 0x80 && strchr("\"'<>()[]{}|^`,;", (int)c) !=
	    NULL) || c == 0xa0 || c == 0xab || c == 0xbb || (c >= 0x2000 &&
	    c <= 0x206f) || c == 0xfeff || c == UTF8_BAD;
}

/* Steps between slashes; signs of the sentence at the end are not part of the last. */
static struct span
next_step(const char **at)
{
	struct span	 step;
	const char	*next = *at, *end = *at;

	while (*next == '/')
		end = ++next;
	step.at = next;
	while (*next != '\0' && *next != '/' && *next != '?' && *next != '#') {
		if (ends_path(utf8_next(&next)))
			break;
		end = next;
	}
	step.len = (size_t)(end - step.at);
	*at = end;
	while (*end != '/' && step.len > 0 &&
	    strchr(".:!*_~", step.at[step.len - 1]) != NULL)
		step.len--;
	return step;
}

/* The part of a path that names a person; len 0: it is another page. */
static struct span
name_of(const struct site *site, const char *path)
{
	struct span	 step = next_step(&path);

	for (size_t i = 0; i < nitems(before); i++)
		if (is(step, before[i])) {
			step = next_step(&path);
			break;
		}
	return is(step, site->page) && *path == '/' ? next_step(&path) :
	    (struct span){ path, 0 };
}

/* A backslash of Markdown before a sign is not of the address. */
static void
put_name(char *out, size_t size, struct span name)
{
	size_t	 n = strlen(out);

	for (size_t i = 0; i < name.len && n + 1 < size; i++)
		if (name.at[i] != '\\')
			out[n++] = name.at[i];
	out[n] = '\0';
}

static bool
put_profile(const struct site *site, struct span host, const char *path,
    struct person_link *out)
{
	const struct span	 name = name_of(site, path);

	if (name.len == 0 || name.len + host.len + 20 > sizeof(out->url))
		return false;
	out->site = site->site;
	snprintf(out->url, sizeof(out->url), "https://%.*s/%s/", (int)host.len,
	    host.at, site->page);
	for (char *s = out->url; *s != '\0'; s++)
		*s = (char)tolower((unsigned char)*s);
	put_name(out->url, sizeof(out->url), name);
	return true;
}

/* Is the host at s the beginning of an address, and not a step or a part of another? */
static bool
begins(const char *text, const char *s)
{
	return s == text || (s[-1] == '/' ? s - text > 1 && s[-2] == '/' :
	    s[-1] != '@' && s[-1] != '%' && s[-1] != '_');
}

/* nobodys: pages of the sites that are no profile, too. */
static bool
next_page(const char **at, bool nobodys, struct person_link *out)
{
	const char	*text = *at, *s = text;

	while (*(s += strcspn(s, HOST_CHARS)) != '\0') {
		const struct span	 host = { s, strspn(s, HOST_CHARS) };
		const struct site	*site = site_of(host);
		const char		*end = s + host.len;

		if (site != NULL && *end == '/' && begins(text, s)) {
			const bool	profile = put_profile(site, host, end,
					    out);

			if (!profile)
				*out = (struct person_link){ .url = "" };
			if (profile || nobodys) {
				*at = end;
				return true;
			}
		}
		s = end;
	}
	*at = s;
	return false;
}

bool
person_link_next(const char **at, struct person_link *out)
{
	return next_page(at, false, out);
}

bool
person_link_next_page(const char **at, struct person_link *out)
{
	return next_page(at, true, out);
}

bool
person_link_find(const char *text, enum person_site site,
    struct person_link *out)
{
	struct person_link	 one;

	while (person_link_next(&text, &one))
		if (one.site == site) {
			*out = one;
			return true;
		}
	return false;
}

/* --- keys --- */

static int
hex(char c)
{
	return isdigit((unsigned char)c) ? c - '0' :
	    isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 :
	    -1;
}

/* "%D0%B8" as the letter: sites write both. */
static void
unescape(char *s)
{
	char	*out = s;

	for (; *s != '\0'; s++, out++) {
		const int	 high = *s == '%' ? hex(s[1]) : -1;
		const int	 low = high > 0 ? hex(s[2]) : -1;

		*out = low < 0 ? *s : (char)(high * 16 + low);
		s += low < 0 ? 0 : 2;
	}
	*out = '\0';
}

static void
put_small(char out[PERSON_LINK_SIZE], const char *s)
{
	size_t	 n = 0;

	while (*s != '\0' && n + 4 < PERSON_LINK_SIZE)
		n += utf8_put(person_letter_lower(utf8_next(&s)), out + n);
	out[n] = '\0';
}

/* Of another site: "github.com/anna"; its first page is nobody's. A query stays when it names
 * somebody: "profile.php?id=5". */
static void
put_other(char out[PERSON_LINK_SIZE], struct span host, const char *path)
{
	char	 text[PERSON_LINK_SIZE];
	size_t	 len = strcspn(path, "?# \t\r\n");

	if (path[len] == '?' && strcasestr(path + len, "id=") != NULL)
		len = strcspn(path, "# \t\r\n");
	while (len > 0 && path[len - 1] == '/')
		len--;
	if (len == 0 || len + host.len >= sizeof(text) ||
	    memchr(host.at, '.', host.len) == NULL)
		return;
	snprintf(text, sizeof(text), "%.*s%.*s", (int)host.len, host.at,
	    (int)len, path);
	put_small(out, text);
}

void
person_link_key(const char *url, char out[PERSON_LINK_SIZE])
{
	const char		*scheme = strstr(url, "://"), *path;
	const struct site	*site;
	struct person_link	 link;
	struct span		 host;
	char			 text[PERSON_LINK_SIZE];

	out[0] = '\0';
	host.at = scheme != NULL ? scheme + 3 : url + strspn(url, " \t\r\n");
	if (strncasecmp(host.at, "www.", 4) == 0)
		host.at += 4;
	host.len = strspn(host.at, HOST_CHARS);
	path = host.at + host.len;
	if ((site = site_of(host)) == NULL) {
		put_other(out, host, path);
		return;
	}
	if (*path != '/' || !put_profile(site, host, path, &link))
		return;
	snprintf(text, sizeof(text), "%s", strstr(strchr(link.url, '.'), "/") +
	    1);
	unescape(text);
	put_small(out, text);
}

bool
person_link_in(const char *text, const char *key)
{
	struct person_link	 one;
	char			 other[PERSON_LINK_SIZE];
	const size_t		 n = strlen(key);

	for (const char *at = text; n > 0 && person_link_next(&at, &one); ) {
		person_link_key(one.url, other);
		if (strcmp(other, key) == 0)
			return true;
	}
	/* Others as they are, not as the beginning of a longer one. */
	if (n == 0 || memchr(key, '.', strcspn(key, "/")) == NULL)
		return false;
	for (const char *at = text; (at = strcasestr(at, key)) != NULL; at++)
		if (!isalnum((unsigned char)at[n]) && (at[n] == '\0' ||
		    strchr("-_%=&", at[n]) == NULL) && (at == text ||
		    !isalnum((unsigned char)at[-1])))
			return true;
	return false;
}
