/* certificate: what the house shows to browsers (TLS_CERT), read for its end. Source: RFC 5280,
 * OpenSSL's PEM_read_bio_X509(3). */
#ifndef IO_CERTIFICATE_H
#define IO_CERTIFICATE_H

#include <stdint.h>

struct err;

#define CERTIFICATE_OLD_DAYS	20	/* its end is told of so long before */

/* When the first certificate of a PEM file ends, UTC seconds. ERR_ABSENT: no such file, or it is
 * closed to us; ERR_INPUT: it is none. */
int	certificate_end(const char *path, int64_t *out, struct err *);

#endif
