#include "notice/trouble.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/text.h"
#include "io/db.h"
#include "notice/notice.h"
#include "service/reach.h"

#define KEY_SIZE	100
#define REASON_SIZE	500
#define PART		500

/* Each trouble: the connection, whose it is, since when (a new time is a new trouble), why. */
#define COLS "SELECT c.id, c.company_id, c.owner_id, c.provider, u.locale, "
#define THEIRS " FROM connection c JOIN user u ON u.id = c.owner_id "

static const struct trouble {
	const char		*sql;
	enum notice_kind	 kind;
	bool			 moment;	/* the time is what it names */
} troubles[] = {
	{ .kind = NOTICE_KEY_REFUSED, .sql = COLS
	    "COALESCE(s.updated_at, c.created_at), "
	    "'', ''" THEIRS "LEFT JOIN secret s ON s.connection_id = c.id "
	    "AND s.name = 'api_key' WHERE c.status = 'refused'" },
	/* With a refresh token the key renews itself. */
	{ .kind = NOTICE_KEY_EXPIRING, .sql = COLS "s.expires_at, '', ''" THEIRS
	    "JOIN secret s ON s.connection_id = c.id AND s.name = "
	    "IF(EXISTS(SELECT 1 FROM secret r WHERE r.connection_id = c.id "
	    "AND r.name = 'refresh_token'), 'refresh_token', 'api_key') "
	    "WHERE s.expires_at BETWEEN NOW(3) AND NOW(3) + INTERVAL 3 DAY",
	    .moment = true },
	{ .kind = NOTICE_SYNC_FAILED, .sql = COLS
	    "COALESCE(c.last_sync_at, c.created_at), "
	    "r.error_code, r.error_message" THEIRS "JOIN sync_run r ON r.id = "
	    "(SELECT l.id FROM sync_run l FORCE INDEX (newest) "
	    "WHERE l.connection_id = c.id AND l.state = 'done' "
	    "ORDER BY l.created_at DESC, l.id DESC LIMIT 1) AND "
	    "r.status = 'error' WHERE c.auto_sync "
	    "AND COALESCE(c.last_sync_at, c.created_at) < NOW(3) - INTERVAL "
	    "GREATEST(1440, 5 * c.sync_interval) MINUTE" },
	{ .kind = NOTICE_WEBHOOK, .sql = COLS
	    "COALESCE(w.gap_at, w.created_at), '', ''"
	    THEIRS "JOIN webhook w ON w.connection_id = c.id "
	    "WHERE w.status = 'suspended'" },
	/* Of a bot: whose own it is, or the administrators. */
	{ .kind = NOTICE_KEY_REFUSED, .sql = "SELECT b.id, u.company_id, u.id, "
	    "'telegram', u.locale, COALESCE(b.error_at, b.created_at), '', '' "
	    "FROM telegram_bot b JOIN user u ON u.active AND (u.id = b.user_id "
	    "OR (b.user_id IS NULL AND u.role = 5)) "
	    "WHERE b.state = 'revoked'" },
};

static const struct { const char *provider, *name, *settings; } services[] = {
	{ "clickup", "ClickUp", "/clickup/settings/" },
	{ "huntflow", "Huntflow", "/huntflow/" },
	{ "telegram", "Telegram", "/profile/" },
};

/* The last one, where none has that name. */
static size_t
service_of(const char *provider)
{
	size_t	i = 0;

	while (i + 1 < nitems(services) && strcmp(services[i].provider,
	    provider) != 0)
		i++;
	return i;
}

static int
tell(struct db *db, const struct trouble *t, const struct db_rows *rows,
    struct err *err)
{
	const int64_t	 user_id = db_col_int(rows, 2),
			 since = db_col_time(rows, 5);
	const char	*code = db_col_str(rows, 6);
	const bool	 is_key = t->kind == NOTICE_KEY_REFUSED ||
			    t->kind == NOTICE_KEY_EXPIRING;
	char		 key[KEY_SIZE], why[REASON_SIZE] = "";
	const size_t	 i = service_of(db_col_str(rows, 3));

	snprintf(key, sizeof(key), "%s:%" PRId64 ":%" PRId64,
	    notice_kind_name(t->kind), db_col_int(rows, 0), since);
	if (code[0] != '\0')
		text_put(why, sizeof(why), db_col_str(rows, 4), code,
		    db_col_str(rows, 7));
	return notice_add(db, &(struct notice_new){
	    .company_id = db_col_int(rows, 1), .kind = t->kind,
	    .about = services[i].name, .text = t->moment ? services[i].name :
	    why, .moment = t->moment ? since : 0,
	    .href = is_key ? "/profile/" : t->kind == NOTICE_WEBHOOK ?
	    services[i].settings : "/clickup/sync-logs/",
	    .subject = "connection", .subject_id = db_col_int(rows, 0),
	    .dedupe_key = key }, &user_id, 1, err);
}

/* It is marked after it was told: what is told twice is told once by its key. */
static int
tell_reach(struct db *db, struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct reach_news	 news;
	char			 key[KEY_SIZE];

	if (reach_news(db, PART, &rows, err) == -1)
		return -1;
	while (reach_news_next(rows, &news)) {
		const size_t		 i = service_of(news.provider);
		const enum notice_kind	 kind = news.back ? NOTICE_BACK :
					    NOTICE_AWAY;

		snprintf(key, sizeof(key), "%s:%" PRId64 ":%" PRId64,
		    notice_kind_name(kind), news.connection_id, news.since);
		if (notice_add(db, &(struct notice_new){
		    .company_id = news.company_id, .kind = kind,
		    .about = services[i].name, .href = services[i].settings,
		    .subject = "connection", .subject_id = news.connection_id,
		    .dedupe_key = key }, &news.user_id, 1, err) == -1 ||
		    reach_told(db, &news, err) == -1)
			return -1;
	}
	return 0;
}

int
notice_trouble_run(struct db *db, const struct conf *conf, struct err *err)
{
	(void)conf;
	for (size_t i = 0; i < nitems(troubles); i++) {
		own_rows struct db_rows	*rows = NULL;
		const char		*sql = troubles[i].sql;

		if (db_query(db, sql, DB_NONE, &rows, err) == -1)
			return -1;
		while (db_rows_next(rows))
			if (tell(db, &troubles[i], rows, err) == -1)
				return -1;
	}
	return tell_reach(db, err);
}
