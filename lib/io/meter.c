#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/mem.h"
#include "io/meter_int.h"

#define NAME	"meter"
#define MARK	"hirewire meter1"
#define PROBES	64	/* places that are looked at for one series */

const int64_t meter_limits_us[METER_BUCKETS - 1] = { 500, 1000, 2500, 5000,
	10000, 25000, 50000, 100000, 250000, 500000, 1000000, 2500000, 5000000,
	10000000, 30000000 };

/* A whole file takes the name: nobody maps one that is half made. Its room is taken at once: a page
 * that a full disk has no room for would end whoever writes to it. It belongs to whom the folder
 * does, whoever makes it. */
static void
make_file(const char *folder, const char *path)
{
	own_str char	*fresh = mem_fmt("%s.%d", path, (int)getpid());
	struct stat	 st;
	int		 fd = open(fresh, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC |
			    O_NOFOLLOW, 0600);

	if (fd == -1)
		return;
	if (posix_fallocate(fd, 0, sizeof(struct meter_file)) == 0 &&
	    pwrite(fd, MARK, sizeof(MARK), 0) == sizeof(MARK) &&
	    stat(folder, &st) == 0 &&
	    (geteuid() != 0 || fchown(fd, st.st_uid, st.st_gid) == 0))
		(void)!link(fresh, path);	/* another may have been quicker */
	unlink(fresh);
	close(fd);
}

static struct meter_file *
map_file(const char *path)
{
	struct meter_file	*file = NULL;
	struct stat		 st;
	int			 fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);

	if (fd == -1)
		return NULL;
	if (fstat(fd, &st) == 0 && st.st_size == sizeof(*file)) {
		file = mmap(NULL, sizeof(*file), PROT_READ | PROT_WRITE,
		    MAP_SHARED, fd, 0);
		if (file == MAP_FAILED)
			file = NULL;
	}
	close(fd);
	if (file != NULL && memcmp(file->mark, MARK, sizeof(MARK)) == 0)
		return file;
	if (file != NULL)
		munmap(file, sizeof(*file));
	unlink(path);		/* of another release */
	errno = ENOENT;
	return NULL;
}

struct meter *
meter_open(const struct conf *conf)
{
	own_str char		*push = mem_dup(conf_get(conf, "PUSH_SOCKET", "")),
				*path = NULL;
	struct meter_file	*file;
	struct meter		*meter;
	const char		*folder;

	if (*push == '\0')
		return NULL;
	folder = dirname(push);
	path = mem_fmt("%s/" NAME, folder);
	if ((file = map_file(path)) == NULL && errno == ENOENT) {
		make_file(folder, path);
		file = map_file(path);
	}
	if (file == NULL)
		return NULL;
	meter = mem_zero(sizeof(*meter));
	meter->file = file;
	return meter;
}

void
meter_close(struct meter *meter)
{
	if (meter == NULL)
		return;
	munmap(meter->file, sizeof(*meter->file));
	free(meter);
}

/* FNV-1a */
static uint32_t
hash_of(enum meter_kind kind, const char *labels)
{
	uint32_t	h = 2166136261u ^ (uint32_t)kind;

	for (; *labels != '\0'; labels++)
		h = (h ^ (unsigned char)*labels) * 16777619u;
	return h;
}

/* 1: this place is that series' now; 0: it is another's. */
static bool
take_place(struct meter_place *p, enum meter_kind kind, const char *labels)
{
	uint32_t	state = METER_FREE;

	if (!atomic_compare_exchange_strong(&p->state, &state, METER_MAKING))
		return state == METER_MADE && p->kind == (uint32_t)kind &&
		    strcmp(p->key, labels) == 0;
	p->kind = (uint32_t)kind;
	snprintf(p->key, sizeof(p->key), "%s", labels);
	atomic_store(&p->state, METER_MADE);
	return true;
}

struct meter_place *
meter_find(struct meter *meter, enum meter_kind kind, const char *labels)
{
	uint32_t	at;

	if (meter == NULL || strlen(labels) >= METER_KEY)
		return NULL;
	at = hash_of(kind, labels);
	for (uint32_t i = 0; i < PROBES; i++) {
		struct meter_place	*p = &meter->file->places[(at + i) %
					    METER_PLACES];

		if (take_place(p, kind, labels))
			return p;
	}
	return NULL;
}

static void
add(_Atomic int64_t *to, int64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

void
meter_time(struct meter_place *p, int64_t us)
{
	size_t	i = 0;

	if (p == NULL)
		return;
	while (i < nitems(meter_limits_us) && us > meter_limits_us[i])
		i++;
	add(&p->count, 1);
	add(&p->sum_us, us);
	add(&p->buckets[i], 1);
}

void
meter_count(struct meter_place *p, int64_t n)
{
	if (p != NULL && n > 0)
		add(&p->count, n);
}

void
meter_busy(struct meter_place *p, bool busy)
{
	if (p == NULL)
		return;
	atomic_store_explicit(&p->sum_us, getpid(), memory_order_relaxed);
	atomic_store_explicit(&p->count, busy ? 1 : 0, memory_order_relaxed);
}

int64_t
meter_now_us(void)
{
	struct timespec	ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}
