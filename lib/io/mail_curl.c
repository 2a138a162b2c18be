#include <curl/curl.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/mail_int.h"

#define CONNECT_MS	10000
#define TIMEOUT_MS	30000

struct reading {
	const struct buf	*letter;
	size_t			 at;
};

static void
free_easy(CURL **easy)
{
	curl_easy_cleanup(*easy);
}

static void
free_list(struct curl_slist **list)
{
	curl_slist_free_all(*list);
}

static void
free_url(CURLU **url)
{
	curl_url_cleanup(*url);
}

static void
free_text(char **text)
{
	curl_free(*text);
}

static size_t
give_letter(char *out, size_t one, size_t n, void *arg)
{
	struct reading	*r = arg;
	size_t		 len = r->letter->len - r->at;

	if (len > one * n)
		len = one * n;
	memcpy(out, r->letter->data + r->at, len);
	r->at += len;
	return len;
}

/* plain: it lies on this machine, or the administrator allows the host. */
static int
check_url(const struct conf *conf, const char *text, bool *plain,
    struct err *err)
{
	static const char *const	 here[] = { "localhost", "127.0.0.1",
					    "[::1]" };
	cleanup(free_url) CURLU		*url = curl_url();
	cleanup(free_text) char		*scheme = NULL, *host = NULL;

	if (curl_url_set(url, CURLUPART_URL, text, CURLU_DISALLOW_USER) !=
	    CURLUE_OK ||
	    curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    curl_url_get(url, CURLUPART_HOST, &host, 0) != CURLUE_OK ||
	    (strcmp(scheme, "smtp") != 0 && strcmp(scheme, "smtps") != 0))
		return err_set(err, ERR_INTERNAL, "SMTP_URL: write smtp://host"
		    ":port or smtps://host:port; the user is SMTP_USER");
	*plain = conf_has(conf, "ALLOW_HOSTS", host);
	for (size_t i = 0; i < nitems(here); i++)
		*plain |= strcmp(host, here[i]) == 0;
	return 0;
}

static void
set_way(CURL *easy, const struct conf *conf, bool plain)
{
	long	 ms = (long)conf_int(conf, "FETCH_TIMEOUT_MS", TIMEOUT_MS);

	curl_easy_setopt(easy, CURLOPT_URL, conf_get(conf, "SMTP_URL", ""));
	curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_USE_SSL, plain ? (long)CURLUSESSL_TRY :
	    (long)CURLUSESSL_ALL);
	curl_easy_setopt(easy, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, ms);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
	    ms < CONNECT_MS ? ms : (long)CONNECT_MS);
	if (conf_get(conf, "SMTP_USER", NULL) != NULL) {
		curl_easy_setopt(easy, CURLOPT_USERNAME,
		    conf_get(conf, "SMTP_USER", ""));
		curl_easy_setopt(easy, CURLOPT_PASSWORD,
		    conf_get(conf, "SMTP_PASSWORD", ""));
	}
}

/* 5xx is final: of the letter, unless it is of the whole server. */
static int
failed(CURL *easy, CURLcode code, const char *why, struct err *err)
{
	long	 status = 0;

	curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	if (*why == '\0')
		why = curl_easy_strerror(code);
	if (code == CURLE_OPERATION_TIMEDOUT)
		return err_set(err, ERR_TIMEOUT, "smtp: %s", why);
	if (code == CURLE_LOGIN_DENIED)
		return err_code(err, ERR_REMOTE_AUTH, "io.mail_login",
		    "smtp: %s", why);
	if (code == CURLE_SEND_ERROR && status >= 500 && status < 600)
		return err_code(err, ERR_INPUT, "io.mail", "smtp: %ld", status);
	return err_code(err, ERR_REMOTE, "io.mail_server", "smtp: %s (%ld)", why,
	    status);
}

int
mail_curl_send(const struct conf *conf, const char *from, const char *to,
    const struct buf *letter, struct err *err)
{
	cleanup(free_easy) CURL			*easy = curl_easy_init();
	cleanup(free_list) struct curl_slist	*rcpt = NULL;
	struct reading				 r = { letter, 0 };
	char					 why[CURL_ERROR_SIZE] = "";
	bool					 plain = false;
	CURLcode				 code;

	if (check_url(conf, conf_get(conf, "SMTP_URL", ""), &plain, err) == -1)
		return -1;
	if (easy == NULL || (rcpt = curl_slist_append(NULL, to)) == NULL)
		return err_set(err, ERR_INTERNAL, "smtp: no memory");
	set_way(easy, conf, plain);
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, why);
	curl_easy_setopt(easy, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(easy, CURLOPT_MAIL_RCPT, rcpt);
	curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_letter);
	curl_easy_setopt(easy, CURLOPT_READDATA, &r);
	code = curl_easy_perform(easy);
	return code == CURLE_OK ? 0 : failed(easy, code, why, err);
}
