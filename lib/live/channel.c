#include "live/channel.h"

#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "io/fetch.h"
#include "io/secret.h"

#define PUBLISH_TRIES	2	/* a reload of nginx drops what it just held */

void
live_channel_name(const struct conf *conf, int64_t user_id, char out[65])
{
	const char	*key = conf_get(conf, "SECRET_KEY", "");
	own_str char	*name = mem_fmt("push channel %lld",
			    (long long)user_id);

	*out = '\0';	/* without a key anyone could name it: no channel */
	if (*key != '\0')
		secret_hmac_sha256(key, name, strlen(name), out);
}

/* Where it is published: the socket and the path; NULL: nowhere. */
static char *
find_path(const struct conf *conf, int64_t user_id, const char **socket)
{
	char	 name[65];

	*socket = conf_get(conf, "PUSH_SOCKET", "");
	live_channel_name(conf, user_id, name);
	return **socket == '\0' || *name == '\0' ? NULL :
	    mem_fmt("/publish?channel=%s", name);
}

void
live_channel_publish(const struct conf *conf, int64_t user_id,
    const struct buf *message)
{
	const char	*socket;
	own_str char	*path = find_path(conf, user_id, &socket);
	struct err	 err = { 0 };

	if (path == NULL)
		return;
	for (int try = 0; try < PUBLISH_TRIES; try++) {
		err = (struct err){ 0 };
		if (fetch_unix(socket, path, "application/json", message->data,
		    message->len, &err) == 0)
			return;
	}
	log_err(LOG_WARN, "channel: publish", &err);
}

void
live_channel_close(const struct conf *conf, int64_t user_id)
{
	const char	*socket;
	own_str char	*path = find_path(conf, user_id, &socket);
	struct err	 err = { 0 };

	if (path == NULL)
		return;
	/* 404: nobody listens. */
	if (fetch_unix(socket, path, "application/json", NULL, 0,
	    &err) == -1 && err.remote_status != 404)
		log_err(LOG_WARN, "channel: close", &err);
}
