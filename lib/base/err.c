#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mask.h"
#include "base/mem.h"
#include "base/utf8.h"

static const struct { int status; const char *name; } kinds[] = {
	[ERR_NONE]	= { 200, "" },
	[ERR_INPUT]	= { 400, "input" },
	[ERR_AUTH]	= { 401, "auth" },
	[ERR_DENIED]	= { 403, "denied" },
	[ERR_ABSENT]	= { 404, "absent" },
	[ERR_METHOD]	= { 405, "method" },
	[ERR_CONFLICT]	= { 409, "conflict" },
	[ERR_TOO_LARGE]	= { 413, "too_large" },
	[ERR_UNFIT]	= { 422, "unfit" },
	[ERR_BUSY]	= { 429, "busy" },
	[ERR_INTERNAL]	= { 500, "internal" },
	[ERR_REMOTE]	= { 502, "remote" },
	[ERR_REMOTE_AUTH] = { 424, "remote_auth" },
	[ERR_DOWN]	= { 503, "down" },
	[ERR_TIMEOUT]	= { 504, "timeout" },
};

int
err_status(enum err_kind kind)
{
	return kinds[kind].status;
}

const char *
err_name(enum err_kind kind)
{
	return kinds[kind].name;
}

/* Texts may quote what came from outside: secrets are masked before the text is cut. What does
 * not fit is cut, but never inside a character. */
static void __attribute__((format(printf, 3, 0)))
print(char *out, size_t size, const char *fmt, va_list ap)
{
	own_str char	*text = mem_vfmt(fmt, ap);

	mask_known(text, strlen(text));
	snprintf(out, size, "%s", text);
	utf8_mend(out);
}

static void __attribute__((format(printf, 4, 0)))
put(struct err *err, enum err_kind kind, const char *code, const char *fmt,
    va_list ap)
{
	err->kind = kind;
	snprintf(err->code, sizeof(err->code), "%s", code);
	print(err->text, sizeof(err->text), fmt, ap);
}

int
err_set(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	put(err, kind, kinds[kind].name, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_code(struct err *err, enum err_kind kind, const char *code,
    const char *fmt, ...)
{
	va_list	 ap;

	va_start(ap, fmt);
	put(err, kind, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
err_field(struct err *err, const char *path, const char *code,
    const char *fmt, ...)
{
	struct err_field	*f;
	va_list			 ap;

	if (err->kind == ERR_NONE)
		err_set(err, ERR_INPUT, "%s: %s", path, code);
	if (err->nfields == ERR_FIELDS_MAX)
		return -1;
	f = &err->field[err->nfields++];
	snprintf(f->path, sizeof(f->path), "%s", path);
	mask_known(f->path, strlen(f->path));
	snprintf(f->code, sizeof(f->code), "%s", code);
	va_start(ap, fmt);
	print(f->text, sizeof(f->text), fmt, ap);
	va_end(ap);
	return -1;
}

int
err_within(struct err *err, int from, const char *fmt, ...)
{
	own_str char	*outer = NULL;
	va_list		 ap;

	va_start(ap, fmt);
	outer = mem_vfmt(fmt, ap);
	va_end(ap);
	for (int i = from; i < err->nfields; i++) {
		struct err_field	*f = &err->field[i];
		own_str char		*path = mem_fmt("%s%s%s", outer,
					    f->path[0] != '\0' ? "." : "",
					    f->path);

		snprintf(f->path, sizeof(f->path), "%s", path);
		utf8_mend(f->path);
	}
	if (from == 0 && err->nfields > 0 &&
	    strcmp(err->code, kinds[ERR_INPUT].name) == 0)
		err_set(err, ERR_INPUT, "%s: %s", err->field[0].path,
		    err->field[0].code);
	return -1;
}

int
err_wrap(struct err *err, enum err_kind kind, const char *fmt, ...)
{
	char	 was[sizeof(err->text)], doing[128];
	va_list	 ap;

	memcpy(was, err->text, sizeof(was));
	va_start(ap, fmt);
	print(doing, sizeof(doing), fmt, ap);
	va_end(ap);
	/* Cut, if need be, at the end: the outermost step must stay. */
	snprintf(err->text, sizeof(err->text), "%s: %.380s", doing, was);
	utf8_mend(err->text);
	if (kind != ERR_NONE && kind != err->kind) {
		err->kind = kind;
		snprintf(err->code, sizeof(err->code), "%s", kinds[kind].name);
	}
	return -1;
}
