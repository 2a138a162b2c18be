/* hirewire_help: what the table of commands says of itself: the text of "help", the manual page
 * hirewire(8), the words that a shell completes. */
#include <string.h>

#include "base/err.h"
#include "hirewire.h"
#include "io/version.h"

#define COLUMNS	78

static const char places[] = "The configuration is read from HIREWIRE_CONF, "
    "else .run/hirewire.conf, else /etc/hirewire/hirewire.conf; the "
    "environment overrides it.";

/* Words of a line, after an indent that counts for so many columns. */
static void
wrap(FILE *out, const char *indent, size_t width, const char *text)
{
	size_t	 column = 0;

	while (text[0] != '\0') {
		const size_t	 len = strcspn(text, " ");

		if (column == 0 || column + 1 + len > COLUMNS) {
			fprintf(out, "%s%s", column == 0 ? "" : "\n", indent);
			column = width + len;
		} else {
			fputc(' ', out);
			column += 1 + len;
		}
		fwrite(text, 1, len, out);
		text += len + strspn(text + len, " ");
	}
	fputc('\n', out);
}

void
help_print(FILE *out, const struct command_row *row)
{
	fputs("usage: hirewire COMMAND ...\n\n", out);
	for (; row->name != NULL; row++) {
		fprintf(out, "  hirewire %s%s%s\n", row->name,
		    row->args[0] == '\0' ? "" : " ", row->args);
		wrap(out, "\t", 8, row->text);
	}
	fputc('\n', out);
	wrap(out, "", 0, places);
}

/* roff takes "-" for a hyphen, and a dot or an apostrophe that begins a line for a request. */
static void
roff(FILE *out, const char *text)
{
	if (text[0] == '.' || text[0] == '\'')
		fputs("\\&", out);
	for (; text[0] != '\0'; text++) {
		if (text[0] == '-' || text[0] == '\\')
			fputc('\\', out);
		fputc(text[0], out);
	}
	fputc('\n', out);
}

static void
print_man(FILE *out, const struct command_row *row)
{
	fprintf(out, ".TH HIREWIRE 8 \"\" \"hirewire %s\" "
	    "\"System administration\"\n"
	    ".SH NAME\nhirewire \\- administers a Hirewire recruiting hub\n"
	    ".SH SYNOPSIS\n.B hirewire\n.I COMMAND\n[...]\n.SH COMMANDS\n",
	    version_hirewire);
	for (; row->name != NULL; row++) {
		fputs(".TP\n.B ", out);
		roff(out, row->name);
		if (row->args[0] != '\0') {
			roff(out, row->args);
			fputs(".br\n", out);
		}
		roff(out, row->text);
	}
	fputs(".SH FILES\n", out);
	roff(out, places);
	fputs(".SH EXIT STATUS\n0: it is done; 1: it failed, and says why; "
	    "2: it was not asked for rightly.\n", out);
}

int
help(struct shell *sh, struct err *err)
{
	if (sh->argc > 2)
		return err_code(err, ERR_INPUT, "usage",
		    "help [man|words]");
	if (sh->argc < 2) {
		help_print(stdout, sh->rows);
	} else if (strcmp(sh->argv[1], "man") == 0) {
		print_man(stdout, sh->rows);
	} else if (strcmp(sh->argv[1], "words") == 0) {
		for (const struct command_row *row = sh->rows;
		    row->name != NULL; row++)
			puts(row->name);
	} else {
		return err_code(err, ERR_INPUT, "usage", "help [man|words]");
	}
	return 0;
}
