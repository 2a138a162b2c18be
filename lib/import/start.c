#include "import/start.h"

#include <stddef.h>

#include "base/err.h"
#include "base/log.h"
#include "base/proc.h"

void
import_start(const struct conf *conf)
{
	struct err	err = { 0 };

	if (proc_start(conf, "import", (const char *const[]){ NULL },
	    &err) == -1)
		log_err(LOG_ERROR, "start the importer", &err);
}
