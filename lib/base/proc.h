/* proc: where our own programs lie; starts one detached (cron binaries from a request). */
#ifndef BASE_PROC_H
#define BASE_PROC_H

struct conf;
struct err;

/* Where a program of ours lies: BIN_DIR, else the folder of the running program. The caller's. */
char	*proc_path(const struct conf *, const char *name);

/*
 * Start BIN_DIR/name (BIN_DIR from conf, else the folder of the running program) with
 * these arguments (NULL-ended, without the name) and do not wait: double fork, a session of its
 * own, no descriptor but stdin and stdout on /dev/null and our stderr. The
 * environment is handed on.
 * 0: it was started (a missing binary is reported here), or -1 with ERR_INTERNAL.
 */
int	proc_start(const struct conf *, const char *name,
	    const char *const *args, struct err *);

#endif
