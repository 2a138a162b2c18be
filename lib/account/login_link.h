/* login_link: the address that signs a person in once. */
#ifndef ACCOUNT_LOGIN_LINK_H
#define ACCOUNT_LOGIN_LINK_H

#include <stdint.h>

struct conf;
struct db;
struct err;

/*
 * WEB_BASE_URL/login/#TOKEN: the part after # never reaches a server's log.
 * Without WEB_BASE_URL: http://localhost:PORT. Free it with mem_free_str.
 */
int	login_link_make(struct db *, const struct conf *, int64_t user_id,
	    int minutes, char **url, struct err *);

#endif
