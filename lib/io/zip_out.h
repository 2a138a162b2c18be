/* zip_out: a ZIP that is written as it goes, whatever its length: libzip needs it whole. zlib.h is
 * known to zip_out.c alone. Source: PKWARE APPNOTE 6.3 (data descriptors). */
#ifndef IO_ZIP_OUT_H
#define IO_ZIP_OUT_H

#include <stddef.h>

struct buf;
struct zip_out;

struct zip_out *zip_out_open(void);
void	zip_out_close(struct zip_out *);
/* Entries one after another: a name (UTF-8), its bytes, the end. At most 4 GB and 65535 entries in
 * all. */
void	zip_out_begin(struct zip_out *, struct buf *out, const char *name);
void	zip_out_put(struct zip_out *, struct buf *out, const void *data,
	    size_t len);
void	zip_out_end(struct zip_out *, struct buf *out);
/* After the last entry: the table of all. */
void	zip_out_finish(struct zip_out *, struct buf *out);

#endif
