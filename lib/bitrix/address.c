#include "bitrix/address.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

#define REST		"/rest/"
#define HOST_CHARS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
			"0123456789.-"
#define DIGITS		"0123456789"
#define CODE_CHARS	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" \
			"0123456789"
#define METHOD_CHARS	CODE_CHARS "._"
#define CODE_LEAST	8

static size_t
scheme_len(const char *text)
{
	static const char *const	schemes[] = { "https://", "http://" };

	for (size_t i = 0; i < nitems(schemes); i++)
		if (strncasecmp(text, schemes[i], strlen(schemes[i])) == 0)
			return strlen(schemes[i]);
	return 0;
}

/* "host[:port]" at the beginning; 0: there is none. */
static size_t
host_len(const char *text)
{
	const size_t	 name = strspn(text, HOST_CHARS);
	size_t		 port = 0;

	if (name == 0 || name > 253 || text[0] == '.' || text[0] == '-')
		return 0;
	if (text[name] == ':')
		port = strspn(text + name + 1, DIGITS);
	return port > 5 ? 0 : port > 0 ? name + 1 + port : name;
}

static bool
put(char *out, size_t size, const char *from, size_t len)
{
	if (len == 0 || len >= size)
		return false;
	memcpy(out, from, len);
	out[len] = '\0';
	return true;
}

/* Lower case: a portal has one budget, however its name is written. */
static bool
put_origin(const char *text, size_t scheme, char *out, size_t size)
{
	const size_t	 host = host_len(text + scheme);

	if (host == 0 || !put(out, size, text, scheme + host))
		return false;
	for (char *c = out; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	return true;
}

bool
bitrix_address_read(const char *text, struct bitrix_address *out)
{
	struct bitrix_address	 got;
	const size_t		 scheme = scheme_len(text);
	const char		*at = text + scheme;
	size_t			 len;

	if (scheme == 0 || !put_origin(text, scheme, got.origin,
	    sizeof(got.origin)))
		return false;
	at += host_len(at);
	if (strncmp(at, REST, strlen(REST)) != 0)
		return false;
	at += strlen(REST);
	len = strspn(at, DIGITS);
	if (!put(got.user, sizeof(got.user), at, len) || at[len] != '/')
		return false;
	at += len + 1;
	len = strspn(at, CODE_CHARS);
	if (len < CODE_LEAST || !put(got.code, sizeof(got.code), at, len))
		return false;
	at += len;
	if (*at == '/')
		at += 1 + strspn(at + 1, METHOD_CHARS);
	if (*at == '/')
		at++;
	if (*at != '\0')
		return false;
	*out = got;
	return true;
}

bool
bitrix_address_portal(const char *text, char *origin, int size)
{
	char		 whole[300];
	const char	*rest;
	size_t		 scheme;

	if (snprintf(whole, sizeof(whole), "%s%s", scheme_len(text) == 0 ?
	    "https://" : "", text) >= (int)sizeof(whole))
		return false;
	scheme = scheme_len(whole);
	rest = whole + scheme + host_len(whole + scheme);
	if (strcmp(rest, "") != 0 && strcmp(rest, "/") != 0)
		return false;
	return put_origin(whole, scheme, origin, (size_t)size);
}

void
bitrix_address_host(const char *origin, char *out, int size)
{
	const char	*host = origin + scheme_len(origin);

	snprintf(out, (size_t)size, "%.*s", (int)strspn(host, HOST_CHARS),
	    host);
	for (char *c = out; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
}
