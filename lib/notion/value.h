/* value: the properties of a page of Notion as people read them, and in the shape of custom fields
 * that a transfer takes. Touches no network. Source: vendor reference, "Page properties". */
#ifndef NOTION_VALUE_H
#define NOTION_VALUE_H

#include <jansson.h>
#include <stdbool.h>

struct buf;

/* Adds the value of one property, of any type, as text: nothing when it is empty. */
void	notion_value_text(struct buf *, const json_t *property);

/*
 * [{id, name, type, display, href, value}] as of clickup/api_field.h, in the order of the page's
 * properties, without the title, files, and what says nothing of a person (buttons, who changed the
 * page). type: a word of transfer/field.h's types. named: {"page's id": "its title"} of related
 * pages, NULL: relations are left empty. The caller's.
 */
json_t	*notion_value_fields(const json_t *properties, const json_t *named);
/* [{id, name, type}] of a schema, the same properties. The caller's. */
json_t	*notion_value_schema(const json_t *properties);

/* The title; the caller's, "" when it is empty. */
char	*notion_value_title(const json_t *properties);

/*
 * Files of the properties: [{id, title, url, date}] as of transfer/source.h; id: "property's
 * id/name/n". A link that is no file (a page of a profile) is none of them: it is a field.
 * date: of the page. The caller's.
 */
json_t	*notion_value_files(const json_t *properties, const char *date);
/* A file of one value {name, type, file | external}, appended; false: it is none. */
bool	 notion_value_file(json_t *files, const json_t *one, const char *id,
	    const char *date);
/* Is it the name, or the address, of a document (.pdf, .docx, ...)? */
bool	 notion_value_is_document(const char *name);

/* Names of people, for the tags of an applicant: [name]. The caller's. */
json_t	*notion_value_people(const json_t *properties);
/* Ids of the pages that relations name: [id], each once, at most max. The caller's. */
json_t	*notion_value_related(const json_t *properties, size_t max);
/* Ids of the properties that the page has only a part of (relations of more than 25): [id], as
 * they are in addresses before they are encoded. The caller's. */
json_t	*notion_value_partial(const json_t *properties);
/* Puts the parts of GET /pages/ID/properties/ID in place of what the page has. */
void	 notion_value_complete(json_t *properties, const char *id,
	    const json_t *items);

#endif
