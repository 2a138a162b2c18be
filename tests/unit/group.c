#include "group.h"

#include <stdio.h>
#include <stdlib.h>

#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "io/db.h"
#include "io/secret.h"

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

int
group_company(int64_t *company_id, int64_t *user_id, struct err *err)
{
	char	name[40], id[SECRET_TOKEN_SIZE];

	secret_token(id);
	snprintf(name, sizeof(name), "%.8s", id);
	if (user_company(db, name, company_id, err) == -1)
		return -1;
	snprintf(name, sizeof(name), "%.8s@group.example", id);
	return user_add(db, *company_id, name, "", ROLE_MEMBER, "en", user_id,
	    err);
}
