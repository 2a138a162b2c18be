/* hirewire: what the files of the command line share: a file a noun. */
#ifndef HIREWIRE_H
#define HIREWIRE_H

#include <stdbool.h>
#include <stdio.h>

struct command_row;
struct conf;
struct db;
struct err;

/* What every command works with; a command returns its exit status, or -1 with err. */
struct shell {
	const struct command_row *rows;	/* all commands */
	struct conf	*conf;		/* NULL for a command that needs none */
	struct db	*db;
	int		 argc;		/* the command's name, then operands and options */
	char		**argv;
};
typedef int command(struct shell *, struct err *);

#define COMMAND_BARE	1u	/* needs no configuration and no database */
#define COMMAND_ALONE	2u	/* takes no arguments */

/* The last row of a table has no name. */
struct command_row {
	const char	*name, *args;
	const char	*text;		/* sentences, one line */
	command		*run;
	unsigned	 flags;
};

/* hirewire_people.c */
command	create_admin, list_admins, make_link, reset_password, make_token,
	connect_services;
/* hirewire_key.c */
command	rotate_key;
/* hirewire_migrate.c */
command	migrate_command;
/* hirewire_bot.c */
command	bot_command;
/* hirewire_doctor.c */
command	doctor;
/* A line of it; 1 when it is no good, else 0. */
int	doctor_line(bool ok, const char *what, const char *text);
/* Its lines about the running house; how many of them are no good. hirewire_watch.c */
int	doctor_watch(struct db *, const struct conf *);
/* --remote: the address that people use, its sockets, the bots. hirewire_site.c */
int	doctor_site(const struct conf *);
int	doctor_bots(struct db *, const struct conf *);
/* hirewire_bitrix.c */
command	export_bitrix;
/* hirewire_backup.c */
command	backup, restore;
/* hirewire_settings.c */
command	settings;
/* hirewire_help.c */
command	help;
void	help_print(FILE *, const struct command_row *);

/* The names that are set and that nothing reads, in one line, the caller's; NULL: none. */
char	*settings_unread(const struct conf *);

/* What a service at this address answers, socket: to a browser that opens a WebSocket; -1: nothing.
 * hirewire_remote.c */
int	 remote_status(const struct conf *, const char *name, const char *url,
	    bool socket, int *status, struct err *);
/* May a service be asked at this address? ERR_INPUT says why not. hirewire_remote.c */
int	 remote_fits(const struct conf *, const char *name, const char *url,
	    struct err *);
/* The folder of migrations: SQL_DIR, else beside the program. The caller's. */
char	*sql_folder(const struct conf *);

#endif
