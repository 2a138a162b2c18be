/* qr: a text as a QR code. qrencode.h is known to qr.c alone. Source: ISO/IEC 18004. */
#ifndef IO_QR_H
#define IO_QR_H

struct buf;
struct err;

/* A JSON array into out: a text of 0 (light) and 1 (dark) for each row, without the margin. */
int	qr_emit(struct buf *out, const char *name, const char *text,
	    struct err *);

#endif
