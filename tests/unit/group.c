#include "group.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/conf.h"
#include "base/err.h"
#include "io/db.h"

struct conf	*conf;
struct db	*db;

int
group_open(void **state)
{
	struct err	 err = { 0 };

	(void)state;
	setenv("HIREWIRE_CONF", "/dev/null", 1);
	if ((conf = conf_open(&err)) == NULL ||
	    (db = db_open(conf, &err)) == NULL ||
	    db_migrate(db, "sql", NULL, &err) == -1) {
		fprintf(stderr, "no database: %s\n", err.text);
		return -1;
	}
	return 0;
}

int
group_close(void **state)
{
	(void)state;
	db_close(db);
	conf_close(conf);
	return 0;
}
