#include "index/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "index/aside.h"
#include "index/coll.h"
#include "index/shape.h"
#include "index/store_int.h"

/* What is in the file and how: another number, and it is begun anew. */
#define FORMAT		3
#define TABLE_FORMAT	'f'

struct index_store {
	char		*folder;
	struct kv	*kv;
	int		 turns;		/* the file whose bytes are locked; -1: not opened */
};

static void
close_fd(int *fd)
{
	if (*fd != -1)
		close(*fd);
}

static int
failed(const struct index_store *s, const char *doing, struct err *err)
{
	return err_set(err, ERR_INTERNAL, "index: %s: %s: %s", s->folder, doing,
	    strerror(errno));
}

/* Two processes that find the file damaged must not put each other's new one aside. */
static int
lock(const struct index_store *s, int *fd, struct err *err)
{
	own_str char	*path = mem_fmt("%s/opening", s->folder);

	if (mkdir(s->folder, 0700) == -1 && errno != EEXIST)
		return failed(s, "folder", err);
	*fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (*fd == -1)
		return failed(s, "lock", err);
	while (flock(*fd, LOCK_EX) == -1)
		if (errno != EINTR)
			return failed(s, "lock", err);
	return 0;
}

/* A new file gets its format; 0 when it is there and ours. */
static int
check_format(struct kv *kv, struct err *err)
{
	own_kv_txn struct kv_txn	*t = NULL;
	const struct key		 k = key_begin(0, TABLE_FORMAT);
	const uint32_t			 format = FORMAT;
	struct kv_val			 v;
	int				 there;

	if (kv_read(kv, &t, err) == -1 ||
	    (there = kv_get(t, &k, &v, err)) == -1)
		return -1;
	if (there == 1)
		return v.len == sizeof(format) &&
		    memcmp(v.at, &format, v.len) == 0 ? 0 :
		    kv_nonsense(t, "another format", err);
	kv_abort(&t);
	return kv_write(kv, &t, err) == -1 ||
	    kv_put(t, &k, &format, sizeof(format), err) == -1 ?
	    -1 : kv_commit(&t, err);
}

static int
try_open(struct index_store *s, struct err *err)
{
	if (kv_open(s->folder, &s->kv, err) == -1)
		return -1;
	if (check_format(s->kv, err) == 0)
		return 0;
	kv_close(s->kv);
	s->kv = NULL;
	return -1;
}

static int
open_file(struct index_store *s, bool damaged, struct err *err)
{
	cleanup(close_fd) int	 fd = -1;
	struct err		 why = { 0 };

	if (lock(s, &fd, err) == -1)
		return -1;
	if (!damaged) {
		if (try_open(s, &why) == 0)
			return 0;
		if (strcmp(why.code, "index.damaged") != 0) {
			*err = why;
			return -1;
		}
		log_err(LOG_WARN, "the index is made anew", &why);
	}
	return aside_put(s->folder) == -1 ? failed(s, "damaged file", err) :
	    try_open(s, err);
}

int
index_store_open(const struct conf *conf, struct index_store **out,
    struct err *err)
{
	struct index_store	*s = mem_zero(sizeof(*s));

	s->turns = -1;
	s->folder = mem_dup(conf_get(conf, "INDEX_PATH", ".run/index"));
	if (open_file(s, false, err) == -1) {
		index_store_close(s);
		return -1;
	}
	*out = s;
	return 0;
}

void
index_store_close(struct index_store *s)
{
	if (s == NULL)
		return;
	kv_close(s->kv);
	close_fd(&s->turns);
	free(s->folder);
	free(s);
}

/* A byte of the file for each collection; a lock ends with its process. */
static int
lock_byte(struct index_store *s, int64_t collection, short type)
{
	struct flock	 byte = { .l_type = type, .l_whence = SEEK_SET,
		.l_start = (off_t)(collection & INT32_MAX), .l_len = 1 };

	return fcntl(s->turns, F_OFD_SETLK, &byte);
}

bool
index_store_enter(struct index_store *s, int64_t collection)
{
	own_str char	*path = mem_fmt("%s/following", s->folder);

	if (s->turns == -1)
		s->turns = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return lock_byte(s, collection, F_WRLCK) == 0 ||
	    (errno != EAGAIN && errno != EACCES);
}

void
index_store_leave(struct index_store *s, int64_t collection)
{
	(void)lock_byte(s, collection, F_UNLCK);
}

int
index_store_keep(struct index_store *s, const struct index_kept *kept,
    size_t n, struct err *err)
{
	own_kv_txn struct kv_txn	*t = NULL;
	struct kv			*kv;

	return index_store_kv(s, &kv, err) == -1 ||
	    kv_write(kv, &t, err) == -1 ||
	    coll_keep(t, kept, n, err) == -1 ? -1 : kv_commit(&t, err);
}

int
index_store_kv(struct index_store *s, struct kv **out, struct err *err)
{
	if (s->kv != NULL && !kv_busy(s->kv)) {
		const bool	 replaced = kv_replaced(s->kv);
		const bool	 damaged = kv_damaged(s->kv) && !replaced;

		if (replaced || damaged) {
			kv_close(s->kv);
			s->kv = NULL;
		}
		if (damaged && open_file(s, true, err) == -1)
			return -1;
	}
	if (s->kv == NULL && open_file(s, false, err) == -1)
		return -1;
	*out = s->kv;
	return 0;
}
