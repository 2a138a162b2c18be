#include "notion/value.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "io/field.h"
#include "notion/api.h"

#define TEXT_MAX	8192	/* bytes of one value that are kept */
#define TITLE_MAX	2000
#define ROLLED_MAX	100	/* parts of a rollup that are read */

typedef void value_writer(struct buf *, const json_t *value);

static value_writer put_text, put_scalar, put_named, put_all_named, put_date,
    put_people, put_checkbox, put_inner, put_rollup, put_unique_id,
    put_verification, put_place;

/* Each type of a property: how its value is written, and as which type of custom field it goes to a
 * transfer (NULL: it is no field). */
static const struct kind {
	const char	*type;
	value_writer	*put;
	const char	*as;
} kinds[] = {
	{ "title",		put_text,	NULL },
	{ "rich_text",		put_text,	"text" },
	{ "number",		put_scalar,	"number" },
	{ "select",		put_named,	"drop_down" },
	{ "status",		put_named,	"status" },
	{ "multi_select",	put_all_named,	"labels" },
	{ "date",		put_date,	"date" },
	{ "people",		put_people,	"users" },
	{ "files",		NULL,		"url" },
	{ "checkbox",		put_checkbox,	"checkbox" },
	{ "url",		put_scalar,	"url" },
	{ "email",		put_scalar,	"email" },
	{ "phone_number",	put_scalar,	"phone" },
	{ "formula",		put_inner,	"formula" },
	{ "rollup",		put_rollup,	"rollup" },
	{ "relation",		NULL,		"relation" },
	{ "unique_id",		put_unique_id,	"id" },
	{ "place",		put_place,	"location" },
	{ "created_time",	put_date,	"date" },
	{ "last_edited_time",	put_date,	NULL },
	{ "created_by",		put_people,	"users" },
	{ "last_edited_by",	put_people,	NULL },
	{ "verification",	put_verification, NULL },
	{ "button",		NULL,		NULL },
	/* inside of formulas and rollups */
	{ "string",		put_scalar,	NULL },
	{ "boolean",		put_checkbox,	NULL },
};

static const struct kind *
kind_of(const json_t *property)
{
	const char	*type = field_str(property, "type");

	for (size_t i = 0; type != NULL && i < nitems(kinds); i++)
		if (strcmp(type, kinds[i].type) == 0)
			return &kinds[i];
	return NULL;
}

/* --- writers --- */

static void
put_text(struct buf *out, const json_t *value)
{
	notion_plain(out, value);
}

static void
put_scalar(struct buf *out, const json_t *value)
{
	if (json_is_string(value))
		buf_puts(out, json_string_value(value));
	else if (json_is_integer(value))
		buf_fmt(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_real(value))
		number_put(out, json_real_value(value));
}

static void
put_named(struct buf *out, const json_t *value)
{
	put_scalar(out, json_object_get(value, "name"));
}

static void
put_each(struct buf *out, const json_t *list, value_writer *put)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one) {
		own_buf struct buf	 text = { 0 };

		put(&text, one);
		if (text.len > 0 && out->len < TEXT_MAX)
			buf_fmt(out, "%s%s", out->len > 0 ? ", " : "",
			    buf_str(&text));
	}
}

static void
put_all_named(struct buf *out, const json_t *value)
{
	put_each(out, value, put_named);
}

/* "2024-05-03T10:00:00.000+06:00" as "2024-05-03 10:00": the clocks are those of whoever wrote it,
 * as Notion shows it. */
static void
put_moment(struct buf *out, const json_t *text)
{
	const char	*s = json_string_value(text);

	if (s == NULL)
		return;
	buf_add(out, s, strcspn(s, "T"));
	if (s[strcspn(s, "T")] == 'T' && strlen(s) >= strlen("2024-05-03T10:00"))
		buf_fmt(out, " %.5s", strchr(s, 'T') + 1);
}

static void
put_date(struct buf *out, const json_t *value)
{
	const json_t	*end = json_object_get(value, "end");

	if (json_is_string(value)) {
		put_moment(out, value);
		return;
	}
	put_moment(out, json_object_get(value, "start"));
	if (json_is_string(end)) {
		buf_puts(out, " — ");
		put_moment(out, end);
	}
}

/* The name; the address when the integration may see it, and no name is there. */
static void
put_person(struct buf *out, const json_t *user)
{
	const char	*name = field_str(user, "name");

	if (name == NULL || *name == '\0')
		name = json_string_value(field_at(user, "person", "email",
		    NULL));
	buf_puts(out, name != NULL ? name : "");
}

static void
put_people(struct buf *out, const json_t *value)
{
	if (json_is_array(value))
		put_each(out, value, put_person);
	else
		put_person(out, value);
}

