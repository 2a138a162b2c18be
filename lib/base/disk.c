#include "base/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define BLOCK	512	/* of st_blocks, whatever the file system's are */

int64_t
disk_free_mb(const char *path)
{
	struct disk_room	room;

	return disk_room(path, &room) == -1 ? -1 : room.free_bytes >> 20;
}

int
disk_room(const char *path, struct disk_room *out)
{
	struct statvfs	fs;

	if (statvfs(path, &fs) == -1)
		return -1;
	*out = (struct disk_room){
		.free_bytes = (int64_t)((uint64_t)fs.f_bavail * fs.f_frsize),
		.total_bytes = (int64_t)((uint64_t)fs.f_blocks * fs.f_frsize),
	};
	return 0;
}

int64_t
disk_used(const char *folder)
{
	DIR		*dir = opendir(folder);
	struct dirent	*one;
	struct stat	 st;
	int64_t		 n = 0;

	if (dir == NULL)
		return -1;
	while ((one = readdir(dir)) != NULL)
		if (fstatat(dirfd(dir), one->d_name, &st,
		    AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode))
			n += (int64_t)st.st_blocks * BLOCK;
	closedir(dir);
	return n;
}
