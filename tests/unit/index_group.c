#include "index_group.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/mem.h"
#include "index/store.h"

struct index_store	*store;

int
index_group_open(void **state)
{
	static char	 folder[] = "/tmp/hw-index-XXXXXX";
	struct conf	*conf;
	struct err	 err = { 0 };
	int		 rc;

	(void)state;
	if (mkdtemp(folder) == NULL || setenv("INDEX_PATH", folder, 1) == -1 ||
	    (conf = conf_open(&err)) == NULL)
		return -1;
	rc = index_store_open(conf, &store, &err);
	conf_close(conf);
	if (rc == -1)
		log_err(LOG_ERROR, "index", &err);
	return rc;
}

int
index_group_close(void **state)
{
	own_str char	*rm = mem_fmt("rm -r '%s'", getenv("INDEX_PATH"));

	(void)state;
	index_store_close(store);
	return system(rm) == 0 ? 0 : -1;
}
