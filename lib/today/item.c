#include "today/item.h"

#include <stdio.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/text.h"
#include "bitrix/bitrix.h"
#include "boards/boards.h"
#include "io/db.h"
#include "io/field.h"
#include "notion/notion.h"
#include "platform/platform.h"
#include "service/provider.h"
#include "today/connection.h"

#define TEXT_SIZE	600

/* Message "today.<code>.<part>". */
static void
emit_said(struct buf *out, const struct caller *who, const char *name,
    const char *code, const char *part, const char *arg)
{
	char	message[96], text[TEXT_SIZE];

	snprintf(message, sizeof(message), "today.%s.%s", code, part);
	text_put(text, sizeof(text), who->lang, message, arg);
	emit_str(out, name, text);
}

static void
put_check(struct buf *out, const struct today_item *item)
{
	emit_open(out, "check", '{');
	emit_str(out, "path", item->check);
	emit_open(out, "body", '{');
	if (item->system != NULL)
		emit_str(out, "system", item->system);
	emit_close(out, '}');
	emit_close(out, '}');
}

void
today_item_put(struct buf *out, const struct caller *who,
    const struct today_item *item)
{
	emit_open(out, NULL, '{');
	emit_str(out, "code", item->code);
	emit_str(out, "kind", item->kind);
	emit_said(out, who, "title", item->code, "title",
	    item->title != NULL ? item->title : "");
	emit_said(out, who, "text", item->code, "text",
	    item->text != NULL ? item->text : "");
	emit_open(out, "action", '{');
	emit_said(out, who, "label", item->code, "action", "");
	emit_str(out, "href", item->href);
	if (item->check != NULL)
		put_check(out, item);
	emit_close(out, '}');
	emit_close(out, '}');
}

void
today_moment(const struct caller *who, int64_t at_ms, char out[ZONE_SIZE])
{
	own_zone struct zone	zone = { 0 };

	zone_enter(&zone, who->zone);
	zone_write_short(&zone, at_ms, clock_ms(), out);
}

/* --- what else is not well --- */

static const char *
title_of(const struct today_trouble *t)
{
	static const struct provider *const	providers[] = {
		&bitrix_provider, &notion_provider };
	const struct platform			*board;

	for (size_t i = 0; i < nitems(providers); i++)
		if (strcmp(providers[i]->name, t->provider) == 0)
			return providers[i]->title;
	board = platform_by_name(boards, t->provider);
	return board != NULL ? board->title : "Telegram";
}

/* Where it is mended, and what asks it now; check: "" where nothing does. */
static void
ways_of(const struct today_trouble *t, const char **href, char *check,
    size_t size)
{
	*check = '\0';
	if (strcmp(t->provider, "telegram") == 0) {
		*href = "/profile/#telegram";
		return;
	}
	if (t->is_board)
		snprintf(check, size, "/api/integrations/%lld/test-connection",
		    (long long)t->id);
	else
		snprintf(check, size, "/api/v1/%s/accounts/%lld/test-connection",
		    t->provider, (long long)t->id);
	*href = t->is_board ? "/integrations/" : strcmp(t->provider,
	    NOTION_PROVIDER) == 0 ? "/notion/" : "/bitrix24/";
}

static void
attend(const struct caller *who, bool admin, const struct today_trouble *t,
    struct buf *out)
{
	const char	*title = title_of(t);
	char		 name[160], since[ZONE_SIZE], check[96];
	struct today_item item = { .kind = t->refused ? "key" : "away",
			    .code = t->refused ? "refused" : "down",
			    .title = name };

	if (*t->name == '\0' || strcmp(t->name, title) == 0)
		snprintf(name, sizeof(name), "%s", title);
	else
		snprintf(name, sizeof(name), "%s (%s)", title, t->name);
	if (!t->refused && t->failed_at != 0) {
		today_moment(who, t->failed_at, since);
		item.code = "down_since";
		item.text = since;
	}
	ways_of(t, &item.href, check, sizeof(check));
	/* To ask it now is an administrator's; a refused key is replaced on its page. */
	if (admin && !t->refused && *check != '\0')
		item.check = check;
	today_item_put(out, who, &item);
}

int
today_trouble_items(const struct caller *who, bool admin, struct buf *out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct today_trouble	 one;

	if (today_trouble_list(who, &rows, err) == -1)
		return -1;
	while (today_trouble_next(rows, &one))
		attend(who, admin, &one, out);
	return 0;
}
