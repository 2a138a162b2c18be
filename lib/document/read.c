#include "document/read.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "document/mend.h"
#include "document/text.h"
#include "io/sealed.h"

#define PDFTOTEXT	"/usr/bin/pdftotext"
#define PDF_WITHIN	1024	/* bytes that may precede a PDF's own first */
#define WALL_MS		8000
#define MEMORY_MB	768
#define HEAD_MAX	128

static bool
is_pdf(const char *data, size_t len)
{
	return memmem(data, len < PDF_WITHIN ? len : PDF_WITHIN, "%PDF-",
	    5) != NULL;
}

static bool
is_blank(const char *s)
{
	while (*s != '\0')
		if (!utf8_blank(utf8_next(&s)))
			return false;
	return true;
}

/* What ended before its time. NULL: it ended as it should. */
static const char *
problem_of(const struct sealed_result *got)
{
	if (got->end == SEALED_SLOW)
		return "document.slow";
	return got->end == SEALED_KILLED ? "document.broken" : NULL;
}

/* pdftotext ends each page with a form feed, and says on stderr why it opens none. */
static void
take_pdf(struct sealed_result *got, struct document_text *out)
{
	out->kind = DOCUMENT_PDF;
	out->problem = problem_of(got);
	out->cut = got->end == SEALED_CUT;
	for (size_t i = 0; i < got->out.len; i++)
		if (got->out.data[i] == '\0' || got->out.data[i] == '\f') {
			out->pages += got->out.data[i] == '\f';
			got->out.data[i] = '\n';
		}
	if (out->problem != NULL)
		return;
	if (strstr(got->said, "Incorrect password") != NULL)
		out->problem = "document.password";
	else if (is_blank(buf_str(&got->out)))
		out->problem = got->status != 0 || out->pages == 0 ?
		    "document.broken" : "document.scanned";
	out->text = give(got->out);
}

/* "kind problem cut" */
static void
take_other(struct sealed_result *got, struct document_text *out)
{
	char	kind[16], problem[48];
	int	cut = 0, used = 0;

	out->problem = problem_of(got);
	if (out->problem != NULL)
		return;
	if (sscanf(buf_str(&got->out), "%15s %47s %d%n", kind, problem, &cut,
	    &used) != 3 || got->out.data[used] != '\n') {
		out->problem = "document.broken";
		return;
	}
	out->kind = document_kind_of(kind);
	out->problem = document_problem_of(problem);
	out->cut = cut != 0 || got->end == SEALED_CUT;
	buf_puts(&out->text, got->out.data + used + 1);
	if (out->problem == NULL && is_blank(buf_str(&out->text)))
		out->problem = "document.empty";
}

int
document_read(const struct conf *conf, const char *data, size_t len,
    struct document_text *out, struct err *err)
{
	static const char *const	 pdf[] = { PDFTOTEXT, "-raw", "-enc",
		"UTF-8", "-l", "100", "-", "-", NULL };
	static const char *const	 other[] = { "reader", NULL };
	own_sealed struct sealed_result	 got = { 0 };
	struct document_text		 t = { 0 };
	const struct sealed		 what = {
		.argv = is_pdf(data, len) ? pdf : other,
		.in = data, .in_len = len, .wall_ms = WALL_MS,
		.out_max = DOCUMENT_TEXT_MAX + HEAD_MAX,
		.memory_mb = MEMORY_MB,
	};

	if (len == 0 || len > DOCUMENT_SIZE_MAX) {
		out->problem = len == 0 ? "document.empty" : "document.size";
		return 0;
	}
	if (sealed_run(conf, &what, &got, err) == -1)
		return -1;
	if (what.argv == pdf)
		take_pdf(&got, &t);
	else
		take_other(&got, &t);
	document_mend(&t);
	*out = give(t);
	return 0;
}
