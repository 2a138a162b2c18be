#include <fastcgi.h>
#include <fcgiapp.h>
#include <sys/socket.h>

#include "base/mem.h"
#include "io/web_int.h"

#define WHOLE_MAX	65528	/* of one record, whose length is then a multiple of 8 */

static void
add_header(struct buf *b, int type, int id, size_t len)
{
	const FCGI_Header	 h = {
		.version = FCGI_VERSION_1,
		.type = (unsigned char)type,
		.requestIdB1 = (unsigned char)(id >> 8),
		.requestIdB0 = (unsigned char)id,
		.contentLengthB1 = (unsigned char)(len >> 8),
		.contentLengthB0 = (unsigned char)len,
		.paddingLength = (unsigned char)(-len & 7),
	};

	buf_add(b, (const char *)&h, sizeof(h));
}

static void
add_record(struct buf *b, int type, int id, const struct buf *head,
    const char *body, size_t len)
{
	static const char	 zeros[8];

	len += head->len;
	add_header(b, type, id, len);
	buf_add(b, head->data, head->len);
	buf_add(b, body, len - head->len);
	buf_add(b, zeros, -len & 7);
}

static bool
send_all(int fd, const char *s, size_t len)
{
	for (ssize_t n; len > 0; s += n, len -= (size_t)n)
		if ((n = send(fd, s, len, MSG_NOSIGNAL)) <= 0)
			return false;
	return true;
}

bool
web_send_whole(struct FCGX_Request *to, const struct buf *head,
    const char *body, size_t len)
{
	static const FCGI_EndRequestBody	 done = {
		.protocolStatus = FCGI_REQUEST_COMPLETE };
	own_buf struct buf			 all = { 0 };

	if (head->len + len > WHOLE_MAX)
		return false;
	add_record(&all, FCGI_STDOUT, to->requestId, head, body, len);
	add_header(&all, FCGI_END_REQUEST, to->requestId, sizeof(done));
	buf_add(&all, (const char *)&done, sizeof(done));
	send_all(to->ipcFd, all.data, all.len);
	return true;
}
