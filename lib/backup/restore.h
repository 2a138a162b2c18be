/*
 * restore: a backup takes the place of what this machine has. It is read into a database of its
 * own beside ours (NAME_restore), brought up to date there, its keys sealed anew; then one
 * statement moves our tables aside (NAME_before) and those in. Whatever ends it before, what was
 * there is there still. Sources: MariaDB "RENAME TABLE", "Atomic DDL".
 */
#ifndef BACKUP_RESTORE_H
#define BACKUP_RESTORE_H

#include <stdbool.h>
#include <stdint.h>

#include "backup/read.h"
#include "base/buf.h"

struct conf;
struct db;
struct err;

/* What a room keeps sealed. Both in the restored database; the last one of a list is empty. */
struct restore_sealed {
	/* As connection_rotate. */
	int	(*rotate)(struct db *, const struct conf *, int64_t *done,
		    int64_t *failed, struct err *);
	/* Those that came without their key go: lines, what people must enter again. */
	int	(*lost)(struct db *, struct buf *lines, struct err *);
};

struct restore_wish {
	struct read			*from;
	const struct vault_key		*key;
	const struct restore_sealed	*sealed;
	const char			*sql_folder;	/* of migrations */
	bool				 replace;	/* what is there may go */
};

struct restored {
	struct read_about	about;
	struct backup_made	made;
	int64_t			rotated, failed;	/* keys; failed: they do not open */
	struct buf		lost;		/* lines: what must be entered again */
	struct buf		added, kept;	/* lines_to_add */
};
void	restored_clear(struct restored *);
#define own_restored	cleanup(restored_clear)

/*
 * ERR_INPUT: as read_begin and read_dump say it, "backup.newer"; ERR_CONFLICT "backup.used",
 * "backup.busy"; ERR_DENIED "backup.rights", "backup.conf"; ERR_INTERNAL "backup.load". After an
 * error nothing has changed.
 */
int	restore_run(struct db *, const struct conf *,
	    const struct restore_wish *, struct restored *out, struct err *);

#endif
