#include "io/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/mem.h"

#define PIECE	((size_t)64 << 10)

void
spool_clear(struct spool *s)
{
	buf_clear(&s->head);
	if (s->fd != 0)
		close(s->fd);
	*s = (struct spool){ 0 };
}

static int
failed(struct err *err)
{
	return errno == ENOSPC || errno == EDQUOT ?
	    err_code(err, ERR_DOWN, "io.disk_full", "%s", "") :
	    err_set(err, ERR_INTERNAL, "spool: %s", strerror(errno));
}

static int
write_all(int fd, const char *data, size_t len, struct err *err)
{
	for (ssize_t n; len > 0; data += n, len -= (size_t)n)
		if ((n = write(fd, data, len)) == -1)
			return failed(err);
	return 0;
}

static int
open_file(struct spool *s, struct err *err)
{
	const char	*folder = getenv("TMPDIR");
	const int	 fd = open(folder != NULL ? folder : "/tmp",
			    O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (fd == -1)
		return failed(err);
	s->fd = fd;
	return write_all(fd, s->head.data, s->head.len, err);
}

int
spool_add(struct spool *s, const void *data, size_t len, struct err *err)
{
	const size_t	room = SPOOL_MEMORY - s->head.len;

	if (len > room && s->fd == 0 && open_file(s, err) == -1)
		return -1;
	if (s->fd != 0 && write_all(s->fd, data, len, err) == -1)
		return -1;
	buf_add(&s->head, data, len < room ? len : room);
	s->len += (int64_t)len;
	return 0;
}

int
spool_read(const struct spool *s, int64_t at, struct buf *out,
    struct err *err)
{
	char	piece[PIECE];
	ssize_t	n;

	if (s->fd == 0) {
		if (at < s->len)
			buf_add(out, s->head.data + at, (size_t)(s->len - at));
		return 0;
	}
	if ((n = pread(s->fd, piece, sizeof(piece), at)) == -1)
		return failed(err);
	buf_add(out, piece, (size_t)n);
	return 0;
}
