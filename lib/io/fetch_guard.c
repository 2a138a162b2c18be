#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch_int.h"

#define URL_MAX		4096

static void
free_url(CURLU **url)
{
	curl_url_cleanup(*url);
}

static void
free_curl_str(char **text)
{
	curl_free(*text);
}

/* The list of this key names it, as host or host:port. */
static bool
host_allowed(const struct conf *conf, const char *list, CURLU *url)
{
	cleanup(free_curl_str) char	*host = NULL, *port = NULL;
	own_str char			*both = NULL;

	if (curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    curl_url_get(url, CURLUPART_PORT, &port, CURLU_DEFAULT_PORT) !=
	    CURLUE_OK)
		return false;
	both = mem_fmt("%s:%s", host, port);
	return conf_has(conf, list, host) || conf_has(conf, list, both);
}

int
fetch_guard_url(const struct conf *conf, const char *list, const char *text,
    bool *trusted, struct err *err)
{
	cleanup(free_url) CURLU		*url = curl_url();
	cleanup(free_curl_str) char	*scheme = NULL;

	if (strlen(text) > URL_MAX)
		return fetch_log_url(err, "too long");
	if (curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) !=
	    CURLUE_OK ||
	    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK)
		return fetch_log_url(err, "malformed, or names a user");
	*trusted = host_allowed(conf, list, url);
	if (strcmp(scheme, "https") == 0 ||
	    (strcmp(scheme, "http") == 0 && *trusted))
		return 0;
	return fetch_log_url(err, "only https, or http at a host that "
	    "ALLOW_HOSTS or ALLOW_FILE_HOSTS names");
}
