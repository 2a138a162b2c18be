#include "import/source.h"

#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "transfer/source.h"

static const struct import_source *const sources[] = {
	&import_source_clickup,
	&import_source_candidate,
	&import_source_table,
	&import_source_notion,
};

void
import_source_kinds(struct buf *out)
{
	for (size_t i = 0; i < nitems(sources); i++)
		buf_fmt(out, "%s%s", i > 0 ? ", " : "",
		    sources[i]->transfer->kind);
}

const struct import_source *
import_source_of(const char *kind)
{
	if (kind == NULL)
		return &import_source_clickup;
	for (size_t i = 0; i < nitems(sources); i++)
		if (strcmp(sources[i]->transfer->kind, kind) == 0)
			return sources[i];
	return NULL;
}

int
import_source_transfer(const char *kind, const struct transfer_source **out,
    struct err *err)
{
	const struct import_source	*source = import_source_of(kind);

	if (source == NULL)
		return err_set(err, ERR_INTERNAL, "no source of the kind %s",
		    kind);
	*out = source->transfer;
	return 0;
}
