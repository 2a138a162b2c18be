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
 * NUL), but of repeated names the last one counts. ERR_INPUT, code "io.json",
 * "io.json_depth", "io.json_size" (what is kept at a time would take more than 32 MB).
 */
int	json_scan_parse(const char *text, size_t len, const char *const *names,
	    json_t **out, struct err *err);

/*
 * The same of a text that comes in pieces, none of which is kept. take (may be NULL): gets each
 * element of the array that the document has under the name each, as soon as it is whole; the
 * element is gone afterwards, the array stays empty. hide (may be NULL): a secret whose value
 * becomes asterisks in texts.
 */
typedef void json_scan_taker(void *arg, json_t *element);
struct json_scan_conf {
	const char	*const *names;
	const char	*each, *hide;
	json_scan_taker	*take;
	void		*arg;
};
struct json_scan;
struct json_scan *json_scan_open(const struct json_scan_conf *, struct err *);
void	 json_scan_close(struct json_scan *);
/* After a piece that makes no sense the others are passed over. */
void	 json_scan_feed(struct json_scan *, const char *text, size_t len);
/* The document, once; as json_scan_parse. */
int	 json_scan_end(struct json_scan *, json_t **out, struct err *);

#endif
