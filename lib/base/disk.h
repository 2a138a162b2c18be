/* disk: how much room a file system has left. */
#ifndef BASE_DISK_H
#define BASE_DISK_H

#include <stdint.h>

/* MB that this process may still write where path lies; -1: there is no such path. */
int64_t	disk_free_mb(const char *path);

#endif