/* As of clickup/api_field.h: transfers read the tick. */
static void
put_checkbox(struct buf *out, const json_t *value)
{
	if (json_is_boolean(value))
		buf_puts(out, json_is_true(value) ? "✓" : "✗");
}

/* What a formula came to, by its own type; one that is too complex is "unsupported". */
static void
put_inner(struct buf *out, const json_t *value)
{
	notion_value_text(out, value);
}

static void
put_rollup(struct buf *out, const json_t *value)
{
	const json_t	*list = json_object_get(value, "array"), *one;
	size_t		 i;

	if (!json_is_array(list)) {
		put_inner(out, value);
		return;
	}
	json_array_foreach(list, i, one) {
		own_buf struct buf	 text = { 0 };

		if (i == ROLLED_MAX)
			return;
		notion_value_text(&text, one);
		if (text.len > 0)
			buf_fmt(out, "%s%s", out->len > 0 ? ", " : "",
			    buf_str(&text));
	}
}

static void
put_unique_id(struct buf *out, const json_t *value)
{
	const char	*prefix = field_str(value, "prefix");

	if (!json_is_integer(json_object_get(value, "number")))
		return;
	if (prefix != NULL && *prefix != '\0')
		buf_fmt(out, "%s-", prefix);
	put_scalar(out, json_object_get(value, "number"));
}

static void
put_verification(struct buf *out, const json_t *value)
{
	put_scalar(out, json_object_get(value, "state"));
}

static void
put_place(struct buf *out, const json_t *value)
{
	put_scalar(out, json_object_get(value, json_is_string(
	    json_object_get(value, "address")) ? "address" : "name"));
}

void
notion_value_text(struct buf *out, const json_t *property)
{
	const struct kind	*kind = kind_of(property);
	own_buf struct buf	 text = { 0 };

	if (kind == NULL || kind->put == NULL)
		return;
	kind->put(&text, json_object_get(property, kind->type));
	buf_add(out, buf_str(&text), utf8_cut(buf_str(&text), TEXT_MAX));
}

/* --- fields --- */

/* Titles of related pages; one that is not shared has none. */
static void
put_related(struct buf *out, const json_t *relation, const json_t *named)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(relation, i, one) {
		const char	*id = field_str(one, "id"),
				*name = id != NULL ? field_str(named, id) : NULL;

		if (name != NULL && *name != '\0' && out->len < TEXT_MAX)
			buf_fmt(out, "%s%s", out->len > 0 ? ", " : "", name);
	}
}

bool
notion_value_is_document(const char *name)
{
	static const char *const ends[] = { ".pdf", ".doc", ".docx", ".rtf",
		".odt", ".txt", ".jpg", ".jpeg", ".png" };
	const size_t	 len = name == NULL ? 0 : strcspn(name, "?#");

	for (size_t i = 0; i < nitems(ends); i++) {
		const size_t	 end = strlen(ends[i]);

		if (len > end && strncasecmp(name + len - end, ends[i],
		    end) == 0)
			return true;
	}
	return false;
}

static const char *
external_of(const json_t *file)
{
	const char	*url = json_string_value(field_at(file, "external",
			    "url", NULL));

	return url == NULL || notion_value_is_document(url) ||
	    notion_value_is_document(field_str(file, "name")) ? NULL : url;
}

/* Links among the files that are no files. */
static void
put_external(struct buf *out, const json_t *files)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(files, i, one)
		if (external_of(one) != NULL)
			buf_fmt(out, "%s%s", out->len > 0 ? ", " : "",
			    external_of(one));
}

static void
put_value(struct buf *out, const struct kind *kind, const json_t *property,
    const json_t *named)
{
	const json_t	*value = json_object_get(property, kind->type);

	if (strcmp(kind->type, "relation") == 0)
		put_related(out, value, named);
	else if (strcmp(kind->type, "files") == 0)
		put_external(out, value);
	else
		notion_value_text(out, property);
}

json_t *
notion_value_fields(const json_t *properties, const json_t *named)
{
	json_t		*out = json_array(), *property;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)properties, name, property) {
		const struct kind	*kind = kind_of(property);
		own_buf struct buf	 text = { 0 };
		const char		*id = field_str(property, "id");

		if (kind == NULL || kind->as == NULL || id == NULL)
			continue;
		put_value(&text, kind, property, named);
		json_array_append_new(out, json_pack("{s:s, s:s, s:s, s:s, "
		    "s:s?, s:n}", "id", id, "name", name, "type", kind->as,
		    "display", buf_str(&text), "href",
		    strcmp(kind->as, "url") == 0 && text.len > 0 ?
		    buf_str(&text) : NULL, "value"));
	}
	return out;
}

