#include "step.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/err.h"
#include "io/db.h"

struct db *
step_db(void)
{
	struct err	 err = { 0 };
	struct conf	*conf = conf_open(&err);
	struct db	*db;

	assert_non_null(conf);
	if ((db = db_open(conf, &err)) == NULL)
		fail_msg("%s", err.text);
	conf_close(conf);
	return db;
}
