#include "io/confine.h"

#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"

#define FILES_MAX	256
#define DATA_MAX	((rlim_t)1 << 30)

static const char *const forbidden[] = {
	/* other processes */
	"process_vm_readv", "process_vm_writev", "kcmp", "pidfd_getfd",
	"process_madvise", "move_pages", "migrate_pages", "perf_event_open",
	/* file systems */
	"mount", "umount", "umount2", "pivot_root", "chroot", "move_mount",
	"open_tree", "fsopen", "fsconfig", "fsmount", "fspick",
	"mount_setattr", "open_by_handle_at", "name_to_handle_at",
	"mknod", "mknodat", "quotactl", "quotactl_fd", "fanotify_init",
	"swapon", "swapoff", "acct", "nfsservctl", "uselib",
	/* the kernel */
	"init_module", "finit_module", "delete_module", "create_module",
	"kexec_load", "kexec_file_load", "bpf", "userfaultfd", "reboot",
	"syslog", "iopl", "ioperm", "vm86", "vm86old", "modify_ldt",
	"personality", "lookup_dcookie", "io_uring_setup", "io_uring_enter",
	"io_uring_register", "vhangup", "_sysctl",
	/* namespaces, keys, names, clocks */
	"setns", "unshare", "add_key", "request_key", "keyctl",
	"sethostname", "setdomainname", "settimeofday", "clock_settime",
	"clock_adjtime", "adjtimex", "stime",
	/* other users */
	"setuid", "setgid", "setreuid", "setregid", "setresuid", "setresgid",
	"setgroups", "setfsuid", "setfsgid", "capset",
};

static const int families[] = { AF_UNIX, AF_INET, AF_INET6, AF_NETLINK };

static int
failed(struct err *err, const char *what)
{
	return err_set(err, ERR_INTERNAL, "confine: %s: %s", what,
	    strerror(errno));
}

/* Those that this kernel or processor does not have need no rule. */
static int
forbid(scmp_filter_ctx filter, const char *name)
{
	int	 nr = seccomp_syscall_resolve_name(name);

	return nr < 0 ? 0 : seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
	    nr, 0);
}

/* socket() of a family that is none of ours: above, below and between them. */
static int
forbid_families(scmp_filter_ctx filter)
{
	const int	 nr = SCMP_SYS(socket);
	int		 last = -1;

	for (size_t i = 0; i < nitems(families); last = families[i++])
		for (int f = last + 1; f < families[i]; f++)
			if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), nr,
			    1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)f, 0)) < 0)
				return -1;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), nr, 1,
	    SCMP_A0(SCMP_CMP_GT, (scmp_datum_t)last, 0));
}

/* clone3's flags lie in memory, where no filter sees them: libc then uses clone. */
static int
forbid_namespaces(scmp_filter_ctx filter)
{
	static const unsigned	 flags[] = { CLONE_NEWNS, CLONE_NEWCGROUP,
		CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID,
		CLONE_NEWNET };

	for (size_t i = 0; i < nitems(flags); i++)
		if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
		    SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, flags[i],
		    flags[i])) < 0)
			return -1;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
	    SCMP_SYS(clone3), 0);
}

static int
forbid_code(scmp_filter_ctx filter)
{
	if (seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1,
	    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE | PROT_EXEC,
	    PROT_WRITE | PROT_EXEC)) < 0 ||
	    seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
	    SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC,
	    PROT_EXEC)) < 0)
		return -1;
	return seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
	    SCMP_SYS(pkey_mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC,
	    PROT_EXEC));
}

static int
add_rules(scmp_filter_ctx filter, bool children)
{
	for (size_t i = 0; i < nitems(forbidden); i++)
		if (forbid(filter, forbidden[i]) < 0)
			return -1;
	if (!children && (forbid(filter, "execve") < 0 ||
	    forbid(filter, "execveat") < 0))
		return -1;
	/* A sanitiser looks for leaks by tracing its own process. */
	if (!MEM_SANITISED && forbid(filter, "ptrace") < 0)
		return -1;
	if (forbid_families(filter) < 0 || forbid_namespaces(filter) < 0)
		return -1;
	return forbid_code(filter);
}

static int
filter_calls(bool children, struct err *err)
{
	scmp_filter_ctx	 filter = seccomp_init(SCMP_ACT_ALLOW);
	int		 rc = -1;

	errno = EINVAL;
	if (filter != NULL &&
	    seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 2) == 0 &&
	    add_rules(filter, children) == 0)
		rc = seccomp_load(filter);
	if (rc < 0)
		errno = rc == -1 ? errno : -rc;
	seccomp_release(filter);
	malloc_trim(0);		/* the making of it took ten times its size */
	return rc < 0 ? failed(err, "seccomp") : 0;
}

/* For all that is started: only root has the capability to do so, and to need it. */
static void
drop_bounds(void)
{
	for (int cap = 0; prctl(PR_CAPBSET_READ, cap, 0, 0, 0) >= 0; cap++)
		prctl(PR_CAPBSET_DROP, cap, 0, 0, 0);
}

static void
drop_capabilities(void)
{
	struct __user_cap_header_struct	head = {
		.version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct	none[2] = { { 0 }, { 0 } };

	prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
	syscall(SYS_capset, &head, none);
}

static int
limit(int what, rlim_t most, const char *name, struct err *err)
{
	struct rlimit	 r;

	if (getrlimit(what, &r) == -1)
		return failed(err, name);
	if (r.rlim_max > most)
		r.rlim_max = most;
	if (r.rlim_cur > r.rlim_max)
		r.rlim_cur = r.rlim_max;
	return setrlimit(what, &r) == -1 ? failed(err, name) : 0;
}

/* What root was asked for is done by the one whose house it is, who may see it in /proc (and end it
 * with the house). */
static int
become_owner(const struct conf *conf, struct err *err)
{
	uid_t	 uid;
	gid_t	 gid;

	if (geteuid() != 0 || !conf_owner(conf, &uid, &gid))
		return 0;
	return setgroups(0, NULL) == -1 || setresgid(gid, gid, gid) == -1 ||
	    setresuid(uid, uid, uid) == -1 ||
	    prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) == -1 ?
	    failed(err, "user") : 0;
}

int
confine(const struct conf *conf, bool children, struct err *err)
{
	if (limit(RLIMIT_CORE, 0, "core", err) == -1 ||
	    limit(RLIMIT_NOFILE, FILES_MAX, "descriptors", err) == -1 ||
	    (!MEM_SANITISED && limit(RLIMIT_DATA, DATA_MAX, "memory", err) == -1))
		return -1;
	drop_bounds();
	if (become_owner(conf, err) == -1)
		return -1;
	drop_capabilities();
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return failed(err, "no_new_privs");
	return filter_calls(children, err);
}
