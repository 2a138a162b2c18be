#include "io/idn.h"

#include <idn2.h>
#include <string.h>

#include "base/mem.h"

char *
idn_host(const char *host)
{
	char	*ascii = NULL, *out;

	if (idn2_to_ascii_8z(host, &ascii, IDN2_NFC_INPUT |
	    IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	out = mem_dup(ascii);
	idn2_free(ascii);
	return out;
}

char *
idn_email(const char *email)
{
	const char	*at = strrchr(email, '@');
	own_str char	*host = at != NULL ? idn_host(at + 1) : NULL;

	return host != NULL ? mem_fmt("%.*s@%s", (int)(at - email), email,
	    host) : NULL;
}
