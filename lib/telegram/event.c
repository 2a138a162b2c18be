#include "telegram/event.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "io/field.h"

/* A text member, in an update that is not changed; NULL: none. */
static const char *
text_of(const json_t *of, const char *name)
{
	return json_string_value(json_object_get(of, name));
}

static void
read_chat(const json_t *chat, struct telegram_event *out)
{
	const char	*type = text_of(chat, "type");

	out->chat_id = field_num(chat, "id", 0);
	out->private = type != NULL && strcmp(type, "private") == 0;
}

static void
read_from(const json_t *from, struct telegram_event *out)
{
	out->from_id = field_num(from, "id", 0);
	out->from_bot = json_is_true(json_object_get(from, "is_bot"));
	out->username = text_of(from, "username");
	out->lang = text_of(from, "language_code");
}

static void
read_file(const json_t *file, struct telegram_event *out)
{
	out->file_id = text_of(file, "file_id");
	out->file_unique_id = text_of(file, "file_unique_id");
	out->file_name = text_of(file, "file_name");
	out->file_type = text_of(file, "mime_type");
	out->file_size = field_num(file, "file_size", -1);
}

static void
read_message(const json_t *message, struct telegram_event *out)
{
	out->message = message;
	read_chat(json_object_get(message, "chat"), out);
	read_from(json_object_get(message, "from"), out);
	out->message_id = field_num(message, "message_id", 0);
	out->sent_at = 1000 * field_num(message, "date", 0);
	out->text = text_of(message, "text");
	out->entities = json_object_get(message, "entities");
	if (out->text == NULL) {
		out->text = text_of(message, "caption");
		out->entities = json_object_get(message, "caption_entities");
	}
	out->reply_to = field_num(json_object_get(message,
	    "reply_to_message"), "message_id", 0);
	out->album = text_of(message, "media_group_id");
	out->photo = json_array_size(json_object_get(message, "photo")) > 0;
	out->migrated_to = field_num(message, "migrate_to_chat_id", 0);
	read_file(json_object_get(message, "document"), out);
}

/* A button under a message that is old, or was inline, brings hardly anything of it. */
static void
read_button(const json_t *query, struct telegram_event *out)
{
	const json_t	*message = json_object_get(query, "message");

	read_message(message, out);
	out->editable = out->message_id != 0 && out->sent_at != 0;
	out->text = NULL;
	read_from(json_object_get(query, "from"), out);
	out->callback_id = text_of(query, "id");
	out->data = text_of(query, "data");
}

static void
read_member(const json_t *member, struct telegram_event *out)
{
	const char	*now = text_of(json_object_get(member,
			    "new_chat_member"), "status");

	read_chat(json_object_get(member, "chat"), out);
	read_from(json_object_get(member, "from"), out);
	if (now == NULL)
		return;
	out->what = strcmp(now, "kicked") == 0 || strcmp(now, "left") == 0 ?
	    TELEGRAM_BLOCKED : TELEGRAM_UNBLOCKED;
}

static const struct {
	const char		*kind;
	enum telegram_what	 what;
	void			(*read)(const json_t *, struct telegram_event *);
} kinds[] = {
	{ "message", TELEGRAM_MESSAGE, read_message },
	{ "edited_message", TELEGRAM_EDITED, read_message },
	{ "callback_query", TELEGRAM_BUTTON, read_button },
	{ "my_chat_member", TELEGRAM_OTHER, read_member },
};

/* The member beside update_id names the kind. */
static const json_t *
find_kind(const json_t *update, struct telegram_event *out)
{
	const char	*name;
	json_t		*value;

	json_object_foreach((json_t *)update, name, value) {
		if (strcmp(name, "update_id") == 0)
			continue;
		for (const char *c = name; *c != '\0'; c++)
			if (!isalnum((unsigned char)*c) && *c != '_')
				return NULL;
		snprintf(out->kind, sizeof(out->kind), "%.40s", name);
		return value;
	}
	return NULL;
}

void
telegram_event_read(const json_t *update, struct telegram_event *out)
{
	const json_t	*value;

	*out = (struct telegram_event){ .update_id = field_num(update,
	    "update_id", 0) };
	if ((value = find_kind(update, out)) == NULL)
		return;
	for (size_t i = 0; i < nitems(kinds); i++) {
		if (strcmp(kinds[i].kind, out->kind) != 0)
			continue;
		out->what = kinds[i].what;
		kinds[i].read(value, out);
	}
	if (out->what == TELEGRAM_MESSAGE && out->migrated_to != 0)
		out->what = TELEGRAM_MIGRATED;
	else if (out->what == TELEGRAM_MESSAGE && out->from_id == 0)
		out->what = TELEGRAM_OTHER;
}

const char *
telegram_event_command(const char *text, const char *username,
    char name[TELEGRAM_COMMAND_SIZE])
{
	size_t		 len, to = 0;

	if (text == NULL || *text != '/')
		return NULL;
	for (len = 1; isalnum((unsigned char)text[len]) || text[len] == '_';)
		len++;
	if (len == 1 || len > TELEGRAM_COMMAND_SIZE)
		return NULL;
	if (text[len] == '@') {
		to = strcspn(text + len + 1, " \t\r\n");
		if (to != strlen(username) ||
		    strncasecmp(text + len + 1, username, to) != 0)
			return NULL;
		to++;
	}
	if (text[len + to] != '\0' && !isspace((unsigned char)text[len + to]))
		return NULL;
	for (size_t i = 1; i < len; i++)
		name[i - 1] = (char)tolower((unsigned char)text[i]);
	name[len - 1] = '\0';
	text += len + to;
	return text + strspn(text, " \t\r\n");
}
