/* reader: what a file from stdin says, to stdout: "reader" its text, behind a line "kind problem
 * cut" ("-": no problem), "reader table ENCODING [SHEET]" its rows (table/extract.h; "-": as it
 * looks). It seals itself before
 * it reads. Run by lib/document/read.c and lib/table/read.c. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "document/extract.h"
#include "document/text.h"
#include "io/charset.h"
#include "io/seal.h"
#include "table/extract.h"

#define PIECE	65536

/* False: it is larger than any that is read. */
static bool
read_all(struct buf *in)
{
	static char	piece[PIECE];
	ssize_t		n;

	while ((n = read(STDIN_FILENO, piece, sizeof(piece))) > 0) {
		if (in->len + (size_t)n > DOCUMENT_SIZE_MAX)
			return false;
		buf_add(in, piece, (size_t)n);
	}
	return n == 0;
}

static bool
write_all(const char *s, size_t len)
{
	while (len > 0) {
		const ssize_t	n = write(STDOUT_FILENO, s, len);

		if (n <= 0)
			return false;
		s += n;
		len -= (size_t)n;
	}
	return true;
}

static void
read_document(const struct charset *set, const struct buf *in, bool whole,
    struct buf *out)
{
	struct document_text	got = { 0 };

	if (whole)
		document_extract(set, in->data, in->len, &got);
	else
		got.problem = "document.size";
	buf_fmt(out, "%s %s %d\n", document_kind_word(got.kind),
	    got.problem != NULL ? got.problem : "-", got.cut);
	buf_add(out, got.text.data, got.text.len);
}

static void
read_table(const struct charset *set, const struct buf *in, char **argv,
    struct buf *out)
{
	const struct table_ask	ask = { .sheet = argv[1],
		.encoding = strcmp(argv[0], "-") == 0 ? NULL : argv[0] };

	table_extract(set, in->data, in->len, &ask, out);
}

int
main(int argc, char **argv)
{
	const bool	 table = argc > 2 && strcmp(argv[1], "table") == 0;
	struct charset	*set = charset_open();
	struct buf	 in = { 0 }, out = { 0 };
	bool		 whole;

	if (!seal())
		return 126;
	whole = read_all(&in);
	if (table)
		read_table(set, &in, argv + 2, &out);
	else
		read_document(set, &in, whole, &out);
	/* Nothing is given back: the process ends, and a sealed one can tell nobody. */
	_exit(write_all(out.data, out.len) ? 0 : 1);
}
