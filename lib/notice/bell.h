/* bell: what a person has been told, newest first, read and unread. What they may not see any more
 * is removed before it is listed or counted. Table notice. */
#ifndef NOTICE_BELL_H
#define NOTICE_BELL_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct contact_store;
struct db;
struct db_rows;
struct err;
struct notice_source;

#define BELL_COUNT_MAX	100	/* more are not counted */

struct bell {
	int64_t		 company_id, user_id;
	bool		 unread;	/* those alone */
	int64_t		 before_id;	/* 0: from the newest */
	int64_t		 limit;		/* at most 101 */
	int64_t		 skip;
};
/* Their rows, for bell_next; or one, or none. */
int	bell_list(struct db *, const struct notice_source *,
	    const struct bell *, struct db_rows **, struct err *);
int	bell_get(struct db *, const struct notice_source *,
	    const struct bell *, int64_t id, struct db_rows **, struct err *);
/* The same of one whose bell is off, too. */
int	bell_find(struct db *, const struct notice_source *,
	    const struct bell *, int64_t id, struct db_rows **, struct err *);
/* Texts until the next row. */
struct bell_line {
	int64_t		 id, subject_id, moment, many, read_at, created_at;
	const char	*kind, *about, *text, *href, *subject;
};
bool	bell_next(struct db_rows *, struct bell_line *out);
/* The same as JSON, in that language and zone. */
void	bell_put(struct buf *, const struct bell_line *, const char *lang,
	    const char *zone);

int	bell_count(struct db *, const struct bell *, int64_t *all,
	    struct err *);
/* At most BELL_COUNT_MAX. */
int	bell_unread(struct db *, const struct notice_source *,
	    const struct bell *, int64_t *n, struct err *);

/* Read at the first time; ERR_ABSENT: none of theirs. */
int	bell_read(struct db *, int64_t user_id, int64_t id, struct err *);
/* n: how many were unread. */
int	bell_read_all(struct db *, int64_t user_id, int64_t *n, struct err *);
/* Removes some older than days; removed: how many. Call again for what is left. */
int	bell_expire(struct db *, int64_t days, int64_t *removed, struct err *);

/* Notices that name a person who is erased say nothing any more. */
extern const struct contact_store	bell_store;

#endif
