/* aside: a file of the index that makes no sense is put aside, so that whoever opens it next begins
 * a new one: also by a process that dies of it. */
#ifndef INDEX_ASIDE_H
#define INDEX_ASIDE_H

/* data.mdb of the folder becomes damaged.mdb. 0 or -1 with errno. */
int	aside_put(const char *folder);

/*
 * From now on, when the process dies of a read behind the end of a mapped file (SIGBUS: a damaged
 * page leads there), this one is put aside first. One folder in a process; NULL: no more.
 */
void	aside_guard(const char *folder);
/* The same for an error that LMDB ends the process for. */
_Noreturn void aside_die(const char *why);

#endif
