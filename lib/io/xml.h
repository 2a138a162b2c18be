/* xml: a document of a stranger's read from its first sign to its last, element by element. Nothing
 * of it is looked up elsewhere, and one that declares entities is not read on. Source: libxml2
 * (SAX2). */
#ifndef IO_XML_H
#define IO_XML_H

#include <stddef.h>

struct err;

/* An attribute: its name without a prefix; the value is not NUL-ended. */
struct xml_attribute {
	const char	*name, *value;
	size_t		 len;
};

/* name: of an element, without its prefix ("p" of "w:p"). */
struct xml_events {
	void	(*begin)(void *arg, const char *name,
		    const struct xml_attribute *, size_t n);
	void	(*end)(void *arg, const char *name);
	void	(*text)(void *arg, const char *text, size_t len);
};

/*
 * What came before a fault was told all the same. 0, or -1 with ERR_INPUT "io.xml": broken, deeper
 * than 256 elements, or with a document type.
 */
int	xml_read(const char *, size_t len, const struct xml_events *, void *arg,
	    struct err *);

#endif
