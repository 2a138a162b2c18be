/* disk: how much room a file system has, and how much a folder takes. */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <stdint.h>

/* MB that this process may still write where path lies; -1: there is no such path. */
int64_t	disk_free_mb(const char *path);

struct disk_room {
	int64_t	free_bytes, total_bytes;	/* free: for this process */
};
/* Where path lies: 0, or -1: there is no such path. */
int	disk_room(const char *path, struct disk_room *out);
/* Bytes that the files of a folder take, without the holes in them; -1: it cannot be read. */
int64_t	disk_used(const char *folder);

#endif
