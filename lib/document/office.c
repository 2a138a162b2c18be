#include "document/office.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "document/text.h"
#include "io/unzip.h"
#include "io/xml.h"

#define PART_MAX	((size_t)24 << 20)	/* bytes of XML in a part */
#define LINKS_MAX	200
#define PAGE_PARTS	6	/* header1.xml, ... that are looked for */
#define SPACES_MAX	32	/* of one text:s */
#define URL_MAX		500

/* What an element is to the text around and in it. */
enum role {
	NOTHING,
	BODY,		/* where text is looked for at all */
	PARAGRAPH,
	TEXT,		/* holds text itself; without such, every paragraph does */
	GONE,		/* with all that is in it */
	TABS,		/* where tabulators are set, not meant */
	TAB,
	SPACES,
	BREAK,
	HYPHEN,
	CELL,
	ROW,
	LINK,
	FIELD		/* the code of a field: HYPERLINK "..." */
};

struct named {
	const char	*name;
	enum role	 role;
};

static const struct named docx[] = {
	{ "body", BODY }, { "hdr", BODY }, { "ftr", BODY }, { "p", PARAGRAPH },
	{ "t", TEXT }, { "del", GONE }, { "moveFrom", GONE },
	{ "Fallback", GONE }, { "tabs", TABS }, { "tab", TAB },
	{ "br", BREAK }, { "cr", BREAK }, { "noBreakHyphen", HYPHEN },
	{ "tc", CELL }, { "tr", ROW }, { "hyperlink", LINK },
	{ "instrText", FIELD }, { NULL, NOTHING }
};
static const struct named odt[] = {
	{ "body", BODY }, { "p", PARAGRAPH }, { "h", PARAGRAPH },
	{ "tracked-changes", GONE }, { "annotation", GONE }, { "tab", TAB },
	{ "s", SPACES }, { "line-break", BREAK }, { "table-cell", CELL },
	{ "table-row", ROW }, { "a", LINK }, { NULL, NOTHING }
};
static const struct named odt_pages[] = {
	{ "header", BODY }, { "footer", BODY }, { "p", PARAGRAPH },
	{ "h", PARAGRAPH }, { "tab", TAB }, { "s", SPACES },
	{ "line-break", BREAK }, { "a", LINK }, { NULL, NOTHING }
};

struct link {
	char	*id, *url;
};

struct office {
	const struct named	*names;
	bool			 marked;	/* text is in TEXT alone */
	struct buf		 out, field;
	int			 body, paragraph, text, gone, tabs, cell,
				 in_field;
	int			 lines;		/* paragraphs of the cell */
	struct link		*links;
	size_t			 nlinks;
	char			*url;		/* of the link that is open */
	size_t			 url_from;	/* where its words begin */
};

static enum role
role_of(const struct office *o, const char *name)
{
	const struct named	*n = o->names;

	while (n->name != NULL && strcmp(n->name, name) != 0)
		n++;
	return n->role;
}

static char *
attribute(const struct xml_attribute *a, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(a[i].name, name) == 0)
			return mem_ndup(a[i].value, a[i].len < URL_MAX ?
			    a[i].len : URL_MAX);
	return NULL;
}

static void
new_line(struct office *o)
{
	if (o->out.len > 0 && o->out.data[o->out.len - 1] != '\n')
		buf_putc(&o->out, '\n');
}

static bool
may_write(const struct office *o)
{
	return o->body > 0 && o->gone == 0 && o->out.len <= DOCUMENT_TEXT_MAX;
}

/* --- links --- */

