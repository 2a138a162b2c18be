/* said: one thing that was said to a bot: how it is read, and what is often answered. */
#ifndef BOT_SAID_H
#define BOT_SAID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bot/person.h"

struct db;
struct err;
struct telegram_talk;

struct said {
	struct telegram_talk	*talk;
	struct bot_person	 person;
	char			*rest;	/* behind the command, behind the word of a button */
};
/* What is done with it: talk.h of telegram says of errors; and said_misread. */
typedef int said_deed(struct db *, struct said *, struct err *);

/* A number at the beginning of the rest, which goes on behind it and sep (a blank: a line's end,
 * too). -1: there is none. */
int	said_number(struct said *, char sep, int64_t *out);
/* Blanks around it go. */
char	*said_trim(char *text);
/* The parts between "|", without blanks around; the last may hold more of them. At least one. */
size_t	said_split(char *text, char *parts[], size_t most);
/* A form that was not understood: ERR_INPUT "bot.form", -1; the right one is said then. */
int	said_misread(struct err *);

/* A message; about as in telegram/talk.h. */
int	said_say(struct said *, const char *code, const char *about,
	    struct err *);
/* What was wrong: the first field, or the whole of it. */
int	said_why(struct said *, const struct err *why, struct err *err);
/* A task's card. edit: in place of the message whose button was pressed. */
int	said_task(struct db *, struct said *, int64_t id, bool edit,
	    struct err *);
/* A page of "tasks", "today". */
int	said_list(struct db *, struct said *, const char *what, int64_t page,
	    bool edit, struct err *);
/* A comment is added, and that is said. */
int	said_comment(struct db *, struct said *, int64_t id, const char *text,
	    struct err *);

#endif
