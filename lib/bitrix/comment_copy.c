#include "bitrix/comment_copy.h"

#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "bitrix/event_copy.h"
#include "io/field.h"

#define TEXT_MAX	20000	/* characters, as of our comments (team/task_comment.h) */
#define HERE		" (Hirewire): "
#define THERE		" (Bitrix24): "
#define OWN_WORDS	"commentAux"	/* begins what the portal says itself, for its page */

void
bitrix_said_clear(struct bitrix_said *s)
{
	mem_free_str(&s->author);
	mem_free_str(&s->text);
	mem_free_str(&s->mark);
}

/* Length of a code such as "[b]", "[/QUOTE]", "[USER=5]", "[URL=https://...]"; 0: it is none. */
static size_t
code_len(const char *at)
{
	static const char *const	names[] = { "b", "i", "u", "s", "user",
		"url", "quote", "code", "color", "size", "font", "list",
		"img", "p", "left", "center", "right", "justify", "*" };
	const char	*name = at + 1 + (at[1] == '/');
	const size_t	 len = strcspn(name, "=] \n[");
	const char	*end = strpbrk(name, "]\n");

	if (end == NULL || *end != ']')
		return 0;
	for (size_t i = 0; i < nitems(names); i++)
		if (strlen(names[i]) == len &&
		    strncasecmp(names[i], name, len) == 0)
			return (size_t)(end - at) + 1;
	return 0;
}

/* A quote keeps its lines, a link its words: codes alone go. */
static char *
without_codes(const char *text)
{
	own_buf struct buf	out = { 0 };
	const char		*from;
	size_t			 n, len;

	while (*text != '\0') {
		if (*text == '[' && (n = code_len(text)) > 0)
			text += n;
		else
			buf_putc(&out, *text++);
	}
	from = buf_str(&out);
	from += strspn(from, " \r\n\t");
	for (len = strlen(from); len > 0 && strchr(" \r\n\t",
	    from[len - 1]) != NULL; len--)
		continue;
	return mem_ndup(from, len);
}

bool
bitrix_said_read(const json_t *doc, struct bitrix_said *out)
{
	const char	*message = field_str(doc, "POST_MESSAGE");
	const char	*date = field_str(doc, "POST_DATE");
	own_str char	*cut = NULL, *bare = NULL, *mark = NULL;
	const int64_t	 id = json_is_object(doc) ? field_num(doc, "ID", 0) : 0;

	if (id <= 0)
		return false;
	message = message != NULL ? message : "";
	bare = bitrix_event_unmarked(message, &mark);
	cut = mem_ndup(bare, utf8_head(bare, TEXT_MAX - 300));
	*out = (struct bitrix_said){ .id = id,
		.author_id = field_num(doc, "AUTHOR_ID", 0),
		.author = field_dup(doc, "AUTHOR_NAME", 150),
		.text = strncmp(message, OWN_WORDS, strlen(OWN_WORDS)) == 0 ?
		mem_dup("") : without_codes(cut), .mark = give(mark) };
	utf8_line(out->author);
	if (date == NULL || clock_parse(date, &out->at) == -1)
		out->at = 0;
	return true;
}

char *
bitrix_said_text(const char *author, const char *text, const char *mark)
{
	own_str char	*whole = author == NULL ? mem_dup(text) :
			    mem_fmt("%s" HERE "%s", author, text);

	return bitrix_event_marked(whole, mark);
}

char *
bitrix_said_here(const char *author, const char *text)
{
	return author == NULL ? mem_dup(text) :
	    mem_fmt("%s" THERE "%s", *author != '\0' ? author : "?", text);
}

char *
bitrix_said_bare(const char *author, const char *text)
{
	static const char *const	after[] = { HERE, THERE };
	const size_t	 len = strlen(author);

	for (size_t i = 0; i < nitems(after); i++)
		if (strncmp(text, author, len) == 0 && strncmp(text + len,
		    after[i], strlen(after[i])) == 0)
			return mem_dup(text + len + strlen(after[i]));
	return mem_dup(text);
}
