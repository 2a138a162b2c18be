#include "table/book.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/unzip.h"
#include "table/grid.h"

#define FORMATS_MAX	65536	/* styles of cells */
#define CODES_MAX	4096	/* formats of numbers */
#define FIRST		256

void
table_book_clear(struct table_book *b)
{
	for (size_t i = 0; i < b->nsheets; i++) {
		mem_free_str(&b->sheets[i].name);
		mem_free_str(&b->sheets[i].relation);
		mem_free_str(&b->sheets[i].part);
	}
	buf_clear(&b->text);
	free(b->shared);
	free(b->formats);
	*b = (struct table_book){ 0 };
}

char *
table_book_said(const struct xml_attribute *a, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(a[i].name, name) == 0)
			return mem_ndup(a[i].value, a[i].len);
	return NULL;
}

static bool
says(const struct xml_attribute *a, size_t n, const char *name,
    const char *const *words)
{
	own_str char	*said = table_book_said(a, n, name);

	for (; said != NULL && *words != NULL; words++)
		if (strcmp(said, *words) == 0)
			return true;
	return false;
}

static long
number(const struct xml_attribute *a, size_t n, const char *name)
{
	own_str char	*said = table_book_said(a, n, name);

	return said == NULL ? -1 : strtol(said, NULL, 10);
}

bool
table_book_part(const struct unzip *zip, const char *part,
    const struct xml_events *events, void *arg, struct table_grid *grid)
{
	own_buf struct buf	xml = { 0 };
	struct err		err = { 0 };

	if (unzip_read(zip, part, TABLE_PART_MAX + 1, &xml, &err) == -1)
		return err.kind == ERR_ABSENT || table_grid_refuse(grid,
		    "table.broken", 0);
	if (xml.len > TABLE_PART_MAX)
		return table_grid_refuse(grid, "table.bomb", 0);
	if (xml_read(xml.data, xml.len, events, arg, &err) == -1)
		return table_grid_refuse(grid, "table.broken", 0);
	return grid->problem == NULL;
}

static void
no_end(void *arg, const char *name)
{
	(void)arg, (void)name;
}

static void
no_text(void *arg, const char *text, size_t len)
{
	(void)arg, (void)text, (void)len;
}

/* --- the sheets --- */

static void
begin_workbook(void *arg, const char *name, const struct xml_attribute *a,
    size_t n)
{
	static const char *const	 yes[] = { "1", "true", NULL },
			*const		 hidden[] = { "hidden", "veryHidden",
		NULL };
	struct table_book		*b = arg;

	if (strcmp(name, "workbookPr") == 0)
		b->since_1904 = says(a, n, "date1904", yes);
	if (strcmp(name, "sheet") != 0 || b->nsheets == TABLE_SHEETS_MAX)
		return;
	b->sheets[b->nsheets++] = (struct table_sheet){
		.name = table_book_said(a, n, "name"),
		.relation = table_book_said(a, n, "id"),
		.hidden = says(a, n, "state", hidden) };
}

/* A target is relative to xl/, or begins with a slash. */
static char *
part_of(const char *target)
{
	if (target == NULL)
		return NULL;
	return *target == '/' ? mem_dup(target + 1) : mem_fmt("xl/%s", target);
}

static void
begin_relation(void *arg, const char *name, const struct xml_attribute *a,
    size_t n)
{
	struct table_book	*b = arg;
	own_str char		*id = table_book_said(a, n, "Id"),
				*type = table_book_said(a, n, "Type"),
				*target = table_book_said(a, n, "Target");
	const char		*kind = type == NULL ? NULL : strrchr(type, '/');

	if (strcmp(name, "Relationship") != 0 || id == NULL || kind == NULL ||
	    strcmp(kind, "/worksheet") != 0)
		return;
	for (size_t i = 0; i < b->nsheets; i++)
		if (b->sheets[i].relation != NULL && strcmp(
		    b->sheets[i].relation, id) == 0 &&
		    b->sheets[i].part == NULL)
			b->sheets[i].part = part_of(target);
}

/* --- shared texts --- */

