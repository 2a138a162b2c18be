/* confine: what a program gives up for good once it has started, so that whoever takes it over
 * holds little. seccomp.h is known to confine.c alone. Sources: seccomp(2), prctl(2),
 * capabilities(7), setrlimit(2). */
#ifndef IO_CONFINE_H
#define IO_CONFINE_H

#include <stdbool.h>

struct conf;
struct err;

/*
 * A process of root becomes the owner of the configuration. Then: no new privileges, no
 * capabilities, no core files, few descriptors, bounded memory, and a filter of system calls, for
 * this process and all it starts: no tracing, mounting, modules, namespaces, keyrings, other users,
 * clocks, raw sockets, memory that is written and executed; no other program unless children are
 * its work. What is refused fails with EPERM. 0, or -1 with ERR_INTERNAL.
 */
int	confine(const struct conf *, bool children, struct err *);

#endif
