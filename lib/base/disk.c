#include "base/disk.h"

#include <sys/statvfs.h>

int64_t
disk_free_mb(const char *path)
{
	struct statvfs	 fs;

	if (statvfs(path, &fs) == -1)
		return -1;
	return (int64_t)((uint64_t)fs.f_bavail * fs.f_frsize >> 20);
}
