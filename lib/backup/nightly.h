/*
 * nightly: the backup of each night, by itself: into BACKUP_DIR, sealed for BACKUP_PUBLIC_KEY (or
 * by HIREWIRE_PASSPHRASE of the configuration), after BACKUP_HOUR of the machine's clock; then
 * those go that keep.h lets go.
 */
#ifndef BACKUP_NIGHTLY_H
#define BACKUP_NIGHTLY_H

#include <stdbool.h>

struct conf;
struct db;
struct err;

/* Is the configuration set for it? */
bool	nightly_wanted(const struct conf *);
/* When it is due; nothing otherwise. Its outcome is recorded (record.h). */
int	nightly_run(struct db *, const struct conf *, struct err *);
/* At once. ERR_INPUT: the configuration is not set for it. */
int	nightly_now(struct db *, const struct conf *, struct err *);

#endif
