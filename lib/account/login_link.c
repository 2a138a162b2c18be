#include "account/login_link.h"

#include "account/session.h"
#include "base/conf.h"
#include "base/mem.h"

int
login_link_make(struct db *db, const struct conf *conf, int64_t user_id,
    int minutes, char **url, struct err *err)
{
	own_str char	*base = conf_site(conf);
	char		 token[SECRET_TOKEN_SIZE];

	if (session_link_make(db, user_id, SESSION_LINK_SIGN_IN, minutes,
	    token, err) == -1)
		return -1;
	*url = mem_fmt("%s/login/#%s", base, token);
	return 0;
}
