/* storage: how much room there is and what takes it: tables, files, disks. Source:
 * information_schema.TABLES, statvfs(3). */
#ifndef ADMIN_STORAGE_H
#define ADMIN_STORAGE_H

#include <stdint.h>

struct buf;
struct conf;
struct db;
struct err;

/* Files that people of a company sent. */
struct storage_files {
	int64_t	count, bytes;
};
int	storage_files(struct db *, int64_t company_id,
	    struct storage_files *out, struct err *);

/* Of the whole house, as members: "tables": [{name, rows, data_bytes, index_bytes}], the largest
 * first, by the server's estimates, and "database_bytes". */
int	storage_emit_tables(struct db *, struct buf *, struct err *);
/* "disks": [{name: "database", "run", "index", free_bytes, total_bytes, used_bytes}] of those on
 * this machine; used_bytes: by the house, null: not measured. */
int	storage_emit_disks(struct db *, const struct conf *, struct buf *,
	    struct err *);

#endif
