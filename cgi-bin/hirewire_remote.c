/* hirewire doctor: may a service be asked, and (--remote) does it answer? */
#include "hirewire.h"

#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"

int
remote_fits(const struct conf *conf, const char *name, const char *url,
    struct err *err)
{
	const struct fetch_conf	 fc = { .conf = conf, .provider = name,
		.base_url = url };
	own_fetch struct fetch	*link = fetch_open(&fc, err);

	return link == NULL ? -1 : 0;
}

/* Any answer will do: without a key the services refuse, but they are there. */
int
remote_status(const struct conf *conf, const char *name, const char *url,
    bool socket, int *status, struct err *err)
{
	const struct fetch_conf	 fc = { .conf = conf, .provider = name,
		.base_url = url };
	/* RFC 6455, 4.1; the key is its example. */
	const struct fetch_req	 rq = { .timeout_ms = 10000, .header = {
		{ "Upgrade", socket ? "websocket" : NULL },
		{ "Connection", socket ? "Upgrade" : NULL },
		{ "Sec-WebSocket-Version", socket ? "13" : NULL },
		{ "Sec-WebSocket-Key", socket ? "dGhlIHNhbXBsZSBub25jZQ==" :
		    NULL } } };
	own_fetch struct fetch	*link = NULL;
	own_res struct fetch_res res = { 0 };

	if ((link = fetch_open(&fc, err)) == NULL ||
	    (fetch_do(link, &rq, &res, err) == -1 &&
	    err->remote_status == 0))
		return -1;
	*status = res.status != 0 ? res.status : err->remote_status;
	return 0;
}
