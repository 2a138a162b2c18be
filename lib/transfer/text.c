#include "transfer/text.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/address.h"
#include "io/field.h"
#include "transfer/contact.h"
#include "transfer/source.h"
#include "transfer/upload.h"

#define TEXT_MAX	60000	/* bytes of a résumé's text or a comment */

static bool
is_set(const char *s)
{
	return s != NULL && s[strspn(s, " \t\r\n")] != '\0';
}

char *
transfer_text_link(const char *url, const char *marker)
{
	if (marker == NULL)
		return mem_dup(url);
	return mem_fmt("%s%s%s", url, strchr(url, '#') != NULL ? "&" : "#",
	    marker);
}

/* --- the résumé --- */

static const char *
site_name(enum person_site site)
{
	switch (site) {
	case PERSON_LINKEDIN:	return "LinkedIn";
	case PERSON_RABOTA:	return "rabota.by";
	default:		return "";
	}
}

static char *
own_text(const struct transfer_text *t)
{
	const struct person_link	*link =
	    transfer_contact_profile(t->contact);
	own_str char			*item = mem_fmt("%s: %s\n\n%s",
					    t->words->item, t->item->name,
					    t->item->text);

	if (link == NULL)
		return mem_dup(item);
	return mem_fmt("Профиль %s: %s\n\n%s", site_name(link->site),
	    link->url, item);
}

char *
transfer_text_resume(const struct transfer_text *t)
{
	own_str char	*own = is_set(t->cv_text) ? NULL : own_text(t),
			*link = transfer_text_link(t->item->url, t->marker);
	const char	*text = own != NULL ? own : t->cv_text;

	return mem_fmt("%.*s\n\nПеренесено из %s: %s",
	    (int)utf8_cut(text, TEXT_MAX), text, t->words->site, link);
}

/* --- the comment --- */

static void
put_line(struct buf *out, const char *label, const char *text)
{
	if (is_set(text))
		buf_fmt(out, "%s: %s\n", label, text);
}

static void
put_links(struct buf *out, const struct transfer_contact *contact)
{
	for (size_t i = 0; i < contact->nlinks; i++)
		put_line(out, "Профиль", contact->links[i].url);
}

static void
put_lines(struct buf *out, const json_t *lines)
{
	const json_t	*one;
	size_t		 i;

	json_array_foreach(lines, i, one)
		put_line(out, field_str(one, "name"), field_str(one, "text"));
}

static void
put_comments(struct buf *out, const json_t *comments)
{
	const json_t	*one;
	const char	*text, *user, *date;
	size_t		 i;

	if (json_array_size(comments) > 0)
		buf_puts(out, "\nКомментарии:\n");
	json_array_foreach(comments, i, one) {
		text = field_str(one, "text");
		user = field_str(one, "user");
		date = field_str(one, "date");
		buf_fmt(out, "%s%.10s %s: %s\n", field_str(one, "reply_to") !=
		    NULL ? "↳ " : "", date != NULL ? date : "",
		    user != NULL ? user : "", text != NULL ? text : "");
	}
}

/* A file that went along needs no address, and one of a private network helps nobody. */
static void
put_files(struct buf *out, const struct transfer_text *t)
{
	const json_t	*one;
	const char	*title, *url;
	size_t		 i;

	if (json_array_size(t->item->files) > 0)
		buf_puts(out, "\nВложения:\n");
	json_array_foreach(t->item->files, i, one) {
		title = field_str(one, "title");
		url = field_str(one, "url");
		if (url == NULL || !address_url_public(url) ||
		    transfer_upload_has(t->files, field_str(one, "id")))
			url = "";
		buf_fmt(out, "%s %s\n", title != NULL ? title : "", url);
	}
}

char *
transfer_text_comment(const struct transfer_text *t)
{
	own_buf struct buf	 text = { 0 };
	own_str char		*link = transfer_text_link(t->item->url,
				    t->marker);

	put_line(&text, t->words->heading, t->item->name);
	put_line(&text, "Ссылка", link);
	put_lines(&text, t->item->lines);
	put_links(&text, t->contact);
	if (t->attached)
		put_lines(&text, t->contact->said);
	put_lines(&text, t->contact->lines);
	if (is_set(t->item->text))
		buf_fmt(&text, "\nОписание:\n%s\n", t->item->text);
	put_comments(&text, t->item->comments);
	put_files(&text, t);
	return mem_ndup(buf_str(&text), utf8_cut(buf_str(&text), TEXT_MAX));
}
