#include "notice/notice.h"

#include <jansson.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/db.h"
#include "io/field.h"
#include "live/post.h"

#define ABOUT_MAX	200	/* characters, as the columns have them */
#define TEXT_MAX	500
#define HREF_MAX	300

static void
put_ids(struct buf *out, const int64_t *users, size_t n)
{
	emit_open(out, NULL, '[');
	for (size_t i = 0; i < n; i++)
		emit_int(out, NULL, users[i]);
	emit_close(out, ']');
}

static struct db_arg
cut(const char *text, size_t most)
{
	return text == NULL ? db_str("") : db_strn(text,
	    utf8_head(text, most));
}

/* Pages ask for the list anew: the event says no more than why. */
static int
ring(struct db *db, const struct notice_new *new, const int64_t *users,
    size_t n, struct err *err)
{
	own_json json_t	*data = json_pack("{s:s}", "kind",
			    notice_kind_name(new->kind));

	return live_post_add(db, &(struct live_post){
	    .company_id = new->company_id, .users = users, .n = n,
	    .type = "notification", .data = data }, err);
}

int
notice_add(struct db *db, const struct notice_new *new, const int64_t *users,
    size_t n, struct err *err)
{
	own_buf struct buf	ids = { 0 };
	int64_t			told;

	put_ids(&ids, users, n);
	if (db_exec(db, "INSERT INTO notice (company_id, user_id, kind, "
	    "about, text, href, subject, subject_id, dedupe_key, bell) "
	    "SELECT DISTINCT u.company_id, u.id, ?, ?, ?, ?, ?, ?, ?, "
	    "COALESCE(c.wanted, ?) FROM JSON_TABLE(?, '$[*]' COLUMNS "
	    "(id BIGINT PATH '$')) j JOIN user u ON u.id = j.id AND u.active "
	    "AND u.company_id = ? AND u.id <> ? "
	    "LEFT JOIN notice_choice c ON c.user_id = u.id AND c.kind = ? "
	    "AND c.channel = 'bell' "
	    "ON DUPLICATE KEY UPDATE notice.id = notice.id",
	    DB_ARGS(db_str(notice_kind_name(new->kind)),
	    cut(new->about, ABOUT_MAX), cut(new->text, TEXT_MAX),
	    cut(new->href, HREF_MAX), db_str(new->subject != NULL ?
	    new->subject : ""), db_int(new->subject_id),
	    db_str(new->dedupe_key), db_int(notice_kind_wanted(new->kind,
	    NOTICE_BELL)), db_str(buf_str(&ids)), db_int(new->company_id),
	    db_int(new->by_id), db_str(notice_kind_name(new->kind))), &told,
	    err) == -1)
		return -1;
	return told > 0 ? ring(db, new, users, n, err) : 0;
}
