/* source: where the items lie that are sent to Huntflow (tasks of ClickUp, candidates), and what a
 * transfer reads of one. Each room that has items fills a struct transfer_source. */
#ifndef TRANSFER_SOURCE_H
#define TRANSFER_SOURCE_H

#include <jansson.h>
#include <stddef.h>

#include "base/mem.h"

struct buf;
struct err;
struct origin;
struct transfer_context;
struct transfer_cv;

/* One person to be sent. Texts and documents NULL: there is none; name, url and text never are. */
struct transfer_item {
	char	*name;			/* a title; the name is read from it */
	char	*first, *last, *middle;	/* where the source has them apart: they win over it */
	char	*url;			/* its page, for people; bears the marker */
	char	*text;			/* plain, of several lines */
	char	*markdown;		/* the same, formatted: links behind words are in it */
	char	*fields;		/* JSON text, custom_fields of clickup/api_task.h */
	json_t	*choices;		/* of transfer/contact.h: where its fields go */
	json_t	*lines;			/* [{name, text}]: what the comment says of it first */
	json_t	*comments;		/* of clickup/api_comment.h */
	/* [{id, title, extension?, mimetype?, size, date?, url}], date ISO 8601; url for people */
	json_t	*files;
	json_t	*tags;			/* [name] */
	json_t	*sites;			/* [word]: the first that names a source of applicants */
};
void	transfer_item_clear(struct transfer_item *);
#define own_transfer_item cleanup(transfer_item_clear)

/* How its items are called in what is written into Huntflow. */
struct transfer_words {
	const char	*item;		/* before the title in the résumé */
	const char	*heading;	/* before the title in the comment */
	const char	*site;		/* "... из ClickUp" */
};

struct transfer_source {
	const char		*kind;		/* of the rows of origin */
	const char		*event;		/* the type of what its pages hear */
	struct transfer_words	 words;
	/* ctx->client made and closed; NULL: it has none. */
	int	(*open)(struct transfer_context *, struct err *);
	void	(*close)(struct transfer_context *);
	/* ERR_ABSENT: there is no such item, or not any more. */
	int	(*fetch)(struct transfer_context *, const char *id,
		    struct transfer_item *out, struct err *);
	/* The bytes of one of its files. ERR_ABSENT; above max_bytes: a code that ends in
	 * "too_large". */
	int	(*file)(struct transfer_context *, const char *id,
		    const struct transfer_cv *, size_t max_bytes,
		    struct buf *out, struct err *);
	/* Stores what is to follow, before the row is done for the first time; does it, when the
	 * row was let go. NULL: nothing. */
	int	(*ending)(struct transfer_context *, const struct origin *,
		    struct err *);
	void	(*ended)(struct transfer_context *, const struct origin *);
};

/* source_clickup.c: the tasks of the user's ClickUp. */
extern const struct transfer_source transfer_source_clickup;
/* source_table.c: the rows of tables that somebody brought. */
extern const struct transfer_source transfer_source_table;
/* source_notion.c: the pages of Notion that accounts of the company read. */
extern const struct transfer_source transfer_source_notion;

#endif
