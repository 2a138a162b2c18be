/* read: a backup read from its file, checked as it goes: nothing of it is believed before it is
 * authentic, and nothing is whole before its end was there. */
#ifndef BACKUP_READ_H
#define BACKUP_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "backup/flow.h"
#include "backup/record.h"
#include "backup/vault.h"
#include "base/buf.h"
#include "base/clock.h"

struct read_about {
	int64_t	schema;			/* the newest migration */
	char	version[40];
	char	made_at[CLOCK_ISO_SIZE];
	bool	keys;			/* with them */
};

struct read;
/* ERR_INPUT: as vault_open says it, or there is no such file ("backup.read"). */
struct read *read_open(const char *path, struct err *);
void	read_close(struct read **);
#define own_read	cleanup(read_close)
enum vault_lock read_lock(const struct read *);
/* What comes before the dump. ERR_INPUT: as vault_unlock and vault_get say it. */
int	read_begin(struct read *, const struct vault_key *,
	    struct read_about *out, struct buf *conf, struct err *);
/* The dump, to whoever takes it; then it is whole: out has the figures. The same errors. */
int	read_dump(struct read *, const struct flow *to,
	    struct backup_made *out, struct err *);

#endif
