/*
 * write: a backup, one sealed file: what it is (JSON), the configuration, the database by one
 * consistent transaction of mariadb-dump, which has the files of tasks, candidates and the inbox
 * too, and at the end what it must add up to. Sessions, sign-in links and other things of minutes
 * are left out, as are sealed values without their key.
 */
#ifndef BACKUP_WRITE_H
#define BACKUP_WRITE_H

#include <stdbool.h>
#include <stdint.h>

#include "backup/record.h"

struct conf;
struct db;
struct err;
struct vault_key;

/* Kinds of its pieces, in their order. */
#define PIECE_ABOUT	'A'	/* {schema, version, made_at, keys} */
#define PIECE_CONF	'C'	/* lines; many times or never */
#define PIECE_DUMP	'D'	/* packed text, many times */
#define PIECE_SUM	'S'	/* {bytes, tables} */

/*
 * path: must not be there yet; while it is written it has ".part" behind its name, and one that a
 * killed process left is written over. ERR_CONFLICT "backup.exists", "backup.busy"; ERR_INTERNAL
 * "backup.disk_full", "backup.write", "backup.dump". The table backup is not written.
 */
int	backup_write(struct db *, const struct conf *, const char *path,
	    const struct vault_key *, bool with_keys, struct backup_made *out,
	    struct err *);

#endif
