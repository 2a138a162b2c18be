#include "transfer/applicant.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/filetype.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "clickup/api_task.h"
#include "huntflow/api_upload.h"
#include "huntflow/cv.h"
#include "io/field.h"
#include "person/email.h"
#include "person/link.h"
#include "person/phone.h"

#define TEXT_MAX	60000	/* bytes of a résumé's text or a comment */
#define NAME_CHARS	255
#define LINE_CHARS	1000

/* The length of the first chars characters, at most bytes. */
static size_t
cut_at(const char *s, size_t chars, size_t bytes)
{
	size_t	 head = utf8_head(s, chars), cut = utf8_cut(s, bytes);

	return head < cut ? head : cut;
}

/* --- links --- */

void
applicant_links_clear(struct applicant_links *links)
{
	mem_free_str(&links->linkedin);
	mem_free_str(&links->rabota);
}

static void
look_for(const char *text, struct applicant_links *out)
{
	struct person_link	 link;

	if (text == NULL)
		return;
	if (out->linkedin == NULL && person_link_find(text, PERSON_LINKEDIN,
	    &link))
		out->linkedin = mem_dup(link.url);
	if (out->rabota == NULL && person_link_find(text, PERSON_RABOTA,
	    &link))
		out->rabota = mem_dup(link.url);
}

void
applicant_links_read(const struct clickup_task *task,
    const json_t *comments, struct applicant_links *out)
{
	own_json json_t	*fields = task->custom_fields == NULL ? NULL :
			    json_loads(task->custom_fields, 0, NULL);
	const json_t	*field, *one;
	size_t		 i;

	memset(out, 0, sizeof(*out));
	json_array_foreach(fields, i, field) {
		look_for(field_str(field, "href"), out);
		look_for(json_string_value(json_object_get(field, "value")),
		    out);
		look_for(field_str(field, "display"), out);
	}
	look_for(task->markdown, out);	/* holds addresses behind words */
	look_for(task->description, out);
	json_array_foreach(comments, i, one)
		look_for(field_str(one, "text"), out);
}

/* --- contacts --- */

#define CONTACT_BYTES	20000	/* of a text that are looked at */

static void
find_contacts(const char *text, enum person_phone_in in, char **email,
    char **phone)
{
	own_str char		*part = text == NULL ? NULL : mem_ndup(text,
				    utf8_cut(text, CONTACT_BYTES));
	const char		*at = part;
	char			 address[PERSON_EMAIL_SIZE];
	struct person_phone	 number;

	if (part == NULL)
		return;
	if (*email == NULL && person_email_find(part, address))
		*email = mem_dup(address);
	if (*phone == NULL && person_phone_next(&at, in, NULL, &number))
		*phone = mem_ndup(number.from, (size_t)(number.to -
		    number.from));
}

/* Fields that people type into, and what they say of phones. */
static const struct { const char *type; enum person_phone_in in; } typed[] = {
	{ "phone", PERSON_PHONE_FIELD }, { "email", PERSON_PHONE_TEXT },
	{ "short_text", PERSON_PHONE_TEXT }, { "text", PERSON_PHONE_TEXT },
};

void
applicant_contacts(const struct clickup_task *task, char **email,
    char **phone)
{
	own_json json_t	*fields = task->custom_fields == NULL ? NULL :
			    json_loads(task->custom_fields, 0, NULL);
	const json_t	*field;
	const char	*type;
	size_t		 i;

	for (size_t t = 0; t < nitems(typed); t++)
		json_array_foreach(fields, i, field) {
			type = field_str(field, "type");
			if (type != NULL && strcmp(type, typed[t].type) == 0)
				find_contacts(json_string_value(
				    json_object_get(field, "value")),
				    typed[t].in, email, phone);
		}
	find_contacts(task->description, PERSON_PHONE_TEXT, email, phone);
}

/* --- the CV --- */

void
applicant_file_clear(struct applicant_file *file)
{
	mem_free_str(&file->id);
	mem_free_str(&file->title);
	mem_free_str(&file->url);
	mem_free_str(&file->date);
	file->size = 0;
}

static bool
is_pdf(const json_t *file)
{
	return field_str(file, "url") != NULL && field_str(file, "id") !=
	    NULL && filetype_said(field_str(file, "extension"),
	    field_str(file, "mimetype"), field_str(file, "title")) ==
	    FILETYPE_PDF;
}

