/* Built twice: into the library, and as seal.so, which seals a foreign program before its main. */
#include "io/seal.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

static const char *const allowed[] = {
	"read", "readv", "pread64", "write", "writev", "lseek", "close",
	"fstat", "munmap", "mremap", "brk", "madvise", "futex", "rseq",
	"clock_gettime", "clock_getres", "gettimeofday", "time", "getrandom",
	"rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
	"set_robust_list", "sched_yield", "sched_getaffinity", "getpid",
	"gettid", "getrusage", "exit", "exit_group", "restart_syscall",
};

static bool
allow(scmp_filter_ctx filter, const char *name)
{
	const int	nr = seccomp_syscall_resolve_name(name);

	return nr < 0 || seccomp_rule_add(filter, SCMP_ACT_ALLOW, nr, 0) == 0;
}

/* Memory that is never executed; of files, only the state of those that are open; limits, read. */
static bool
allow_in_part(scmp_filter_ctx filter)
{
	return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(newfstatat), 1,
	    SCMP_A3(SCMP_CMP_EQ, AT_EMPTY_PATH, 0)) == 0 &&
	    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1,
	    SCMP_A2(SCMP_CMP_EQ, 0, 0)) == 0;
}

bool
seal(void)
{
	scmp_filter_ctx	filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool		sealed = filter != NULL &&
			    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;

	for (size_t i = 0; sealed && i < sizeof(allowed) / sizeof(*allowed);
	    i++)
		sealed = allow(filter, allowed[i]);
	sealed = sealed && allow_in_part(filter) && seccomp_load(filter) == 0;
	seccomp_release(filter);
	return sealed && write(STDERR_FILENO, SEAL_SAID,
	    sizeof(SEAL_SAID) - 1) == sizeof(SEAL_SAID) - 1;
}

#ifdef SEAL_PRELOADED
static void __attribute__((constructor))
begin_sealed(void)
{
	if (!seal())
		_exit(126);
}
#endif
