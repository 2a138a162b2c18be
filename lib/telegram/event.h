/* event: what an update says. Members that are missing, unknown or of another shape leave their
 * field at its zero. Touches nothing outside. Source: core.telegram.org/bots/api, "Update". */
#ifndef TELEGRAM_EVENT_H
#define TELEGRAM_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

enum telegram_what {
	TELEGRAM_OTHER,		/* an unknown kind, a channel: nothing for us */
	TELEGRAM_MESSAGE,	/* somebody wrote, or sent something */
	TELEGRAM_EDITED,	/* a message was changed: nothing is done again */
	TELEGRAM_BUTTON,	/* a button was pressed: data */
	TELEGRAM_BLOCKED,	/* the person has stopped the bot, or removed it from the group */
	TELEGRAM_UNBLOCKED,	/* and started it again */
	TELEGRAM_MIGRATED	/* the chat has the id migrated_to now */
};

/* Texts live as long as the update, NULL: none. */
struct telegram_event {
	enum telegram_what	 what;
	char			 kind[41];	/* "message", "some_future_update" */
	bool			 private;	/* a chat of two */
	bool			 from_bot;
	bool			 editable;	/* the message of the button can be changed */
	int64_t			 update_id;
	int64_t			 chat_id;	/* 0: of no chat; groups are negative */
	int64_t			 from_id;	/* 0: nobody (a channel) */
	const char		*username, *lang;	/* of from: "anna", "ru" */
	int64_t			 message_id;	/* of the button: of the message that has it */
	int64_t			 sent_at;	/* ms */
	const char		*text;		/* or the caption of what was sent */
	const json_t		*entities;	/* their offset and length in UTF-16 units */
	int64_t			 reply_to;	/* message_id; 0: no reply */
	const char		*album;		/* that it is a part of */
	bool			 photo;
	const json_t		*message;	/* all of it */
	const char		*callback_id, *data;
	int64_t			 migrated_to;
	/* A file: 20 MB at most can be fetched. */
	const char		*file_id, *file_unique_id, *file_name, *file_type;
	int64_t			 file_size;	/* -1: not known */
};
void	telegram_event_read(const json_t *update, struct telegram_event *out);
/*
 * The command that a text begins with, "/task@our_bot 42" or "/task 42": its name without "/" and
 * "@bot" into name, what follows without blanks around it as the result. NULL: no command, or
 * another bot's. username: of our bot.
 */
#define TELEGRAM_COMMAND_SIZE	33
const char *telegram_event_command(const char *text, const char *username,
	    char name[TELEGRAM_COMMAND_SIZE]);

#endif
