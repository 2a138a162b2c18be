/* seal: a process that reads what it was handed, computes, writes what it found, and can do nothing
 * else: no files, no network, no other process. Sources: seccomp(2); confine.h, for programs that
 * still have work in the system. */
#ifndef IO_SEAL_H
#define IO_SEAL_H

#include <stdbool.h>

/* What a sealed program writes to stderr before it reads: only then it is handed anything. */
#define SEAL_SAID	"sealed\n"

/*
 * From now on this process may read and write descriptors that are open, take and give back
 * memory, and end; every other system call fails with EPERM. Then says SEAL_SAID. False: it could
 * not be sealed.
 */
bool	seal(void);

#endif
