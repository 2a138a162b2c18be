/* mail_int: what the files of mail share. */
#ifndef IO_MAIL_INT_H
#define IO_MAIL_INT_H

#include "base/buf.h"

struct conf;
struct err;

/* Hands the letter to the server of the configuration. from, to: addresses. */
int	mail_curl_send(const struct conf *, const char *from, const char *to,
	    const struct buf *letter, struct err *);

#endif