struct strings {
	struct table_book	*book;
	struct table_grid	*grid;
	int			 text, reading;	/* within t; within rPh, how it is read aloud */
};

static void
begin_string(void *arg, const char *name, const struct xml_attribute *a,
    size_t n)
{
	struct strings		*s = arg;
	struct table_book	*b = s->book;

	(void)a, (void)n;
	s->text += strcmp(name, "t") == 0;
	s->reading += strcmp(name, "rPh") == 0;
	if (strcmp(name, "si") != 0)
		return;
	if (b->nshared == b->room) {
		b->room = b->room == 0 ? FIRST : b->room * 2;
		b->shared = mem_grow(b->shared, b->room, sizeof(*b->shared));
	}
	b->shared[b->nshared++] = (uint32_t)b->text.len;
}

static void
end_string(void *arg, const char *name)
{
	struct strings	*s = arg;

	s->text -= strcmp(name, "t") == 0;
	s->reading -= strcmp(name, "rPh") == 0;
	if (strcmp(name, "si") == 0)
		buf_putc(&s->book->text, '\0');
}

static void
text_string(void *arg, const char *text, size_t len)
{
	struct strings	*s = arg;

	if (s->text > 0 && s->reading == 0 && s->book->nshared > 0)
		buf_add(&s->book->text, text, len);
}

/* --- styles --- */

struct code {
	long			 id;
	enum table_format	 format;
};
struct styles {
	struct table_book	*book;
	struct code		*codes;
	size_t			 n, room;
	bool			 cells;		/* within cellXfs */
};

static enum table_format
format_of(const struct styles *s, long id)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->codes[i].id == id)
			return s->codes[i].format;
	return table_format_built_in(id);
}

static void
add_code(struct styles *s, long id, const char *code)
{
	if (code == NULL || s->n == CODES_MAX)
		return;
	if (s->n == s->room) {
		s->room = s->room == 0 ? FIRST : s->room * 2;
		s->codes = mem_grow(s->codes, s->room, sizeof(*s->codes));
	}
	s->codes[s->n++] = (struct code){ id, table_format_of(code) };
}

static void
add_style(struct table_book *b, enum table_format format)
{
	if (b->nformats == FORMATS_MAX)
		return;
	if (b->nformats == b->formats_room) {
		b->formats_room = b->formats_room == 0 ? FIRST :
		    b->formats_room * 2;
		b->formats = mem_grow(b->formats, b->formats_room,
		    sizeof(*b->formats));
	}
	b->formats[b->nformats++] = format;
}

static void
begin_style(void *arg, const char *name, const struct xml_attribute *a,
    size_t n)
{
	struct styles	*s = arg;

	if (strcmp(name, "cellXfs") == 0)
		s->cells = true;
	if (strcmp(name, "numFmt") == 0) {
		own_str char	*code = table_book_said(a, n, "formatCode");

		add_code(s, number(a, n, "numFmtId"), code);
	} else if (strcmp(name, "xf") == 0 && s->cells)
		add_style(s->book, format_of(s, number(a, n, "numFmtId")));
}

static void
end_style(void *arg, const char *name)
{
	struct styles	*s = arg;

	if (strcmp(name, "cellXfs") == 0)
		s->cells = false;
}

bool
table_book_read(const struct unzip *zip, struct table_book *out,
    struct table_grid *grid)
{
	static const struct xml_events	 book = { begin_workbook, no_end,
		no_text }, relations = { begin_relation, no_end, no_text },
		strings = { begin_string, end_string, text_string },
		styles = { begin_style, end_style, no_text };
	struct strings			 texts = { .book = out, .grid = grid };
	struct styles			 formats = { .book = out };
	bool				 good;

	good = table_book_part(zip, "xl/workbook.xml", &book, out, grid) &&
	    table_book_part(zip, "xl/_rels/workbook.xml.rels", &relations,
	    out, grid) && table_book_part(zip, "xl/sharedStrings.xml",
	    &strings, &texts, grid) && table_book_part(zip, "xl/styles.xml",
	    &styles, &formats, grid);
	free(formats.codes);
	return good;
}
