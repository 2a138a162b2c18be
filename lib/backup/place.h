/* place: the databases of a restore: ours, NAME_restore beside it, and NAME_before, where what was
 * here goes. */
#ifndef BACKUP_PLACE_H
#define BACKUP_PLACE_H

struct buf;
struct db;
struct err;

/* The name of the one beside ours, the caller's. */
char	*place_beside(const struct db *);
/*
 * What is in use here, a table's name, or NULL: nothing but what an installation makes, and one
 * person at most.
 */
int	place_used(struct db *, const char **table, struct err *);
/* A new one beside ours, and none for what was here: what a former restore left goes. ERR_DENIED
 * "backup.rights": the account may not make it, with what grants that. */
int	place_make(struct db *, struct err *);
/* In one statement: our tables go aside, those beside come in. But for those in partitions. */
int	place_swap(struct db *, struct err *);
/* Then these: their rows go, those of the tables beside come in. When it ends early, some of them
 * are missing. */
int	place_pour(struct db *, struct err *);
/* What a restore that was ended left beside ours, the names, ", " between them; "": nothing. */
int	place_left(struct db *, struct buf *out, struct err *);
/* Both are gone; what cannot be done is logged. */
void	place_drop(struct db *);

#endif
