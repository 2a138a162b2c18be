#include "index/aside.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/log.h"

#define DIED	70		/* the status of a process that ends so */

/* A handler of signals makes no names: they are made before. */
struct names {
	char	data[PATH_MAX], damaged[PATH_MAX], locks[PATH_MAX];
};
static struct names	 guarded;

static void
names_of(struct names *names, const char *folder)
{
	snprintf(names->data, sizeof(names->data), "%s/data.mdb", folder);
	snprintf(names->damaged, sizeof(names->damaged), "%s/damaged.mdb",
	    folder);
	snprintf(names->locks, sizeof(names->locks), "%s/lock.mdb", folder);
}

/* Those who have it open see that it is another's place now. */
static int
put(const struct names *names)
{
	if ((rename(names->data, names->damaged) == -1 && errno != ENOENT) ||
	    (unlink(names->locks) == -1 && errno != ENOENT))
		return -1;
	return 0;
}

int
aside_put(const char *folder)
{
	struct names	 names;

	names_of(&names, folder);
	return put(&names);
}

static void
died(int sig)
{
	static const char	 text[] = "the index is damaged: put aside\n";

	(void)sig;
	put(&guarded);
	_exit(write(STDERR_FILENO, text, sizeof(text) - 1) == -1 ? DIED + 1 :
	    DIED);
}

void
aside_guard(const char *folder)
{
	const struct sigaction	 act = { .sa_handler = folder == NULL ? SIG_DFL :
				    died };

	if (folder != NULL)
		names_of(&guarded, folder);
	sigaction(SIGBUS, &act, NULL);
}

void
aside_die(const char *why)
{
	struct err	 err;

	err_code(&err, ERR_INTERNAL, "index.damaged", "index: %s", why);
	log_err(LOG_ERROR, "the index is put aside", &err);
	put(&guarded);
	_exit(DIED);
}
