/* lines: the configuration as text: what of it goes into a backup, and what of that comes back.
 * Pure. */
#ifndef BACKUP_LINES_H
#define BACKUP_LINES_H

#include <stdbool.h>

struct buf;

/* The lines for a backup; without keys none that holds a key, a password or a token. */
void	lines_for_backup(const char *text, bool with_keys, struct buf *out);
/* The value of a name's last line, the caller's; NULL: there is none. */
char	*lines_value(const char *text, const char *name);
/*
 * What the text here does not set, of a backup's: added, lines. What it sets otherwise: kept, names
 * with blanks between. Neither of what belongs to a machine (the database, ports, folders, keys).
 */
void	lines_to_add(const char *here, const char *backup, struct buf *added,
	    struct buf *kept);

#endif
