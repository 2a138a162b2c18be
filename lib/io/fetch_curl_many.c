#include <curl/curl.h>

#include "base/err.h"
#include "io/fetch_int.h"

void *
fetch_curl_many_open(struct err *err)
{
	CURLM	*multi = curl_multi_init();

	if (multi == NULL)
		err_set(err, ERR_INTERNAL, "fetch: libcurl does not start");
	return multi;
}

void
fetch_curl_many_close(void *multi)
{
	curl_multi_cleanup(multi);
}

int
fetch_curl_many_add(void *multi, void *easy, struct err *err)
{
	const CURLMcode	code = curl_multi_add_handle(multi, easy);

	return code == CURLM_OK ? 0 : err_set(err, ERR_INTERNAL, "fetch: %s",
	    curl_multi_strerror(code));
}

void
fetch_curl_many_drop(void *multi, void *easy)
{
	curl_multi_remove_handle(multi, easy);
}

static void *
next_ended(CURLM *multi, int *code)
{
	const CURLMsg	*said;
	CURL		*easy;
	int		 left;

	while ((said = curl_multi_info_read(multi, &left)) != NULL) {
		if (said->msg != CURLMSG_DONE)
			continue;
		easy = said->easy_handle;
		*code = (int)said->data.result;
		curl_multi_remove_handle(multi, easy);
		return easy;
	}
	return NULL;
}

void *
fetch_curl_many_wait(void *multi, int ms, int *code)
{
	int	 running;
	void	*easy;

	curl_multi_perform(multi, &running);
	if ((easy = next_ended(multi, code)) != NULL)
		return easy;
	curl_multi_poll(multi, NULL, 0, ms, NULL);
	curl_multi_perform(multi, &running);
	return next_ended(multi, code);
}
