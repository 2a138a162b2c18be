/* Source: RFC 7578 (multipart/form-data), RFC 2046 section 5.1. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/charset.h"
#include "io/field.h"
#include "io/web_int.h"

#define PARTS_MAX	64
#define HEADERS_MAX	4096
#define BOUNDARY_MAX	70	/* RFC 2046 */
#define TEXT_MAX	256
#define FILENAME_MAX_CHARS 255
#define FILENAME_MAX_BYTES 2048	/* with its folders, which some browsers send */

/* A piece of the body. */
struct span {
	const char	*at;
	size_t		 len;
};

struct part {
	char	 name[TEXT_MAX], filename[FILENAME_MAX_BYTES], type[TEXT_MAX];
	bool	 named, is_file;
};

static int
broken(struct err *err, const char *why)
{
	return err_code(err, ERR_INPUT, "io.multipart", "%s", why);
}

/* Behind the next ';' outside of quotes. */
static const char *
next_parameter(const char *s, const char *end)
{
	bool	 quoted = false;

	for (; s < end; s++) {
		if (*s == '\\' && quoted && s + 1 < end)
			s++;
		else if (*s == '"')
			quoted = !quoted;
		else if (*s == ';' && !quoted)
			break;
	}
	while (s < end && strchr("; \t", *s) != NULL && *s != '\0')
		s++;
	return s;
}

/* A value, quoted or not. False: longer than size - 1, or it holds a NUL. */
static bool
read_value(const char *s, const char *end, char *out, size_t size)
{
	bool	 quoted = s < end && *s == '"';
	size_t	 n = 0;

	for (s += quoted; s < end && (quoted ? *s != '"' : *s != ';' &&
	    *s != ' ' && *s != '\t'); s++) {
		if (quoted && *s == '\\' && s + 1 < end)
			s++;
		if (n + 1 == size || *s == '\0')
			return false;
		out[n++] = *s;
	}
	out[n] = '\0';
	return true;
}

/* The parameter of a header: name="value". 1: found, 0: absent, -1: no good. */
static int
find_parameter(struct span header, const char *name, char *out, size_t size)
{
	const char	*end = header.at + header.len;
	const char	*s = next_parameter(header.at, end);
	size_t		 len = strlen(name);

	for (; s < end; s = next_parameter(s, end))
		if ((size_t)(end - s) > len && s[len] == '=' &&
		    strncasecmp(s, name, len) == 0)
			return read_value(s + len + 1, end, out, size) ? 1 :
			    -1;
	return 0;
}

static bool
is_header(struct span line, const char *name)
{
	size_t	 len = strlen(name);

	return line.len > len && line.at[len] == ':' &&
	    strncasecmp(line.at, name, len) == 0;
}

static int
long_name(struct err *err)
{
	return err_code(err, ERR_INPUT, "io.file_name", "%d",
	    FILENAME_MAX_CHARS);
}

static int
read_header(struct span line, struct part *part, struct err *err)
{
	const char	*end = line.at + line.len, *value;
	int		 name, file;

	if (is_header(line, "Content-Disposition")) {
		name = find_parameter(line, "name", part->name, TEXT_MAX);
		file = find_parameter(line, "filename", part->filename,
		    FILENAME_MAX_BYTES);
		if (name != 1)
			return broken(err, "bad Content-Disposition");
		if (file == -1)
			return long_name(err);
		part->named = true;
		part->is_file = file == 1;
	} else if (is_header(line, "Content-Type")) {
		value = line.at + strlen("Content-Type:");
		while (value < end && (*value == ' ' || *value == '\t'))
			value++;
		if (!read_value(value, end, part->type, TEXT_MAX))
			return broken(err, "bad Content-Type");
	}
	return 0;
}

