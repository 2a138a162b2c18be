#include "account/login_link.h"

#include <string.h>

#include "account/session.h"
#include "base/conf.h"
#include "base/mem.h"

int
login_link_make(struct db *db, const struct conf *conf, int64_t user_id,
    char **url, struct err *err)
{
	const char	*base = conf_get(conf, "WEB_BASE_URL", "");
	char		 token[SECRET_TOKEN_SIZE];
	size_t		 len = strlen(base);

	if (session_link_make(db, user_id, token, err) == -1)
		return -1;
	while (len > 0 && base[len - 1] == '/')
		len--;
	if (len > 0)
		*url = mem_fmt("%.*s/login/#%s", (int)len, base, token);
	else
		*url = mem_fmt("http://localhost:%lld/login/#%s",
		    (long long)conf_int(conf, "PORT", 8005), token);
	return 0;
}
