/* record: what became of each backup. Table backup. */
#ifndef BACKUP_RECORD_H
#define BACKUP_RECORD_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct db;
struct err;

#define RECORD_OLD_S	(2 * 86400)	/* a last good one of that age is told of */
#define RECORD_DAYS	400

struct backup_made {
	int64_t	bytes;		/* of the file */
	int64_t	dump_bytes;	/* of the database's text in it */
	int64_t	tables;
	int64_t	took_ms;
	char	log_file[64];	/* of the database's binary log, or "" */
	int64_t	log_at;		/* where in it the dump begins */
};

/* why NULL: it went well. path: of the file. */
int	record_add(struct db *, bool nightly, const char *path,
	    const struct backup_made *, const struct err *why, struct err *);
int	record_expire(struct db *, int64_t days, int64_t *removed, struct err *);

struct record_last {
	int64_t	 ended_at;	/* ms; 0: there was none */
	int64_t	 age_s;		/* of it; where there was none, of the house */
	int64_t	 bytes;
	bool	 nightly;
	char	 name[256];
	char	 code[48], why[301];	/* of the last one that failed after it, or "" */
	int64_t	 failed_at;	/* ms */
};
/* The last good one. */
int	record_last(struct db *, struct record_last *out, struct err *);
/* The same as a member "backup" of a document; scheduled: one is made each night. */
int	record_emit(struct db *, const char *lang, bool scheduled,
	    struct buf *, struct err *);
/* For /metrics: the age of the last good one, or of the house. */
int	record_age(struct db *, int64_t *out, struct err *);
/* "ok", "old", "none": none yet and the house is younger than RECORD_OLD_S. */
const char *record_state(const struct record_last *);

/* Is a nightly one due: none went well in the last since_s seconds, and none was tried in the last
 * hour? */
int	record_due(struct db *, int64_t since_s, bool *out, struct err *);

#endif
