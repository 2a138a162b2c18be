#include "io/mail.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/mask.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/mail_int.h"
#include "io/secret.h"

#define LINE_BYTES	54	/* of text in a line of base64: 72 letters */
#define WORD_BYTES	42	/* of text in an encoded word: 56 letters and 12 around */
#define SUBJECT_MAX	200
#define ADDRESS_MAX	254

static int
malformed(const char *what, struct err *err)
{
	return err_code(err, ERR_INPUT, "io.mail", "mail: %s", what);
}

static bool
is_ascii(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || (unsigned char)*s >= 0x7f)
			return false;
	return true;
}

static bool
has_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == 0x7f)
			return true;
	return false;
}

/* One address of ASCII, without what ends it in a header or a command. */
static bool
is_address(const char *s, size_t len)
{
	const char	*at = memchr(s, '@', len);

	if (at == NULL || at == s || (size_t)(at - s) + 1 == len ||
	    len > ADDRESS_MAX || memchr(at + 1, '@', len - (size_t)(at - s) -
	    1) != NULL)
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || (unsigned char)s[i] >= 0x7f ||
		    strchr("<>(),;:\\\"[]", s[i]) != NULL)
			return false;
	return true;
}

char *
mail_address(const char *from)
{
	const char	*open = strrchr(from, '<');
	const char	*close = open != NULL ? strchr(open, '>') : NULL;

	if (open != NULL && (close == NULL || close[1] != '\0'))
		return NULL;
	if (open == NULL)
		return is_address(from, strlen(from)) ? mem_dup(from) : NULL;
	return is_address(open + 1, (size_t)(close - open) - 1) ?
	    mem_ndup(open + 1, (size_t)(close - open) - 1) : NULL;
}

/* --- writing --- */

static void
put_base64(struct buf *b, const char *s, size_t len)
{
	static const char	 letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t		 bits;

	for (size_t i = 0; i < len; i += 3) {
		bits = (uint32_t)(unsigned char)s[i] << 16;
		if (i + 1 < len)
			bits |= (uint32_t)(unsigned char)s[i + 1] << 8;
		if (i + 2 < len)
			bits |= (unsigned char)s[i + 2];
		buf_putc(b, letters[bits >> 18]);
		buf_putc(b, letters[bits >> 12 & 63]);
		buf_putc(b, i + 1 < len ? letters[bits >> 6 & 63] : '=');
		buf_putc(b, i + 2 < len ? letters[bits & 63] : '=');
	}
}

/* As encoded words, each on a line of its own: none halves a character. */
static void
put_words(struct buf *b, const char *text)
{
	for (size_t n; *text != '\0'; text += n) {
		n = utf8_cut(text, WORD_BYTES);
		buf_puts(b, "=?utf-8?B?");
		put_base64(b, text, n);
		buf_puts(b, text[n] != '\0' ? "?=\r\n " : "?=");
	}
}

/* A name before an address, if there is one. */
static void
put_from(struct buf *b, const char *from, const char *address)
{
	own_str char	*name = mem_ndup(from, strcspn(from, "<"));
	size_t		 len = strlen(name);

	while (len > 0 && strchr(" \"", name[len - 1]) != NULL)
		name[--len] = '\0';
	buf_puts(b, "From: ");
	if (strchr(from, '<') == NULL || len == 0) {
		buf_fmt(b, "%s\r\n", address);
		return;
	}
	put_words(b, name + strspn(name, " \""));
	buf_fmt(b, "\r\n <%s>\r\n", address);
}

static void
put_date(struct buf *b, int64_t at_ms)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr",
		"May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	const time_t	 at = (time_t)(at_ms / 1000);
	struct tm	 tm;

	gmtime_r(&at, &tm);
	buf_fmt(b, "Date: %s, %02d %s %d %02d:%02d:%02d +0000\r\n",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon],
	    tm.tm_year + 1900, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

