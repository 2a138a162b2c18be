#include "live/publish.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/fetch.h"

#define STATUS_MAX	4096
#define TRIES	2	/* a reload of nginx drops what it just held */

int
publish_send(const struct conf *conf, const struct publish_to *to,
    const struct buf *message, struct err *err)
{
	const char		*socket = conf_get(conf, "PUSH_SOCKET", "");
	own_buf struct buf	 path = { 0 };

	if (*socket == '\0' || to->n == 0)
		return 0;
	buf_puts(&path, "/publish?channel=");
	for (size_t i = 0; i < to->n; i++) {
		if (i > 0)
			buf_putc(&path, '.');
		buf_puts(&path, to->v[i]);
	}
	for (int try = 0; try < TRIES; try++) {
		*err = (struct err){ 0 };
		if (fetch_unix(socket, buf_str(&path), "application/json",
		    message->data, message->len, err) == 0)
			return 0;
	}
	return -1;
}

int
publish_close(const struct conf *conf, const char *name, struct err *err)
{
	const char	*socket = conf_get(conf, "PUSH_SOCKET", "");
	own_str char	*path = mem_fmt("/publish?channel=%s", name);
	struct err	 why = { 0 };

	if (*socket == '\0')
		return 0;
	if (fetch_unix(socket, path, "application/json", NULL, 0,
	    &why) == -1 && why.remote_status != 404) {
		*err = why;
		return -1;
	}
	return 0;
}

/* The number behind a word of a status page. */
static int
read_number(const char *socket, const char *path, const char *word,
    int64_t *out, struct err *err)
{
	own_buf struct buf	 page = { 0 };
	const char		*at;

	if (fetch_unix_get(socket, path, STATUS_MAX, &page, err) == -1)
		return -1;
	if ((at = strstr(buf_str(&page), word)) == NULL)
		return err_set(err, ERR_INTERNAL, "%s: no %s", path, word);
	*out = strtoll(at + strlen(word), NULL, 10);
	return 0;
}

int
publish_count(const struct conf *conf, struct publish_open *out,
    struct err *err)
{
	const char	*socket = conf_get(conf, "PUSH_SOCKET", "");

	return read_number(socket, "/connections", "Active connections: ",
	    &out->connections, err) == -1 ? -1 : read_number(socket,
	    "/sockets", "subscribers: ", &out->sockets, err);
}
