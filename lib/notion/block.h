/* block: what a block of a page says, as lines of plain text. Touches no network. Source: vendor
 * reference, "Block". */
#ifndef NOTION_BLOCK_H
#define NOTION_BLOCK_H

#include <jansson.h>
#include <stdbool.h>

struct buf;

/*
 * Adds the block's own words, each line indented by depth, ended by a newline; nothing for a block
 * without words. number: its place among numbered ones. One of a kind that is not known here gives
 * its rich text, if it has some.
 */
void	notion_block_text(struct buf *, const json_t *block, int depth,
	    int number);
bool	notion_block_is_numbered(const json_t *block);
/* Has it children that belong to this page? A page or a database within it is another one. */
bool	notion_block_has_children(const json_t *block);
/* How far they are indented more than the block: columns are no step. */
int	notion_block_step(const json_t *block);
/* The file of a block of files, appended to a list as of transfer/source.h; date: of the page. */
void	notion_block_file(json_t *files, const json_t *block, const char *date);

#endif
