#include <stdlib.h>
#include <string.h>

#include "account/caller.h"
#include "base/buf.h"
#include "base/err.h"
#include "io/db.h"
#include "notion/api.h"
#include "notion/notion.h"
#include "notion/page.h"
#include "notion/row.h"
#include "service/provider_client.h"
#include "transfer/choice.h"
#include "transfer/context.h"
#include "transfer/cv.h"
#include "transfer/source.h"

/* The client of one account, for as long as items of it come. */
struct asked {
	struct caller		 who;
	struct provider_client	*client;
};

static void
close_client(struct transfer_context *ctx)
{
	struct asked	*asked = ctx->client;

	if (asked == NULL)
		return;
	provider_client_close(asked->client);
	free(asked);
	ctx->client = NULL;
}

/* Which account reads the page is known by its row. */
static int
open_client(struct transfer_context *ctx, const char *id, struct asked **out,
    struct err *err)
{
	own_rows struct db_rows	*rows = NULL;
	struct notion_row	 row;
	struct asked		*asked = ctx->client;

	if (notion_row_get(ctx->db, ctx->company_id, 0, id, &rows, &row,
	    err) == -1)
		return -1;
	if (asked != NULL && asked->client->account.con.id == row.connection_id) {
		*out = asked;
		return 0;
	}
	close_client(ctx);
	asked = mem_zero(sizeof(*asked));
	asked->who = (struct caller){ .db = ctx->db, .conf = ctx->conf,
		.company_id = ctx->company_id, .user_id = ctx->user_id };
	ctx->client = asked;
	asked->client = provider_client_open(&asked->who, &notion_provider,
	    row.connection_id, err);
	if (asked->client == NULL) {
		close_client(ctx);
		return -1;
	}
	*out = asked;
	return 0;
}

/* --- a page --- */

static void
read_page(struct notion_page *page, char *text, struct transfer_item *out)
{
	out->tags = json_loads(page->people, 0, NULL);
	out->files = json_incref(page->files);
	out->name = give(page->name);
	out->url = give(page->url);
	out->fields = give(page->fields);
	out->text = text;
}

static int
ask_page(struct notion *api, const char *id, struct notion_page *page,
    char **text, json_t **comments, struct err *err)
{
	if (notion_page_fetch(api, id, page, err) == -1)
		return -1;
	if (page->trashed)
		return err_code(err, ERR_ABSENT, "notion.trashed", "%s", id);
	return notion_page_complete(api, page, err) == -1 ||
	    notion_text_fetch(api, page, text, page->files, err) == -1 ||
	    notion_comments_fetch(api, id, comments, err) == -1 ? -1 : 0;
}

static int
fetch(struct transfer_context *ctx, const char *id, struct transfer_item *out,
    struct err *err)
{
	own_notion_page struct notion_page	 page = { 0 };
	own_transfer_item struct transfer_item	 item = { 0 };
	own_str char				*text = NULL;
	struct asked				*asked;
	int					 rc;

	if (open_client(ctx, id, &asked, err) == -1)
		return -1;
	rc = ask_page(asked->client->api, id, &page, &text, &item.comments, err);
	provider_client_settle(asked->client, rc == -1 ? err : NULL);
	if (rc == -1 || transfer_choice_get(ctx->db, ctx->company_id,
	    page.source, &item.choices, err) == -1)
		return -1;
	read_page(&page, give(text), &item);
	*out = give(item);
	return 0;
}

static int
file(struct transfer_context *ctx, const char *id,
    const struct transfer_cv *cv, size_t max_bytes, struct buf *out,
    struct err *err)
{
	struct asked	*asked;

	return open_client(ctx, id, &asked, err) == -1 ? -1 :
	    notion_file_fetch(asked->client->api, id, cv->id, cv->url,
	    max_bytes, out, err);
}

const struct transfer_source transfer_source_notion = {
	.kind = NOTION_ITEM, .event = "notion",
	.words = { "Страница", "Страница Notion", "Notion" },
	.close = close_client, .fetch = fetch, .file = file,
};
