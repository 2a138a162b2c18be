/*
 * cbor_scan: CBOR from strangers, walked in place before a library makes a tree of it: five bytes
 * that announce an array of a hundred million values cost libcbor a gigabyte. cbor.h is known to
 * cbor_scan.c alone. Source: RFC 8949; CTAP 2.1, "CTAP2 canonical CBOR encoding form".
 */
#ifndef IO_CBOR_SCAN_H
#define IO_CBOR_SCAN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Whole values one after the other up to the end, nested 4 deep at most, none of which announces
 * more members than there are bytes; no indefinite lengths, no tags.
 */
bool	cbor_scan_ok(const void *, size_t len);
/*
 * The same of one map. out: the byte string that it has under this name; it points into the data.
 * False: that is not there.
 */
bool	cbor_scan_bytes(const void *, size_t len, const char *name,
	    const unsigned char **out, size_t *out_len);

#endif