bool
applicant_file_find(const char *attachments, struct applicant_file *out)
{
	own_json json_t	*files = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*file, *oldest = NULL;
	const char	*date, *before = NULL, *title;
	size_t		 i, len;

	/* Dates are ISO texts of one shape; one without a date is the last choice. */
	json_array_foreach(files, i, file) {
		if (!is_pdf(file))
			continue;
		date = field_str(file, "date");
		if (oldest == NULL || (date != NULL && (before == NULL ||
		    strcmp(date, before) < 0))) {
			oldest = file;
			before = date;
		}
	}
	if (oldest == NULL)
		return false;
	title = field_str(oldest, "title");
	if (title == NULL || title[0] == '\0')
		title = "resume.pdf";
	out->id = mem_dup(field_str(oldest, "id"));
	len = strlen(title);
	while (len > 0 && strchr(" \t", title[len - 1]) != NULL)
		len--;
	out->title = mem_fmt("%.*s%s", (int)len, title, filetype_said(NULL,
	    NULL, title) == FILETYPE_PDF ? "" : ".pdf");
	out->url = mem_dup(field_str(oldest, "url"));
	out->date = mem_dup(before);
	out->size = field_num(oldest, "size", 0);
	return true;
}

/* --- names --- */

static void
put_name(char *out, const char *s)
{
	size_t	 len;

	if (s == NULL)
		s = "";
	while (*s == ' ' || *s == '\t')
		s++;
	len = cut_at(s, NAME_CHARS, PERSON_NAME_SIZE - 1);
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\n'))
		len--;
	memcpy(out, s, len);
	out[len] = '\0';
}

static bool
is_set(const char *s)
{
	return s != NULL && s[strspn(s, " \t\r\n")] != '\0';
}

/* What the parser took for a name may be the CV's heading. */
static void
put_part(char out[PERSON_NAME_SIZE], const char *given)
{
	if (given == NULL || !person_name_part(given, out))
		out[0] = '\0';
}

/* What the parser calls the name: true when both parts are there. */
static bool
name_of_cv(const struct applicant_parts *parts, struct person_name *out)
{
	const json_t	*name = parts->upload == NULL ? NULL :
			    json_object_get(parts->upload->fields, "name");

	put_part(out->first, field_str(name, "first"));
	put_part(out->last, field_str(name, "last"));
	put_part(out->middle, field_str(name, "middle"));
	return is_set(out->first) && is_set(out->last);
}

/* Both names must be there: "-" stands for the one that nobody knows. */
static enum applicant_name
fill_gaps(struct person_name *name, enum applicant_name from)
{
	if (is_set(name->first) && is_set(name->last))
		return from;
	if (!is_set(name->first))
		put_name(name->first, "-");
	if (!is_set(name->last))
		put_name(name->last, "-");
	return APPLICANT_PART;
}

int
applicant_name(const struct applicant_parts *parts, struct person_name *out,
    enum applicant_name *from, struct err *err)
{
	const char		*title = parts->task->name;
	struct person_name	 named, cv = { 0 };
	enum person_name_kind	 kind = person_name_read(title, &named);

	memset(out, 0, sizeof(*out));
	*from = APPLICANT_GIVEN;
	if (is_set(parts->first) || is_set(parts->last)) {
		put_name(out->first, parts->first);
		put_name(out->last, parts->last);
		put_name(out->middle, parts->middle);
	} else if (name_of_cv(parts, &cv)) {
		*out = cv;
		*from = APPLICANT_CV;
	} else if (kind == PERSON_WHOLE) {
		*out = named;
		*from = APPLICANT_TITLE;
	} else if (is_set(cv.first) || is_set(cv.last)) {
		*out = cv;	/* half a name, and the title's word beside it */
		if (!is_set(out->first))
			put_name(out->first, named.first);
		if (!is_set(out->last))
			put_name(out->last, named.last);
		*from = APPLICANT_CV;
	} else if (kind == PERSON_SINGLE) {
		*out = named;
		*from = APPLICANT_TITLE;
	} else if (is_set(title)) {
		put_name(out->last, title);
		*from = APPLICANT_TITLE;
	} else
		return err_code(err, ERR_INPUT, "transfer.name_empty",
		    "the task has no title and its CV no name");
	memcpy(out->position, named.position, sizeof(out->position));
	*from = fill_gaps(out, *from);
	return 0;
}

/* --- the document --- */

static void
set_text(json_t *body, const char *name, const char *s, size_t chars)
{
	if (is_set(s))
		json_object_set_new(body, name, json_stringn(s,
		    cut_at(s, chars, SIZE_MAX)));
}

char *
applicant_profile_text(const char *site, const char *link,
    const char *task_name, const char *description)
{
	return mem_fmt("Профиль %s: %s\n\nЗадача: %s\n\n%s", site, link,
	    task_name, description);
}

