#include "notion/block.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/field.h"
#include "notion/api.h"
#include "notion/value.h"

#define INDENT		"  "

/* Kinds of blocks: what stands before their words, and how deep their children are. NULL before: it
 * has no words of its own. */
static const struct kind {
	const char	*type, *before;
	int		 step;
	bool		 elsewhere;	/* its children are no part of this page */
} kinds[] = {
	{ "paragraph",		"", 1, false },
	{ "heading_1",		"", 1, false },
	{ "heading_2",		"", 1, false },
	{ "heading_3",		"", 1, false },
	{ "bulleted_list_item",	"• ", 1, false },
	{ "numbered_list_item",	"", 1, false },
	{ "to_do",		"", 1, false },
	{ "quote",		"", 1, false },
	{ "callout",		"", 1, false },
	{ "toggle",		"", 1, false },
	{ "code",		"", 1, false },
	{ "template",		"", 1, false },
	{ "column_list",	NULL, 0, false },
	{ "column",		NULL, 0, false },
	{ "synced_block",	NULL, 0, false },
	{ "table",		NULL, 0, false },
	{ "meeting_notes",	NULL, 0, false },
	{ "transcription",	NULL, 0, false },
	{ "child_page",		NULL, 0, true },
	{ "child_database",	NULL, 0, true },
	{ "divider",		NULL, 0, false },
	{ "unsupported",	NULL, 0, true },
};

static const char *
type_of(const json_t *block)
{
	const char	*type = field_str(block, "type");

	return type != NULL ? type : "";
}

static const struct kind *
kind_of(const json_t *block)
{
	for (size_t i = 0; i < nitems(kinds); i++)
		if (strcmp(type_of(block), kinds[i].type) == 0)
			return &kinds[i];
	return NULL;
}

static void
put_cells(struct buf *out, const json_t *row)
{
	const json_t	*cells = json_object_get(row, "cells"), *cell;
	size_t		 i;

	json_array_foreach(cells, i, cell) {
		if (i > 0)
			buf_puts(out, " | ");
		notion_plain(out, cell);
	}
}

/* The first of these members that is a text, marked or plain. */
static void
put_member(struct buf *out, const json_t *own)
{
	static const char *const names[] = { "expression", "title", "url",
		NULL };

	for (size_t i = 0; names[i] != NULL && out->len == 0; i++) {
		const json_t	*text = json_object_get(own, names[i]);

		if (json_is_string(text))
			buf_puts(out, json_string_value(text));
		else
			notion_plain(out, text);
	}
}

static void
put_words(struct buf *out, const json_t *block, int number)
{
	const json_t		*own = json_object_get(block, type_of(block));
	const struct kind	*kind = kind_of(block);

	if (strcmp(type_of(block), "table_row") == 0)
		put_cells(out, own);
	else if (json_array_size(json_object_get(own, "rich_text")) > 0) {
		if (notion_block_is_numbered(block))
			buf_fmt(out, "%d. ", number);
		else if (strcmp(type_of(block), "to_do") == 0)
			buf_puts(out, field_flag(own, "checked") ? "☑ " : "☐ ");
		else if (kind != NULL && kind->before != NULL)
			buf_puts(out, kind->before);
		notion_plain(out, json_object_get(own, "rich_text"));
	} else {
		notion_plain(out, json_object_get(own, "caption"));
		if (out->len == 0)
			put_member(out, own);
	}
}

void
notion_block_text(struct buf *out, const json_t *block, int depth, int number)
{
	own_buf struct buf	 words = { 0 };
	const char		*line;

	put_words(&words, block, number);
	if (field_blank(buf_str(&words)))
		return;
	for (line = buf_str(&words);; line++) {
		const size_t	 len = strcspn(line, "\n");

		for (int i = 0; i < depth; i++)
			buf_puts(out, INDENT);
		buf_add(out, line, len);
		buf_putc(out, '\n');
		if (*(line += len) == '\0')
			return;
	}
}

bool
notion_block_is_numbered(const json_t *block)
{
	return strcmp(type_of(block), "numbered_list_item") == 0;
}

bool
notion_block_has_children(const json_t *block)
{
	const struct kind	*kind = kind_of(block);

	return field_flag(block, "has_children") &&
	    (kind == NULL || !kind->elsewhere);
}

int
notion_block_step(const json_t *block)
{
	const struct kind	*kind = kind_of(block);

	return kind != NULL ? kind->step : 1;
}

/* The name that a block without one has: the end of its address. */
static char *
name_of(const json_t *own, const char *url)
{
	const char	*name = field_str(own, "name");
	const size_t	 len = strcspn(url, "?#");
	size_t		 at = len;

	if (name != NULL && *name != '\0')
		return mem_dup(name);
	while (at > 0 && url[at - 1] != '/')
		at--;
	return mem_ndup(url + at, len - at);
}

void
notion_block_file(json_t *files, const json_t *block, const char *date)
{
	static const char *const types[] = { "file", "pdf" };
	const char		*id = field_str(block, "id");

	for (size_t i = 0; i < nitems(types); i++) {
		const json_t		*own = json_object_get(block, types[i]);
		const char		*kind = field_str(own, "type"), *url;
		own_json json_t		*named = NULL;
		own_str char		*name = NULL;

		if (id == NULL || kind == NULL ||
		    strcmp(type_of(block), types[i]) != 0)
			continue;
		url = json_string_value(field_at(own, kind, "url", NULL));
		if (url == NULL)
			continue;
		name = name_of(own, url);
		named = json_pack("{s:s, s:O}", "name", name, kind,
		    json_object_get(own, kind));
		notion_value_file(files, named, id, date);
	}
}
