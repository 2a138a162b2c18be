/* json_scan: a large JSON text read in passing: what is not wanted never becomes a tree. A page of
 * tasks is 1 MB, of which a tenth is used. yajl is known to json_scan.c alone. */
#ifndef IO_JSON_SCAN_H
#define IO_JSON_SCAN_H

#include <jansson.h>
#include <stddef.h>

struct err;

/*
 * The document with only the object members of these names (NULL-ended), at any level; a name
 * that ends in '*' keeps all below it. The same bounds as field_parse (32 levels, UTF-8, no
 * NUL), but of repeated names the last one counts. ERR_INPUT, code "json",
 * "io.json_depth", "json_size"
 * (above a million values kept).
 */
int	json_scan_parse(const char *text, size_t len, const char *const *names,
	    json_t **out, struct err *err);

#endif
