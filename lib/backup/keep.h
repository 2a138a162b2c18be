/* keep: which of the nightly backups stay: the newest of each of the last 7 days, 4 weeks and 6
 * months that have one. Pure. */
#ifndef BACKUP_KEEP_H
#define BACKUP_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#define KEEP_DAYS	7
#define KEEP_WEEKS	4
#define KEEP_MONTHS	6
#define KEEP_NAME	"hirewire-YYYYMMDD-HHMMSS.backup"

/* Is it the name of a nightly backup, of a day that exists? */
bool	keep_is(const char *name);
/* names: those of nightly backups, the newest first; stays: filled. */
void	keep_choose(const char *const *names, size_t n, bool *stays);

#endif