/* The text of the résumé, and below it where it comes from. */
static char *
resume_text(const struct applicant_parts *parts)
{
	const struct clickup_task	*task = parts->task;
	const struct applicant_links	*links = parts->links;
	const char			*text = parts->upload != NULL ?
					    parts->upload->text : NULL;
	own_str char			*own = NULL;

	if (!is_set(text)) {
		if (links != NULL && links->linkedin != NULL)
			own = applicant_profile_text("LinkedIn",
			    links->linkedin, task->name, task->description);
		else if (links != NULL && links->rabota != NULL)
			own = applicant_profile_text("rabota.by",
			    links->rabota, task->name, task->description);
		else
			own = mem_fmt("Задача: %s\n\n%s", task->name,
			    task->description);
		text = own;
	}
	return mem_fmt("%.*s\n\nПеренесено из ClickUp: %s\nМетка: %s",
	    (int)cut_at(text, SIZE_MAX, TEXT_MAX), text, task->url,
	    parts->marker);
}

static json_t *
external(const struct applicant_parts *parts)
{
	own_str char	*text = resume_text(parts);
	json_t		*one = json_pack("{s:s, s:{s:s}}", "auth_type",
			    "NATIVE", "data", "body", text);

	if (parts->source_id != 0)
		json_object_set_new(one, "account_source",
		    json_integer(parts->source_id));
	if (parts->file_id != 0)
		json_object_set_new(one, "files", json_pack("[I]",
		    (json_int_t)parts->file_id));
	return one;
}

int
applicant_body(const struct applicant_parts *parts, json_t **out,
    struct err *err)
{
	own_json json_t		*body = json_object();
	struct person_name	 name;
	enum applicant_name	 from;

	if (applicant_name(parts, &name, &from, err) == -1)
		return -1;
	set_text(body, "first_name", name.first, NAME_CHARS);
	set_text(body, "last_name", name.last, NAME_CHARS);
	set_text(body, "middle_name", name.middle, NAME_CHARS);
	set_text(body, "position", name.position, LINE_CHARS);
	if (parts->upload != NULL) {
		huntflow_cv_fields(body, parts->upload->fields);
		if (parts->upload->photo != 0)
			json_object_set_new(body, "photo",
			    json_integer(parts->upload->photo));
	}
	json_object_set_new(body, "externals", json_pack("[o]",
	    external(parts)));
	*out = give(body);
	return 0;
}

/* --- the comment --- */

static void
put_line(struct buf *out, const char *label, const char *text)
{
	if (is_set(text))
		buf_fmt(out, "%s: %s\n", label, text);
}

static void
put_assignees(struct buf *out, const char *assignees)
{
	own_json json_t		*list = assignees == NULL ? NULL :
				    json_loads(assignees, 0, NULL);
	own_buf struct buf	 names = { 0 };
	const json_t		*one;
	const char		*name;
	size_t			 i;

	json_array_foreach(list, i, one)
		if ((name = field_str(one, "username")) != NULL)
			buf_fmt(&names, "%s%s", names.len > 0 ? ", " : "",
			    name);
	put_line(out, "Исполнители", buf_str(&names));
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
		buf_fmt(out, "%.10s %s: %s\n", date != NULL ? date : "",
		    user != NULL ? user : "", text != NULL ? text : "");
	}
}

static void
put_files(struct buf *out, const char *attachments)
{
	own_json json_t	*list = attachments == NULL ? NULL :
			    json_loads(attachments, 0, NULL);
	const json_t	*one;
	const char	*title, *url;
	size_t		 i;

	if (json_array_size(list) > 0)
		buf_puts(out, "\nВложения:\n");
	json_array_foreach(list, i, one) {
		title = field_str(one, "title");
		url = field_str(one, "url");
		buf_fmt(out, "%s %s\n", title != NULL ? title : "",
		    url != NULL ? url : "");
	}
}

char *
applicant_comment(const struct clickup_task *task, const json_t *comments,
    const char *marker)
{
	own_buf struct buf	 text = { 0 };
	size_t			 len;

	put_line(&text, "Задача ClickUp", task->name);
	put_line(&text, "Ссылка", task->url);
	put_line(&text, "Статус", task->status);
	put_assignees(&text, task->assignees);
	if (is_set(task->description))
		buf_fmt(&text, "\nОписание:\n%s\n", task->description);
	put_comments(&text, comments);
	put_files(&text, task->attachments);
	len = cut_at(buf_str(&text), SIZE_MAX, TEXT_MAX);
	if (marker == NULL)
		return mem_ndup(buf_str(&text), len);
	return mem_fmt("%.*s\nМетка: %s", (int)len, buf_str(&text), marker);
}
