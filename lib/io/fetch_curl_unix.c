#include <curl/curl.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch_int.h"

#define UNIX_MS		1000

static void
free_easy(CURL **easy)
{
	curl_easy_cleanup(*easy);
}

static void
free_headers(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

/* out NULL: what comes is dropped. One over max bytes ends the exchange. */
struct answer {
	struct buf	*out;
	size_t		 max;
};

static size_t
take_body(char *data, size_t one, size_t len, void *arg)
{
	struct answer	*a = arg;

	(void)one;
	if (a->out == NULL)
		return len;
	if (a->out->len + len > a->max)
		return 0;
	buf_add(a->out, data, len);
	return len;
}

static int
perform(CURL *easy, const char *socket_path, struct err *err)
{
	CURLcode	 code = curl_easy_perform(easy);
	long		 status = 0;

	if (code != CURLE_OK)
		return err_set(err, ERR_REMOTE, "%s: %s", socket_path,
		    curl_easy_strerror(code));
	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (status >= 200 && status <= 299)
		return 0;
	err->remote_status = (int)status;
	return err_set(err, ERR_REMOTE, "%s: status %ld", socket_path, status);
}

static void
set_common(CURL *easy, const char *socket_path, const char *url,
    struct answer *answer)
{
	curl_easy_setopt(easy, CURLOPT_URL, url);
	curl_easy_setopt(easy, CURLOPT_UNIX_SOCKET_PATH, socket_path);
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)UNIX_MS);
	curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(easy, CURLOPT_WRITEDATA, answer);
}

static void
set_data(CURL *easy, const char *data, size_t len)
{
	if (data == NULL) {
		curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
		return;
	}
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, data);
}

static struct curl_slist *
headers_for(const char *type)
{
	own_str char		*line = mem_fmt("Content-Type: %s", type);
	struct curl_slist	*list = curl_slist_append(NULL, "Expect:");
	struct curl_slist	*both = curl_slist_append(list, line);

	if (both == NULL)
		curl_slist_free_all(list);
	return both;
}

int
fetch_unix(const char *socket_path, const char *path, const char *type,
    const char *data, size_t len, struct err *err)
{
	cleanup(free_easy) CURL			*easy = fetch_curl_open(err);
	cleanup(free_headers) struct curl_slist	*headers = NULL;
	own_str char				*url = NULL;
	struct answer				 none = { 0 };

	if (easy == NULL)
		return -1;
	if ((headers = headers_for(type)) == NULL)
		return err_set(err, ERR_INTERNAL, "fetch: headers");
	url = mem_fmt("http://localhost%s", path);
	set_common(easy, socket_path, url, &none);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
	set_data(easy, data, len);
	return perform(easy, socket_path, err);
}

int
fetch_unix_get(const char *socket_path, const char *path, size_t max,
    struct buf *out, struct err *err)
{
	cleanup(free_easy) CURL	*easy = fetch_curl_open(err);
	own_str char		*url = mem_fmt("http://localhost%s", path);
	struct answer		 answer = { out, max };

	if (easy == NULL)
		return -1;
	set_common(easy, socket_path, url, &answer);
	return perform(easy, socket_path, err);
}
