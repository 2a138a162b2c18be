#include "notice/unsubscribe.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/user.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mem.h"
#include "io/secret.h"
#include "notice/choice.h"
#include "notice/hours.h"
#include "notice/kind.h"

#define MARK_LEN	32	/* hex digits of the signature */

static void
sign(const char *key, int64_t user_id, const char *kind,
    char out[SECRET_HASH_SIZE])
{
	own_str char	*of = mem_fmt("unsubscribe:%" PRId64 ".%s", user_id,
			    kind);

	secret_hmac_sha256(key, of, strlen(of), out);
	out[MARK_LEN] = '\0';
}

char *
unsubscribe_link(const struct conf *conf, int64_t user_id, const char *kind)
{
	own_str char	*site = conf_site(conf);
	char		 mark[SECRET_HASH_SIZE];

	sign(conf_get(conf, "SECRET_KEY", ""), user_id, kind, mark);
	return mem_fmt("%s/unsubscribe/%" PRId64 ".%s.%s", site, user_id, kind,
	    mark);
}

/* Is there such a kind, and did this key sign it? A key that is not set signs nothing. */
static bool
is_signed(const struct conf *conf, const char *name,
    const struct unsubscribe *u, const char *mark)
{
	const char	*key = conf_get(conf, name, "");
	char		 ours[SECRET_HASH_SIZE];

	if (*key == '\0')
		return false;
	sign(key, u->user_id, u->kind, ours);
	return secret_equal(ours, mark);
}

int
unsubscribe_read(const struct conf *conf, const char *token,
    struct unsubscribe *out, struct err *err)
{
	char	mark[MARK_LEN + 1];
	int	end = 0;

	memset(out, 0, sizeof(*out));
	if (sscanf(token, "%18" SCNd64 ".%20[a-z_].%32[0-9a-f]%n",
	    &out->user_id, out->kind, mark, &end) == 3 && token[end] == '\0' &&
	    (is_signed(conf, "SECRET_KEY", out, mark) ||
	    is_signed(conf, "SECRET_KEY_OLD", out, mark)))
		return 0;
	return err_set(err, ERR_ABSENT, "unsubscribe");
}

static bool
is_digest(const struct unsubscribe *u)
{
	return strcmp(u->kind, UNSUBSCRIBE_DIGEST) == 0;
}

int
unsubscribe_get(struct db *db, const struct unsubscribe *u, bool *wanted,
    struct err *err)
{
	const enum notice_kind	kind = notice_kind_of(u->kind);
	struct notice_choice	choice;
	struct notice_hours	hours;

	if (notice_choice_get(db, u->user_id, &choice, err) == -1 ||
	    notice_hours_get(db, u->user_id, &hours, err) == -1)
		return -1;
	*wanted = is_digest(u) ? hours.digest != NOTICE_NO_HOUR :
	    kind < NOTICE_KINDS && choice.wanted[kind][NOTICE_EMAIL];
	return 0;
}

int
unsubscribe_do(struct db *db, const struct unsubscribe *u, struct err *err)
{
	const enum notice_kind	kind = notice_kind_of(u->kind);
	own_user struct user	user = { 0 };
	struct notice_hours	hours;

	if (user_get(db, u->user_id, &user, err) == -1)
		return -1;
	if (!is_digest(u))
		return kind == NOTICE_KINDS ? err_set(err, ERR_ABSENT, "kind") :
		    notice_choice_set(db, u->user_id, kind, NOTICE_EMAIL,
		    false, err);
	if (notice_hours_get(db, u->user_id, &hours, err) == -1)
		return -1;
	hours.digest = NOTICE_NO_HOUR;
	return notice_hours_set(db, u->user_id, user.time_zone, &hours, err);
}
