/* reader: the text of a file from stdin, to stdout, behind a line "kind problem cut" ("-": no
 * problem). It seals itself before it reads. Run by lib/document/read.c. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "document/extract.h"
#include "document/text.h"
#include "io/charset.h"
#include "io/seal.h"

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

int
main(void)
{
	struct charset		*set = charset_open();
	struct document_text	 got = { 0 };
	struct buf		 in = { 0 }, head = { 0 };

	if (!seal())
		return 126;
	if (read_all(&in))
		document_extract(set, in.data, in.len, &got);
	else
		got.problem = "document.size";
	buf_fmt(&head, "%s %s %d\n", document_kind_word(got.kind),
	    got.problem != NULL ? got.problem : "-", got.cut);
	/* Nothing is given back: the process ends, and a sealed one can tell nobody. */
	_exit(write_all(head.data, head.len) && write_all(got.text.data,
	    got.text.len) ? 0 : 1);
}
