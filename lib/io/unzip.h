/* unzip: the entries of a ZIP that a stranger sent. zip.h is known to unzip.c alone. Source:
 * libzip. */
#ifndef IO_UNZIP_H
#define IO_UNZIP_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct err;
struct unzip;

/* Names of entries are those of ZIP, with slashes; one that was written with backslashes, or in
 * letters of another case, is the same. */

/* Borrows the bytes. NULL with ERR_INPUT "io.zip": it is no ZIP, or a damaged one. */
struct unzip *unzip_open(const char *data, size_t len, struct err *);
void	 unzip_close(struct unzip **);
#define own_unzip	cleanup(unzip_close)

bool	 unzip_has(const struct unzip *, const char *name);
/*
 * The bytes of an entry, put behind what out holds; those beyond max are left out, whatever size
 * the archive declares. 0, or -1: ERR_ABSENT, or ERR_INPUT "io.zip" when they are damaged or
 * encrypted.
 */
int	 unzip_read(const struct unzip *, const char *name, size_t max,
	    struct buf *out, struct err *);

#endif
