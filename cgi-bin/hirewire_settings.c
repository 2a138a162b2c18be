/* hirewire settings: what the configuration sets and nothing reads: a name with a slip in it. */
#include "hirewire.h"

#include <ctype.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/mem.h"
#include "boards/boards.h"
#include "platform/platform.h"

#define POOL	"POOL_"

/* Of README.md, of the demo, and what start writes for itself. */
static const char *const known[] = { "ACCOUNT_SYNC_WORKERS", "ADMIN_EMAIL",
	"ALLOW_FILE_HOSTS", "ALLOW_HOSTS", "AUDIT_DAYS",
	"BACKUP_DIR", "BACKUP_HOUR", "BACKUP_PUBLIC_KEY", "BIN_DIR", "BIND", "BITRIX24_LIMIT",
	"BITRIX24_OAUTH_URL",
	"BOARD_SYNC_WORKERS", "CALL_LOG_DAYS",
	"CLICKUP_API_KEY", "CLICKUP_API_URL", "CLICKUP_DETAILS",
	"CLICKUP_LIMIT", "DATABASE_BACK_S", "DATABASE_TIMEOUT_S", "DATABASE_URL",
	"DEMO_BITRIX_PORT", "DEMO_CLICKUP_PORT", "DEMO_HUNTFLOW_PORT", "DEMO_READY",
	"DISK_FULL_MB", "DISK_LOW_MB", "EVENT_DAYS", "FETCH_TIMEOUT_MS",
	"FILES_KEY", "FILES_REDIRECT", "FILES_SECRET", "FILES_URL",
	"GALLERY", "HIREWIRE_PASSPHRASE", "HOOK_DAYS", "HOOK_WORKERS",
	"HTTP_PORT", "HUNTFLOW_LIMIT",
	"IMPORT_BACKOFF_MS", "IMPORT_DB_WAIT_S", "IMPORT_LEASE_S",
	"IMPORT_UNSURE_MS", "IMPORT_WORKERS", "INBOX_WORKERS", "INDEX_PATH",
	"INTEGRATION_LOG_DAYS", "LOG_KEEP", "LOG_LEVEL", "LOG_MAX_KB",
	"NOTICE_DAYS",
	"NOTION_API_URL", "NOTION_LIMIT", "PORT",
	"PUSH_SOCKET", "RATE", "REDIS_URL", "REPLY_GRACE_S",
	"SAVED_SEARCH_WORKERS",
	"SECRET_KEY", "SECRET_KEY_OLD", "SMTP_FROM", "SMTP_PASSWORD",
	"SMTP_URL", "SMTP_USER", "SOCKETS", "SQL_DIR", "SYNC_LOG_DAYS", "SYNC_LONG",
	"SYNC_LONG_MS", "SYNC_WORKERS", "SYSTEM_BOT_TOKEN",
	"TELEGRAM_API_URL", "TELEGRAM_BOT_TOKEN", "TELEGRAM_LIMIT",
	"TELEGRAM_POLL_S", "TELEGRAM_WORKERS", "TICK_EVERY", "TLS_CERT",
	"TLS_KEY", "WATCH_S",
	"TRANSFER_LOOK_MS", "TRUSTED_PROXIES", "WEB_BASE_URL", "WEB_ORIGINS" };

/* Of each job board, behind its prefix: HH_API_URL. */
static const char *const of_boards[] = { "API_URL", "CATALOG_URL",
	"CLIENT_ID", "CLIENT_SECRET", "LIMIT", "OAUTH_URL", "USER_AGENT" };

static bool
is_of_board(const char *key)
{
	const struct platform *const	*p;
	size_t				 len;

	for (p = boards; *p != NULL; p++) {
		len = strlen((*p)->prefix);
		if (strncmp(key, (*p)->prefix, len) != 0 || key[len] != '_')
			continue;
		for (size_t i = 0; i < nitems(of_boards); i++)
			if (strcmp(key + len + 1, of_boards[i]) == 0)
				return true;
	}
	return false;
}

/* POOL_TASK_PARTS: task_parts.sock is beside the socket that takes events. A house that has none
 * there does not run: then any name may be right. */
static bool
is_pool(const struct conf *conf, const char *key)
{
	const char	*push = conf_get(conf, "PUSH_SOCKET", "");
	own_str char	*copy = mem_dup(push), *socket = NULL;
	own_str char	*name = mem_dup(key + strlen(POOL));

	for (char *c = name; *c != '\0'; c++)
		*c = (char)tolower((unsigned char)*c);
	socket = mem_fmt("%s/%s.sock", dirname(copy), name);
	return access(push, F_OK) == -1 || access(socket, F_OK) == 0;
}

static bool
is_read(const struct conf *conf, const char *key)
{
	if (strncmp(key, POOL, strlen(POOL)) == 0)
		return is_pool(conf, key);
	for (size_t i = 0; i < nitems(known); i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return is_of_board(key);
}

static void
list(struct buf *out, const char *key)
{
	if (out->len > 0)
		buf_fmt(out, ", ");
	buf_fmt(out, "%s", key);
}

/* Of the environment, which is full of other things, the sizes of pools alone. */
char *
settings_unread(const struct conf *conf)
{
	own_buf struct buf	 out = { 0 };
	const char		*key;

	for (size_t i = 0; (key = conf_key(conf, i)) != NULL; i++)
		if (!is_read(conf, key))
			list(&out, key);
	for (char **pair = environ; *pair != NULL; pair++) {
		own_str char	*name = mem_ndup(*pair, strcspn(*pair, "="));

		if (strncmp(name, POOL, strlen(POOL)) == 0 &&
		    !is_pool(conf, name))
			list(&out, name);
	}
	return out.len > 0 ? mem_dup(buf_str(&out)) : NULL;
}

int
settings(struct shell *sh, struct err *err)
{
	own_str char	*unread = settings_unread(sh->conf);

	(void)err;
	if (unread == NULL)
		return 0;
	printf("%s: nothing reads it; README.md has the names\n", unread);
	return 1;
}
