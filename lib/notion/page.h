/* page: one page of Notion, whole: its properties, the text of its blocks, its comments, its files.
 * Source: vendor reference, "Retrieve a page", "Retrieve block children", "Retrieve comments". */
#ifndef NOTION_PAGE_H
#define NOTION_PAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct buf;
struct err;
struct notion;

#define NOTION_TEXT_MAX		200000	/* bytes of the text of a page */
#define NOTION_BLOCKS_MAX	2000	/* blocks of a page that are read */
#define NOTION_DEPTH_MAX	10
#define NOTION_COMMENTS_MAX	200
#define NOTION_RELATED_MAX	25	/* titles of related pages that are read */

/* What is known without asking for more than the page. Texts are never NULL. */
struct notion_page {
	char	*id, *source, *name, *url;
	char	*people;	/* JSON text [name] */
	char	*fields;	/* JSON text, of notion_value_fields */
	json_t	*properties;	/* as they came */
	json_t	*files;		/* of notion_value_files */
	bool	 trashed;
	int64_t	 created_at, edited_at;	/* ms; the latter is exact to a minute */
};
void	 notion_page_clear(struct notion_page *);
#define own_notion_page cleanup(notion_page_clear)
int	 notion_page_parse(const json_t *doc, struct notion_page *out,
	    struct err *);
int	 notion_page_fetch(struct notion *, const char *id,
	    struct notion_page *out, struct err *);
/* Reads what the page names in part or by id alone: long relations, titles of related pages, and
 * puts them into fields. */
int	 notion_page_complete(struct notion *, struct notion_page *,
	    struct err *);

/* The text of all its blocks; their files are appended to files. A part that is not shared is left
 * out. The caller's. */
int	 notion_text_fetch(struct notion *, const struct notion_page *,
	    char **text, json_t *files, struct err *);
/* Its comments as of clickup/api_comment.h, oldest first; none when the integration may not read
 * comments. The caller's. */
int	 notion_comments_fetch(struct notion *, const char *id, json_t **out,
	    struct err *);
/* The bytes of a file; when its address expired, by a new one that the page is asked for. */
int	 notion_file_fetch(struct notion *, const char *page_id,
	    const char *file_id, const char *url, size_t max_bytes,
	    struct buf *out, struct err *);

#endif
