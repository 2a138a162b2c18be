/*
 * store: the bytes of files: in rows beside what they belong to, where they are written with it in
 * one transaction, or as objects in S3 (FILES_URL), where a round brings them soon after. What is
 * read is what was written, by its digest. Tables file_object and file_sweep.
 */
#ifndef FILE_STORE_H
#define FILE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/rota.h"

struct buf;
struct conf;
struct db;
struct err;
struct spool;

/* One kind of file: its statements, in the room that has its tables. */
struct file_home {
	const char	*name;		/* "document" */
	const char	*put, *read, *drop;	/* of the rows of one: (id, part, data); id; id */
	const char	*part;		/* one row: id, part */
	struct rota	 rota;		/* the companies that have files with rows */
	const char	*waiting;	/* the first of their ids: company, limit */
	const char	*stored;	/* it is none of them any more: id */
	const char	*gone;		/* FILE_GONE of the table of what they belong to */
};
/* Objects of that kind behind an id: id, name, whether what it belongs to is gone; id, limit. */
#define FILE_GONE(table) "SELECT o.id, o.name, t.id IS NULL FROM (SELECT id, "	\
	"name, of_id FROM file_object WHERE id > ? AND home = '" table "' "	\
	"ORDER BY id LIMIT ?) o LEFT JOIN " table " t ON t.id = o.of_id "	\
	"ORDER BY o.id"

/* In the transaction that makes what it belongs to. */
int	 file_put(struct db *, const struct file_home *, int64_t id,
	    const char *data, size_t len, struct err *);
/* ERR_INTERNAL: what is there is not what was written. */
int	 file_read(struct db *, const struct conf *, const struct file_home *,
	    int64_t id, struct buf *out, struct err *);
/* The same, for one who hands it on: its memory does not grow with the file. */
int	 file_spool(struct db *, const struct conf *, const struct file_home *,
	    int64_t id, struct spool *out, struct err *);
/*
 * With FILES_REDIRECT=1: where a browser itself finds it for a minute, to be saved under that
 * title; to be freed. NULL: it goes through the program.
 */
int	 file_link(struct db *, const struct conf *, const struct file_home *,
	    int64_t id, const char *title, char **out, struct err *);
/* What waits in rows goes to S3, company by company, and objects of what is gone go: a round. homes
 * ends with NULL. */
int	 file_carry(struct db *, const struct conf *,
	    const struct file_home *const *homes, struct err *);

#endif
