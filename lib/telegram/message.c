#include "telegram/message.h"

#include <assert.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/conf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/field.h"
#include "io/secret.h"

#define MARK_LEN	11	/* hex digits of the signature: 52 + 1 + 11 = 64 bytes */
#define NESTED_MAX	16
#define ENTITY_MAX	10	/* "&#1114111;" */

void
message_escape(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&':	buf_puts(out, "&amp;");		break;
		case '<':	buf_puts(out, "&lt;");		break;
		case '>':	buf_puts(out, "&gt;");		break;
		case '"':	buf_puts(out, "&quot;");	break;
		default:	buf_putc(out, *text);
		}
}

/* --- a text piece by piece --- */

struct piece {
	enum { PIECE_OPEN, PIECE_CLOSE, PIECE_SHOWN } kind;
	const char	*at;
	size_t		 len, units;
	bool		 blank;
};

/* Where the entity at s ends, or NULL: it is none. */
static const char *
entity_end(const char *s)
{
	const size_t	 len = strcspn(s + 1, ";& <\n");

	return len > 0 && len < ENTITY_MAX && s[len + 1] == ';' ? s + len + 2 :
	    NULL;
}

/* The piece at *s; steps over it. */
static struct piece
next_piece(const char **s)
{
	struct piece	 p = { .kind = PIECE_SHOWN, .at = *s, .units = 1 };
	const char	*end = NULL;
	uint32_t	 c;

	if (**s == '<' && (end = strchr(*s, '>')) != NULL) {
		end++;
		p.kind = (*s)[1] == '/' ? PIECE_CLOSE : PIECE_OPEN;
		p.units = 0;
	} else if (**s == '&')
		end = entity_end(*s);
	if (end != NULL) {
		*s = end;
	} else {
		c = utf8_next(s);
		p.units = c > 0xffff ? 2 : 1;
		p.blank = c == '\n' || utf8_blank(c);
	}
	p.len = (size_t)(*s - p.at);
	return p;
}

size_t
message_units(const char *html)
{
	size_t	units = 0;

	while (*html != '\0')
		units += next_piece(&html).units;
	return units;
}

/* --- cuts --- */

/* Tags that are open, outermost first. */
struct open_tags {
	struct piece	 tag[NESTED_MAX];
	size_t		 n;
};

static void
follow_tag(struct open_tags *tags, const struct piece *p)
{
	if (p->kind == PIECE_OPEN && tags->n < NESTED_MAX)
		tags->tag[tags->n++] = *p;
	else if (p->kind == PIECE_CLOSE && tags->n > 0)
		tags->n--;
}

static void
put_closing(struct buf *out, const struct open_tags *tags)
{
	for (size_t i = tags->n; i-- > 0;) {
		const char	*name = tags->tag[i].at + 1;

		buf_fmt(out, "</%.*s>", (int)strcspn(name, " >"), name);
	}
}

static void
put_opening(struct buf *out, const struct open_tags *tags)
{
	for (size_t i = 0; i < tags->n; i++)
		buf_add(out, tags->tag[i].at, tags->tag[i].len);
}

/* Where the part that begins at s ends: behind its last line, blank or character that fits. */
static const char *
part_end(const char *s, size_t most)
{
	const char	*line = NULL, *blank = NULL, *at = s;
	size_t		 units = 0;

	while (*at != '\0') {
		const char		*next = at;
		const struct piece	 p = next_piece(&next);

		if (units + p.units > most)
			return line != NULL ? line : blank != NULL ? blank : at;
		units += p.units;
		at = next;
		if (p.blank && *p.at == '\n')
			line = at;
		else if (p.blank)
			blank = at;
	}
	return at;
}

/* One part into out; tags: those open at its beginning, then at its end. false: nothing shows. */
static bool
put_part(struct buf *out, const char *s, const char *end,
    struct open_tags *tags)
{
	bool	shows = false;

	put_opening(out, tags);
	while (s < end) {
		const struct piece	p = next_piece(&s);

		shows = shows || (p.kind == PIECE_SHOWN && !p.blank);
		follow_tag(tags, &p);
		buf_add(out, p.at, p.len);
	}
	put_closing(out, tags);
	return shows;
}

json_t *
message_split(const char *html, size_t units)
{
	json_t			*parts = json_array();
	struct open_tags	 tags = { .n = 0 };

	while (*html != '\0') {
		const char		*end = part_end(html, units);
		own_buf struct buf	 part = { 0 };

		if (put_part(&part, html, end, &tags))
			json_array_append_new(parts,
			    json_stringn(part.data, part.len));
		html = end;
	}
	return parts;
}

/* --- buttons --- */

static void
sign(const char *key, const struct message_whose *whose, const char *data,
    char out[SECRET_HASH_SIZE])
{
	own_str char	*of = mem_fmt("button:%" PRId64 ":%" PRId64 ":%s",
			    whose->bot_id, whose->chat_id, data);

	secret_hmac_sha256(key, of, strlen(of), out);
	out[MARK_LEN] = '\0';
}

static json_t *
button_of(const struct message_whose *whose, const struct message_button *b)
{
	char		 mark[SECRET_HASH_SIZE];
	own_str char	*data = NULL;

	if (b->data == NULL)
		return json_pack("{s:s, s:s}", "text", b->text, "url", b->url);
	assert(*b->data != '\0' && strlen(b->data) <= MESSAGE_DATA_MAX);
	sign(conf_get(whose->conf, "SECRET_KEY", ""), whose, b->data, mark);
	data = mem_fmt("%s.%s", b->data, mark);
	return json_pack("{s:s, s:s}", "text", b->text, "callback_data", data);
}

bool
message_url_fits(const char *url)
{
	const char	*host = strstr(url, "://");

	return host != NULL && memchr(host + 3, '.', strcspn(host + 3,
	    ":/")) != NULL;
}

json_t *
message_keyboard(const struct message_whose *whose,
    const struct message_button *buttons, size_t n)
{
	json_t	*rows = json_array(), *row = NULL;

	for (size_t i = 0; i < n; i++) {
		if (row == NULL)
			json_array_append_new(rows, row = json_array());
		json_array_append_new(row, button_of(whose, &buttons[i]));
		if (buttons[i].ends_row)
			row = NULL;
	}
	return json_pack("{s:o}", "inline_keyboard", rows);
}

static bool
is_signed(const struct message_whose *whose, const char *name,
    const char *data, const char *mark)
{
	const char	*key = conf_get(whose->conf, name, "");
	char		 ours[SECRET_HASH_SIZE];

	if (*key == '\0')
		return false;
	sign(key, whose, data, ours);
	return secret_equal(ours, mark);
}

int
message_data(const struct message_whose *whose, const char *signed_data,
    char out[MESSAGE_DATA_MAX + 1])
{
	const char	*dot = strrchr(signed_data, '.');
	char		 data[MESSAGE_DATA_MAX + 1];

	if (dot == NULL || dot == signed_data ||
	    dot - signed_data > MESSAGE_DATA_MAX)
		return -1;
	snprintf(data, sizeof(data), "%.*s", (int)(dot - signed_data),
	    signed_data);
	if (!is_signed(whose, "SECRET_KEY", data, dot + 1) &&
	    !is_signed(whose, "SECRET_KEY_OLD", data, dot + 1))
		return -1;
	memcpy(out, data, sizeof(data));
	return 0;
}