static void
note_link(void *arg, const char *name, const struct xml_attribute *a, size_t n)
{
	struct office	*o = arg;

	if (strcmp(name, "Relationship") != 0 || o->nlinks == LINKS_MAX)
		return;
	o->links[o->nlinks].id = attribute(a, n, "Id");
	o->links[o->nlinks++].url = attribute(a, n, "Target");
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

static void
open_link(struct office *o, const struct xml_attribute *a, size_t n)
{
	own_str char	*id = attribute(a, n, "id");

	mem_free_str(&o->url);
	o->url_from = o->out.len;
	o->url = attribute(a, n, "href");
	for (size_t i = 0; o->url == NULL && id != NULL && i < o->nlinks; i++)
		if (o->links[i].id != NULL && strcmp(o->links[i].id, id) == 0)
			o->url = mem_dup(o->links[i].url);
}

/* Its address, in brackets, where its words do not say it. */
static void
close_link(struct office *o)
{
	const char	*url = o->url, *said = buf_str(&o->out) + o->url_from;

	if (url != NULL && strncmp(url, "mailto:", 7) == 0)
		url += 7;
	if (url != NULL && may_write(o) && strpbrk(url, ".@") != NULL &&
	    o->url_from <= o->out.len && strstr(said, url) == NULL)
		buf_fmt(&o->out, " (%s)", url);
	mem_free_str(&o->url);
}

/* HYPERLINK "https://..." \o "..." */
static void
close_field(struct office *o)
{
	const char	*at = strstr(buf_str(&o->field), "HYPERLINK \"");

	if (at != NULL && may_write(o)) {
		at += strlen("HYPERLINK \"");
		if (strncmp(at, "mailto:", 7) == 0)
			at += 7;
		buf_fmt(&o->out, "(%.*s) ", (int)strcspn(at, "\""), at);
	}
	buf_clear(&o->field);
}

/* --- the walk --- */

static void
put_spaces(struct office *o, const struct xml_attribute *a, size_t n)
{
	own_str char	*said = attribute(a, n, "c");
	long		 count = said != NULL ? strtol(said, NULL, 10) : 1;

	for (long i = 0; i < count && i < SPACES_MAX; i++)
		buf_putc(&o->out, ' ');
}

static void
put_sign(struct office *o, enum role role, const struct xml_attribute *a,
    size_t n)
{
	if (!may_write(o))
		return;
	if (role == TAB && o->tabs == 0)
		buf_putc(&o->out, '\t');
	else if (role == BREAK)
		buf_putc(&o->out, '\n');
	else if (role == HYPHEN)
		buf_putc(&o->out, '-');
	else if (role == SPACES)
		put_spaces(o, a, n);
}

static void
begin(void *arg, const char *name, const struct xml_attribute *a, size_t n)
{
	struct office	*o = arg;
	const enum role	 role = role_of(o, name);

	o->body += role == BODY;
	o->gone += role == GONE;
	o->text += role == TEXT;
	o->tabs += role == TABS;
	o->in_field += role == FIELD;
	if (role == PARAGRAPH) {
		if (o->paragraph++ > 0 && may_write(o))	/* a frame */
			new_line(o);
	} else if (role == CELL) {
		o->cell++;
		o->lines = 0;
	} else if (role == LINK) {
		open_link(o, a, n);
	}
	put_sign(o, role, a, n);
}

/* A cell of one paragraph is followed by the next one on its line. */
static void
close_cell(struct office *o)
{
	o->cell--;
	if (may_write(o) && o->lines == 1 && o->out.len > 0 &&
	    o->out.data[o->out.len - 1] == '\n')
		o->out.data[o->out.len - 1] = '\t';
	o->lines = 0;
}

static void
end(void *arg, const char *name)
{
	struct office	*o = arg;
	const enum role	 role = role_of(o, name);

	if (role == PARAGRAPH) {
		o->paragraph--;
		o->lines++;
		if (may_write(o))
			buf_putc(&o->out, '\n');
	} else if (role == CELL) {
		close_cell(o);
	} else if (role == ROW) {
		if (may_write(o))
			new_line(o);
	} else if (role == LINK) {
		close_link(o);
	} else if (role == FIELD) {
		close_field(o);
	}
	o->body -= role == BODY;
	o->gone -= role == GONE;
	o->text -= role == TEXT;
	o->tabs -= role == TABS;
	o->in_field -= role == FIELD;
}

static void
text(void *arg, const char *s, size_t len)
{
	struct office	*o = arg;

	if (o->in_field > 0 && o->field.len < URL_MAX)
		buf_add(&o->field, s, len < URL_MAX ? len : URL_MAX);
	if (!may_write(o) || o->paragraph == 0 || (o->marked && o->text == 0))
		return;
	buf_add(&o->out, s, len);
}

/* Is the part's text one that is there already, as the header of every second page? */
static void
drop_repeated(struct office *o, size_t from)
{
	own_str char	*got = mem_dup(buf_str(&o->out) + from);

	if (from > 0 && *got != '\0') {
		o->out.data[from] = '\0';
		if (strstr(o->out.data, got) != NULL)
			o->out.len = from;
		else
			memcpy(o->out.data + from, got, strlen(got));
	}
}

static void
clear_links(struct office *o)
{
	for (size_t i = 0; i < o->nlinks; i++) {
		mem_free_str(&o->links[i].id);
		mem_free_str(&o->links[i].url);
	}
	o->nlinks = 0;
}

/* 0, or -1 with err: there is no such part, or it is damaged; what came before was taken. */
static int
read_part(struct office *o, const struct unzip *zip, const char *part,
    const struct named *names, struct err *err)
{
	static const struct xml_events	 all = { begin, end, text };
	static const struct xml_events	 links = { note_link, no_end, no_text };
	own_buf struct buf		 xml = { 0 };
	const size_t			 from = o->out.len;
	int				 rc;

	if (unzip_read(zip, part, PART_MAX, &xml, err) == -1)
		return -1;
	if (names == NULL)
		clear_links(o);
	o->names = names;
	o->body = o->paragraph = o->text = o->gone = o->tabs = o->cell = 0;
	o->in_field = o->lines = 0;
	rc = xml_read(xml.data, xml.len, names != NULL ? &all : &links, o, err);
	if (names != NULL && o->out.len > from) {
		new_line(o);
		drop_repeated(o, from);
	}
	return rc;
}

static void
read_pages(struct office *o, const struct unzip *zip, const char *what)
{
	for (int i = 1; i <= PAGE_PARTS; i++) {
		struct err	err = { 0 };
		char		part[64];

		snprintf(part, sizeof(part), "word/_rels/%s%d.xml.rels", what,
		    i);
		read_part(o, zip, part, NULL, &err);
		snprintf(part, sizeof(part), "word/%s%d.xml", what, i);
		read_part(o, zip, part, docx, &err);
	}
}

/* Where Word keeps the text: online it gives it other names. */
static const char *
main_part(const struct unzip *zip)
{
	static const char *const	parts[] = { "word/document.xml",
		"word/document2.xml", "word/document22.xml" };

	for (size_t i = 0; i < nitems(parts); i++)
		if (unzip_has(zip, parts[i]))
			return parts[i];
	return NULL;
}

static int
read_docx(struct office *o, const struct unzip *zip, struct err *err)
{
	const char	*part = main_part(zip);
	own_str char	*links = mem_fmt("word/_rels/%s.rels",
			    part + strlen("word/"));
	struct err	 none = { 0 };
	int		 rc;

	o->marked = true;
	read_pages(o, zip, "header");
	read_part(o, zip, links, NULL, &none);
	rc = read_part(o, zip, part, docx, err);
	read_pages(o, zip, "footer");
	return rc;
}

static int
read_odt(struct office *o, const struct unzip *zip, struct err *err)
{
	struct err	none = { 0 };

	read_part(o, zip, "styles.xml", odt_pages, &none);
	return read_part(o, zip, "content.xml", odt, err);
}

static bool
part_says(const struct unzip *zip, const char *part, const char *what)
{
	own_buf struct buf	text = { 0 };
	struct err		err = { 0 };

	return unzip_read(zip, part, PART_MAX, &text, &err) == 0 &&
	    strstr(buf_str(&text), what) != NULL;
}

static bool
is_locked(const struct unzip *zip)
{
	return part_says(zip, "META-INF/manifest.xml", "encryption-data");
}

/* Not the table or the picture that such a file may be as well. */
static bool
is_odt(const struct unzip *zip)
{
	return unzip_has(zip, "content.xml") && part_says(zip, "mimetype",
	    "opendocument.text");
}

void
document_office(const char *data, size_t len, struct document_text *out)
{
	struct err		 err = { 0 };
	own_unzip struct unzip	*zip = unzip_open(data, len, &err);
	struct office		 o = { .links = mem_zero(LINKS_MAX *
				    sizeof(*o.links)) };
	int			 rc = -1;

	if (zip == NULL) {
		out->problem = "document.broken";
	} else if (main_part(zip) != NULL) {
		out->kind = DOCUMENT_DOCX;
		rc = read_docx(&o, zip, &err);
	} else if (is_odt(zip)) {
		out->kind = DOCUMENT_ODT;
		rc = is_locked(zip) ? -1 : read_odt(&o, zip, &err);
	} else {
		out->problem = "document.kind";
	}
	if (out->kind == DOCUMENT_ODT && is_locked(zip))
		out->problem = "document.password";
	else if (rc == -1 && out->problem == NULL)
		out->problem = "document.broken";
	clear_links(&o);
	mem_free_str((char **)&o.links);
	mem_free_str(&o.url);
	buf_clear(&o.field);
	out->text = o.out;
}
