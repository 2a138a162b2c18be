/* source: data sources that are shared with the integration, their properties, their rows. A
 * database of the older API is a data source here. Source: vendor reference, "Data sources",
 * "Query a data source"; "Query a database" of 2022-06-28. */
#ifndef NOTION_SOURCE_H
#define NOTION_SOURCE_H

#include <jansson.h>
#include <stdint.h>

#include "base/mem.h"

struct err;
struct notion;

#define NOTION_SOURCES_MAX	500	/* that are listed */

/* [{id, name, database_id, database, url}], by name; database: the name of one that has several
 * sources, else "". The caller's. */
int	 notion_sources_fetch(struct notion *, json_t **out, struct err *);

/* {id, name, database_id, database, url, fields: of notion_value_schema}. The caller's. */
int	 notion_source_fetch(struct notion *, const char *id, json_t **out,
	    struct err *);
int	 notion_source_parse(const json_t *doc, json_t **out, struct err *);

/* Rows, those that were edited first coming first, so that one that is edited meanwhile comes
 * again. */
struct notion_rows_ask {
	const char	*source;
	const char	*cursor;	/* NULL: the first */
	int64_t		 since_ms;	/* edited then or later; 0: all */
	int		 size;		/* at most NOTION_PAGE */
};
struct notion_rows {
	json_t	*v;		/* pages, as they come */
	char	*next;		/* NULL: these were the last */
};
void	 notion_rows_clear(struct notion_rows *);
#define own_notion_rows cleanup(notion_rows_clear)
int	 notion_rows_fetch(struct notion *, const struct notion_rows_ask *,
	    struct notion_rows *out, struct err *);

#endif