json_t *
notion_value_schema(const json_t *properties)
{
	json_t		*out = json_array(), *property;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)properties, name, property) {
		const struct kind	*kind = kind_of(property);
		const char		*id = field_str(property, "id");

		if (kind != NULL && kind->as != NULL && id != NULL)
			json_array_append_new(out, json_pack(
			    "{s:s, s:s, s:s}", "id", id, "name", name, "type",
			    kind->as));
	}
	return out;
}

char *
notion_value_title(const json_t *properties)
{
	own_buf struct buf	 text = { 0 };
	json_t			*property;
	const char		*name;

	json_object_foreach((json_t *)(uintptr_t)properties, name, property)
		if (json_is_array(json_object_get(property, "title")))
			notion_plain(&text, json_object_get(property,
			    "title"));
	return mem_ndup(buf_str(&text), utf8_cut(buf_str(&text), TITLE_MAX));
}

/* --- files --- */

bool
notion_value_file(json_t *files, const json_t *one, const char *id,
    const char *date)
{
	const char	*name = field_str(one, "name");
	const char	*url = json_string_value(field_at(one, "file", "url",
			    NULL));

	if (url == NULL && external_of(one) == NULL)
		url = json_string_value(field_at(one, "external", "url",
		    NULL));
	if (url == NULL)
		return false;
	json_array_append_new(files, json_pack("{s:s, s:s, s:s, s:s?}", "id",
	    id, "title", name != NULL ? name : "", "url", url, "date", date));
	return true;
}

json_t *
notion_value_files(const json_t *properties, const char *date)
{
	json_t		*out = json_array(), *property;
	const char	*name;

	json_object_foreach((json_t *)(uintptr_t)properties, name, property) {
		const json_t	*list = json_object_get(property, "files"),
				*one;
		const char	*own = field_str(property, "id");
		size_t		 i;

		json_array_foreach(list, i, one) {
			const char	*title = field_str(one, "name");
			own_str char	*id = mem_fmt("%s/%zu/%s", own, i,
					    title != NULL ? title : "");

			notion_value_file(out, one, id, date);
		}
	}
	return out;
}

/* --- people, relations --- */

json_t *
notion_value_people(const json_t *properties)
{
	json_t		*out = json_array(), *property;
	const char	*key;

	json_object_foreach((json_t *)(uintptr_t)properties, key, property) {
		const json_t	*list = json_object_get(property, "people"),
				*one;
		const char	*name;
		size_t		 i;

		json_array_foreach(list, i, one)
			if ((name = field_str(one, "name")) != NULL)
				json_array_append_new(out, json_string(name));
	}
	return out;
}

static bool
has_text(const json_t *list, const char *text)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(list, i, one)
		if (strcmp(json_string_value(one), text) == 0)
			return true;
	return false;
}

json_t *
notion_value_related(const json_t *properties, size_t max)
{
	json_t		*out = json_array(), *property;
	const char	*key;

	json_object_foreach((json_t *)(uintptr_t)properties, key, property) {
		const json_t	*list = json_object_get(property, "relation"),
				*one;
		const char	*id;
		size_t		 i;

		json_array_foreach(list, i, one)
			if (json_array_size(out) < max &&
			    (id = field_str(one, "id")) != NULL &&
			    !has_text(out, id))
				json_array_append_new(out, json_string(id));
	}
	return out;
}

/* "a%3Aph" as it is in an address before that is encoded: "a:ph". */
static char *
decoded(const char *id)
{
	own_buf struct buf	 out = { 0 };

	for (; *id != '\0'; id++) {
		unsigned int	 c;

		if (*id == '%' && sscanf(id + 1, "%2x", &c) == 1 &&
		    c > 0 && id[1] != '\0' && id[2] != '\0') {
			buf_putc(&out, (char)c);
			id += 2;
		} else
			buf_putc(&out, *id);
	}
	return mem_dup(buf_str(&out));
}

json_t *
notion_value_partial(const json_t *properties)
{
	json_t		*out = json_array(), *property;
	const char	*key, *id;

	json_object_foreach((json_t *)(uintptr_t)properties, key, property)
		if (field_flag(property, "has_more") &&
		    (id = field_str(property, "id")) != NULL) {
			own_str char	*plain = decoded(id);

			json_array_append_new(out, json_string(plain));
		}
	return out;
}

void
notion_value_complete(json_t *properties, const char *id, const json_t *items)
{
	json_t		*property;
	const char	*key, *have;

	json_object_foreach(properties, key, property) {
		const char		*type = field_str(property, "type");
		own_json json_t		*whole = json_array();
		own_str char		*plain = NULL;
		const json_t		*item;
		size_t			 i;

		if (type == NULL || (have = field_str(property, "id")) == NULL ||
		    strcmp(plain = decoded(have), id) != 0)
			continue;
		json_array_foreach(items, i, item)
			json_array_append(whole, json_object_get(item, type));
		json_object_set(property, type, whole);
		json_object_del(property, "has_more");
	}
}