/* A line ends by CR LF alone, so neither of them, nor another control character, is in it. */
static bool
is_clean(struct span line)
{
	for (size_t i = 0; i < line.len; i++) {
		const unsigned char	c = (unsigned char)line.at[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

/* The header lines up to the empty one; *rest begins behind it. */
static int
read_headers(struct span *rest, struct part *part, struct err *err)
{
	size_t	 used = 0;

	for (;;) {
		struct span	 line = *rest;
		const char	*end = memmem(line.at, line.len, "\r\n", 2);

		if (end == NULL)
			return broken(err, "headers without an end");
		line.len = (size_t)(end - line.at);
		rest->at += line.len + 2;
		rest->len -= line.len + 2;
		if ((used += line.len) > HEADERS_MAX)
			return broken(err, "headers too long");
		if (line.len == 0)
			return part->named ? 0 : broken(err,
			    "a part without a name");
		if (!is_clean(line))
			return broken(err, "a control character in a header");
		if (read_header(line, part, err) == -1)
			return -1;
	}
}

/* Some browsers send the folders too; the name must not lead out of ours. */
static const char *
last_name(const char *path)
{
	const char	*slash = strrchr(path, '/');
	const char	*back = strrchr(path, '\\');

	if (back > slash || slash == NULL)
		slash = back;
	return slash != NULL ? slash + 1 : path;
}

/* A text that lives as long as keep; NULL: not UTF-8. */
static const char *
kept(json_t *keep, const char *text)
{
	json_t	*copy = field_string(text, strlen(text));

	if (copy == NULL || json_array_append_new(keep, copy) == -1)
		return NULL;
	return json_string_value(copy);
}

/* Scripts of Russian Windows send a file's name as that has it; browsers in UTF-8. The caller's. */
static char *
in_utf8(const char *name)
{
	own_charset struct charset	*charset = NULL;
	own_buf struct buf		 out = { 0 };
	own_json json_t			*fits = field_string(name,
					    strlen(name));

	if (fits != NULL)
		return mem_dup(name);
	charset = charset_open();
	charset_convert(charset, "WINDOWS-1251", name, strlen(name), &out);
	return mem_dup(buf_str(&out));
}

/* A file's name without what turns the direction of a text: "exe.txt" is none. */
static const char *
kept_plain(json_t *keep, const char *text)
{
	own_str char	*plain = in_utf8(text);

	utf8_plain(plain);
	return kept(keep, plain);
}

static int
add_file(const struct part *part, struct span data, json_t *keep,
    struct web_file *files, size_t *nfiles, struct err *err)
{
	struct web_file	 file = { .data = data.at, .len = data.len };

	if (*nfiles == WEB_FILES_MAX)
		return broken(err, "too many files");
	file.name = kept(keep, part->name);
	file.filename = kept_plain(keep, last_name(part->filename));
	file.type = kept(keep, part->type[0] != '\0' ? part->type :
	    "application/octet-stream");
	if (file.name == NULL || file.filename == NULL || file.type == NULL)
		return err_code(err, ERR_INPUT, "io.utf8", "a name of a part");
	if (utf8_count(file.filename) > FILENAME_MAX_CHARS)
		return long_name(err);
	files[(*nfiles)++] = file;
	return 0;
}

/* The data of a part: up to the next "\r\n--boundary". */
static int
read_data(struct span *rest, struct span mark, struct span *data,
    struct err *err)
{
	const char	*end = memmem(rest->at, rest->len, mark.at, mark.len);

	if (end == NULL)
		return broken(err, "a part without an end");
	*data = (struct span){ rest->at, (size_t)(end - rest->at) };
	rest->at += data->len + mark.len;
	rest->len -= data->len + mark.len;
	return 0;
}

/* Behind a boundary: "--" ends the body (1), a line end begins a part (0). */
static int
after_mark(struct span *rest, struct err *err)
{
	if (rest->len >= 2 && memcmp(rest->at, "--", 2) == 0)
		return 1;
	while (rest->len > 0 && (*rest->at == ' ' || *rest->at == '\t')) {
		rest->at++;
		rest->len--;
	}
	if (rest->len < 2 || memcmp(rest->at, "\r\n", 2) != 0)
		return broken(err, "no line end behind a boundary");
	rest->at += 2;
	rest->len -= 2;
	return 0;
}

/* "\r\n--boundary" of a Content-Type. */
static int
read_boundary(const char *type, char out[BOUNDARY_MAX + 5], struct span *mark,
    struct err *err)
{
	char	 text[TEXT_MAX];

	if (find_parameter((struct span){ type, strlen(type) }, "boundary",
	    text, sizeof(text)) != 1 || *text == '\0' || strlen(text) > BOUNDARY_MAX)
		return broken(err, "bad boundary");
	snprintf(out, BOUNDARY_MAX + 5, "\r\n--%.*s", BOUNDARY_MAX, text);
	*mark = (struct span){ out, strlen(out) };
	return 0;
}

/* To the first boundary, which may be at the very start, without "\r\n". */
static int
skip_preamble(struct span *rest, struct span mark, struct err *err)
{
	struct span	 preamble = { 0 };

	if (rest->len >= mark.len - 2 &&
	    memcmp(rest->at, mark.at + 2, mark.len - 2) == 0) {
		rest->at += mark.len - 2;
		rest->len -= mark.len - 2;
		return 0;
	}
	return read_data(rest, mark, &preamble, err);
}

int
web_multipart_parse(const char *body, size_t len, const char *type,
    json_t *fields, json_t *keep, struct web_file *files, size_t *nfiles,
    struct err *err)
{
	char		 boundary[BOUNDARY_MAX + 5] = "\r\n--";
	struct span	 rest = { body, len }, mark = { boundary, 4 };
	struct span	 data = { 0 };
	int		 last;

	*nfiles = 0;
	if (read_boundary(type, boundary, &mark, err) == -1 ||
	    skip_preamble(&rest, mark, err) == -1)
		return -1;
	for (int n = 0; (last = after_mark(&rest, err)) == 0; n++) {
		struct part	 part = { 0 };

		if (n == PARTS_MAX)
			return broken(err, "too many parts");
		if (read_headers(&rest, &part, err) == -1)
			return -1;
		/* an empty part: its end's line end is the headers' */
		rest.at -= 2;
		rest.len += 2;
		if (read_data(&rest, mark, &data, err) == -1)
			return -1;
		if (data.len >= 2) {
			data.at += 2;
			data.len -= 2;
		}
		if ((part.is_file ? add_file(&part, data, keep, files, nfiles,
		    err) : web_pairs_add(fields, part.name, strlen(part.name),
		    data.at, data.len, err)) == -1)
			return -1;
	}
	return last == 1 ? 0 : -1;
}
