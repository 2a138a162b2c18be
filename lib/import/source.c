#include "import/source.h"

#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "candidate/transfer.h"
#include "transfer/source.h"

static const struct transfer_source *const sources[] = {
	&transfer_source_clickup,
	&candidate_transfer,
};

int
import_source_of(const char *kind, const struct transfer_source **out,
    struct err *err)
{
	for (size_t i = 0; i < nitems(sources); i++)
		if (strcmp(sources[i]->kind, kind) == 0) {
			*out = sources[i];
			return 0;
		}
	return err_set(err, ERR_INTERNAL, "no source of the kind %s", kind);
}
