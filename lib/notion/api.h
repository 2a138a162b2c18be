/* api: calls to Notion, and what its answers have in common; data sources and pages have files of
 * their own. Source: vendor reference, "Notion API"; upgrade guides 2025-09-03 and 2026-03-11.
 * Asking (x_fetch) and understanding (x_parse) are two functions; the second touches no network. */
#ifndef NOTION_API_H
#define NOTION_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOTION_URL		"https://api.notion.com/v1"
#define NOTION_ID_SIZE		37	/* an id with its hyphens, and a NUL */
#define NOTION_PAGE		100	/* most of one part of a list */
#define NOTION_CALLS		3	/* a second, of one integration */

struct buf;
struct err;
struct fetch_conf;
struct fetch_req;
struct fetch_res;
struct notion;

/*
 * A generation of the API. Since 2025-09-03 a database holds data sources, and these the rows;
 * before, a database was its only source. The calls are the same but for these words.
 */
struct notion_generation {
	const char	*version;	/* of the header Notion-Version */
	const char	*object;	/* what holds rows: "data_source" */
	const char	*path;		/* the same in addresses: "data_sources" */
};
/* The newest that we speak comes first; NULL-ended by its version. */
extern const struct notion_generation notion_generations[];
/* NULL: there is none of that version. */
const struct notion_generation *notion_generation_of(const char *version);

/*
 * The link's provider must be "notion", auth "Bearer ..." with the key of the integration. Every
 * failing x_fetch sets one of the codes of refusal.c: "notion.token" (ERR_REMOTE_AUTH),
 * "notion.denied" (ERR_DENIED), "notion.unshared" (ERR_ABSENT), "notion.limit" (ERR_BUSY),
 * "notion.overload", "notion.collision", "notion.down", "notion.version", "notion.sources",
 * "notion.cursor", "notion.answer" (an answer of another shape): ERR_REMOTE. What passes by itself
 * (409, 5xx, 529) was repeated before.
 */
struct notion *notion_open(const struct fetch_conf *,
	    const struct notion_generation *, struct err *);
void	 notion_close(struct notion *);
void	 notion_close_p(struct notion **);
#define own_notion cleanup(notion_close_p)
const struct notion_generation *notion_speaks(const struct notion *);
/* From now on in the words of another generation. */
void	 notion_speak(struct notion *, const struct notion_generation *);
/* How long one call may last at most, in whole seconds. */
int64_t	 notion_longest_s(const struct notion *);
/* Calls made through this handle so far, retries not counted. */
int	 notion_calls(const struct notion *);

/* One call for the files of this room; a POST only reads here. */
int	 notion_ask(struct notion *, const struct fetch_req *, json_t **out,
	    struct err *);
/* The bytes at an address out of an answer, without the key. ERR_ABSENT: it expired, or is gone. */
int	 notion_bytes(struct notion *, const char *url, size_t max_bytes,
	    struct fetch_res *out, struct err *);
/* "notion.answer": what was of another shape. */
int	 notion_odd(struct err *, const char *what);

/* One part of a list: GET path?start_cursor=..., at most size of them. out: its results; next: the
 * cursor of the following part, the caller's, NULL: this was the last. */
int	 notion_list(struct notion *, const struct fetch_req *, const char *cursor,
	    int size, json_t **out, char **next, struct err *);
/* The same of an answer that was got otherwise; cursor: the one that it was asked for with, which
 * may not come back: a list that does not go on would be read for ever. */
int	 notion_list_parse(const json_t *doc, const char *cursor, json_t **out,
	    char **next, struct err *);
/* The same; "notion.answer" also when too many parts in a row are empty. */
int	 notion_list_next(struct notion *, const json_t *doc,
	    const char *cursor, json_t **out, char **next, struct err *);

/* An id as Notion writes it, out of one with or without hyphens; false: it is none. */
bool	 notion_id(const char *text, char out[NOTION_ID_SIZE]);
/* An ISO 8601 time as ms since the epoch; 0: none. */
int64_t	 notion_time(const json_t *doc, const char *name);
/* Adds the texts of an array of rich text. */
void	 notion_plain(struct buf *, const json_t *rich_text);

/* Whose key it is: {"name", "workspace"}, texts that may be "". */
int	 notion_me_fetch(struct notion *, json_t **out, struct err *);

#endif
