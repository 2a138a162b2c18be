/* command: what a bot does at "/tasks", "/task 42" and the like. */
#ifndef BOT_COMMAND_H
#define BOT_COMMAND_H

#include "telegram/setup.h"

struct db;
struct err;
struct said;

/* For telegram_setup_commands; ended by a name that is NULL. */
extern const struct telegram_command command_list[];
/* name: without the "/"; another one than those: help. */
int	command_run(struct db *, struct said *, const char *name,
	    struct err *);
/* Its right form, and an example. */
int	command_form(struct said *, const char *name, struct err *);

#endif
