#include "table/book.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/utf8.h"
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
	mem_free_str(&b->workbook);
	mem_free_str(&b->strings);
	mem_free_str(&b->styles);
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

	b->opened |= strcmp(name, "workbook") == 0;
	if (strcmp(name, "workbookPr") == 0)
		b->since_1904 = says(a, n, "date1904", yes);
	if (strcmp(name, "sheet") != 0 || b->nsheets == TABLE_SHEETS_MAX)
		return;
	b->sheets[b->nsheets++] = (struct table_sheet){
		.name = table_book_said(a, n, "name"),
		.relation = table_book_said(a, n, "id"),
		.hidden = says(a, n, "state", hidden) };
}

/* --- where its parts are --- */

struct relations {
	struct table_book	*book;
	const char		*from;		/* the part that has them; "": the package */
};

static int
folder(const char *part)
{
	const char	*slash = strrchr(part, '/');

	return slash == NULL ? 0 : (int)(slash - part) + 1;
}

/* A target is relative to the folder of who names it, or begins with a slash. */
static char *
part_of(const char *from, char *target)
{
	for (char *at = target; (at = strchr(at, '\\')) != NULL;)
		*at = '/';
	return *target == '/' ? mem_dup(target + 1) :
	    mem_fmt("%.*s%s", folder(from), from, target);
}

static void
note_sheet(struct table_book *b, const char *id, const char *part)
{
	for (size_t i = 0; i < b->nsheets; i++)
		if (b->sheets[i].relation != NULL && strcmp(
		    b->sheets[i].relation, id) == 0 &&
		    b->sheets[i].part == NULL)
			b->sheets[i].part = mem_dup(part);
}

static void
begin_relation(void *arg, const char *name, const struct xml_attribute *a,
    size_t n)
{
	const struct relations	*r = arg;
	own_str char		*id = table_book_said(a, n, "Id"),
				*type = table_book_said(a, n, "Type"),
				*target = table_book_said(a, n, "Target"),
				*part = NULL;
	const char		*kind = type == NULL ? NULL : strrchr(type, '/');

	if (strcmp(name, "Relationship") != 0 || id == NULL || kind == NULL ||
	    target == NULL)
		return;
	part = part_of(r->from, target);
	if (strcmp(kind, "/officeDocument") == 0)
		mem_put(&r->book->workbook, give(part));
	else if (strcmp(kind, "/sharedStrings") == 0)
		mem_put(&r->book->strings, give(part));
	else if (strcmp(kind, "/styles") == 0)
		mem_put(&r->book->styles, give(part));
	else if (strcmp(kind, "/worksheet") == 0)
		note_sheet(r->book, id, part);
}

static bool
read_relations(const struct unzip *zip, struct table_book *out,
    const char *from, struct table_grid *grid)
{
	static const struct xml_events	 relations = { begin_relation, no_end,
		no_text };
	struct relations		 r = { .book = out, .from = from };
	const int			 dir = folder(from);
	own_str char	*part = mem_fmt("%.*s_rels/%s.rels", dir, from,
			    from + dir);

	return table_book_part(zip, part, &relations, &r, grid);
}

/* Who wrote it may have left the relations out; those that it has hold. */
static bool
read_workbook(const struct unzip *zip, struct table_book *out,
    struct table_grid *grid)
{
	static const struct xml_events	 book = { begin_workbook, no_end,
		no_text };
	own_str char			*from = NULL;

	out->workbook = mem_dup("xl/workbook.xml");
	out->strings = mem_dup("xl/sharedStrings.xml");
	out->styles = mem_dup("xl/styles.xml");
	if (!read_relations(zip, out, "", grid))
		return false;
	from = mem_dup(out->workbook);
	if (!unzip_has(zip, from) || strcasestr(from, ".bin") != NULL)
		return table_grid_refuse(grid, "table.kind", 0);
	if (!table_book_part(zip, from, &book, out, grid))
		return false;
	return out->opened ? read_relations(zip, out, from, grid) :
	    table_grid_refuse(grid, "table.kind", 0);
}

/* --- shared texts --- */

#define ESCAPE_LEN	strlen("_x000D_")

/* "_x000D_" -> 0xd; 0: it is none. */
static uint32_t
escaped(const char *s)
{
	return strncmp(s, "_x", 2) == 0 && strspn(s + 2,
	    "0123456789abcdefABCDEF") == 4 && s[ESCAPE_LEN - 1] == '_' ?
	    (uint32_t)strtoul(s + 2, NULL, 16) : 0;
}

/* Half of a pair says nothing by itself. The end of a line is one sign, as XML has it. */
void
table_book_unescape(char *text)
{
	char	*to = text;

	for (const char *s = text; *s != '\0';) {
		const uint32_t	c = escaped(s);
		char		bytes[4];
		size_t		n;

		if (c == 0 || (c >= 0xd800 && c <= 0xdfff)) {
			*to++ = *s++;
			continue;
		}
		s += ESCAPE_LEN;
		n = c == '\r' ? 0 : utf8_put(c, bytes);
		memcpy(to, bytes, n);
		to += n;
	}
	*to = '\0';
}

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
	if (strcmp(name, "si") != 0)
		return;
	buf_putc(&s->book->text, '\0');
	table_book_unescape(s->book->text.data +
	    s->book->shared[s->book->nshared - 1]);
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
	static const struct xml_events	 strings = { begin_string, end_string,
		text_string }, styles = { begin_style, end_style, no_text };
	struct strings			 texts = { .book = out, .grid = grid };
	struct styles			 formats = { .book = out };
	bool				 good;

	good = read_workbook(zip, out, grid) && table_book_part(zip,
	    out->strings, &strings, &texts, grid) && table_book_part(zip,
	    out->styles, &styles, &formats, grid);
	free(formats.codes);
	return good;
}