/* The text with the line ends of mail. */
static void
put_text(struct buf *b, const char *text)
{
	own_buf struct buf	 lines = { 0 };

	for (; *text != '\0'; text++) {
		if (*text == '\r')
			continue;
		if (*text == '\n')
			buf_putc(&lines, '\r');
		buf_putc(&lines, *text);
	}
	for (size_t at = 0; at < lines.len; at += LINE_BYTES) {
		put_base64(b, lines.data + at, lines.len - at < LINE_BYTES ?
		    lines.len - at : LINE_BYTES);
		buf_puts(b, "\r\n");
	}
}

/* One body, or one of the parts. */
static void
put_part(struct buf *b, const char *type, const char *text)
{
	buf_fmt(b, "Content-Type: %s; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n", type);
	put_text(b, text);
}

static void
put_body(struct buf *b, const struct mail *m)
{
	char	mark[SECRET_TOKEN_SIZE];

	if (m->html == NULL) {
		put_part(b, "text/plain", m->text);
		return;
	}
	secret_token(mark);
	buf_fmt(b, "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"%s\"\r\n\r\n--%s\r\n", mark, mark);
	put_part(b, "text/plain", m->text);
	buf_fmt(b, "--%s\r\n", mark);
	put_part(b, "text/html", m->html);
	buf_fmt(b, "--%s--\r\n", mark);
}

static void
put_id(struct buf *b, const struct mail *m, const char *address)
{
	char	id[SECRET_TOKEN_SIZE];

	secret_token(id);
	buf_fmt(b, "\r\nMessage-ID: <%s@%s>\r\n", m->id != NULL ? m->id : id,
	    strchr(address, '@') + 1);
}

/* Nothing that ends it in its header. */
static bool
is_link(const char *s)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || (unsigned char)*s >= 0x7f || *s == '<' ||
		    *s == '>')
			return false;
	return true;
}

static int
check_mail(const struct mail *m, struct err *err)
{
	if (!is_address(m->to, strlen(m->to)))
		return malformed("the address", err);
	if (has_control(m->subject) || strlen(m->subject) > SUBJECT_MAX)
		return malformed("the subject", err);
	if (m->unsubscribe != NULL && !is_link(m->unsubscribe))
		return malformed("the link", err);
	return 0;
}

int
mail_compose(const char *from, const struct mail *m, int64_t at_ms,
    struct buf *out, struct err *err)
{
	own_str char	*address = mail_address(from);

	if (address == NULL || has_control(from))
		return malformed("the sender", err);
	if (check_mail(m, err) == -1)
		return -1;
	put_date(out, at_ms);
	put_from(out, from, address);
	buf_fmt(out, "To: %s\r\nSubject: ", m->to);
	if (is_ascii(m->subject) && strlen(m->subject) <= WORD_BYTES)
		buf_puts(out, m->subject);
	else
		put_words(out, m->subject);
	put_id(out, m, address);
	if (m->unsubscribe != NULL)
		buf_fmt(out, "List-Unsubscribe:\r\n <%s>\r\n"
		    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n",
		    m->unsubscribe);
	buf_puts(out, "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n");
	put_body(out, m);
	return 0;
}

bool
mail_on(const struct conf *conf)
{
	return *conf_get(conf, "SMTP_URL", "") != '\0' &&
	    *conf_get(conf, "SMTP_FROM", "") != '\0';
}

int
mail_send(const struct conf *conf, const struct mail *m, struct err *err)
{
	const char		*from = conf_get(conf, "SMTP_FROM", "");
	own_str char		*address = mail_address(from);
	own_buf struct buf	 letter = { 0 };

	if (address == NULL)
		return err_set(err, ERR_INTERNAL, "SMTP_FROM: no address");
	mask_add(conf_get(conf, "SMTP_PASSWORD", NULL));
	if (mail_compose(from, m, clock_ms(), &letter, err) == -1)
		return -1;
	return mail_curl_send(conf, address, m->to, &letter, err);
}
