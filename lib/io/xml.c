#include "io/xml.h"

#include <libxml/parser.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"

#define ATTRIBUTES_MAX	64
#define FIVE		5	/* of SAX2: name, prefix, URI, value, its end */

struct read {
	const struct xml_events	*events;
	void			*arg;
	xmlParserCtxt		*context;
	bool			 typed;		/* it has a document type */
};

static void
begin(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int nspaces, const xmlChar **spaces, int n, int defaulted,
    const xmlChar **given)
{
	const struct read	*r = ctx;
	struct xml_attribute	 a[ATTRIBUTES_MAX];
	size_t			 got = 0;

	(void)prefix, (void)uri, (void)nspaces, (void)spaces, (void)defaulted;
	for (int i = 0; i < n && got < nitems(a); i++, given += FIVE)
		a[got++] = (struct xml_attribute){ (const char *)given[0],
		    (const char *)given[3], (size_t)(given[4] - given[3]) };
	r->events->begin(r->arg, (const char *)name, a, got);
}

static void
end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	const struct read	*r = ctx;

	(void)prefix, (void)uri;
	r->events->end(r->arg, (const char *)name);
}

static void
text(void *ctx, const xmlChar *s, int len)
{
	const struct read	*r = ctx;

	r->events->text(r->arg, (const char *)s, (size_t)len);
}

static void
refuse_type(void *ctx, const xmlChar *name, const xmlChar *external,
    const xmlChar *system)
{
	struct read	*r = ctx;

	(void)name, (void)external, (void)system;
	r->typed = true;
	xmlStopParser(r->context);
}

int
xml_read(const char *data, size_t len, const struct xml_events *events,
    void *arg, struct err *err)
{
	xmlSAXHandler	sax = { .initialized = XML_SAX2_MAGIC,
		.startElementNs = begin, .endElementNs = end,
		.characters = text, .cdataBlock = text,
		.internalSubset = refuse_type };
	struct read	r = { .events = events, .arg = arg };
	int		rc = -1;

	r.context = xmlCreatePushParserCtxt(&sax, &r, NULL, 0, NULL);
	if (r.context != NULL && len <= INT_MAX) {
		xmlCtxtUseOptions(r.context, XML_PARSE_NONET |
		    XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
		rc = xmlParseChunk(r.context, data, (int)len, 1);
	}
	xmlFreeParserCtxt(r.context);
	return rc != 0 || r.typed ? err_code(err, ERR_INPUT, "io.xml", "%s",
	    r.typed ? "a document type" : "broken") : 0;
}
