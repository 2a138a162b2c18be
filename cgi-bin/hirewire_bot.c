/* hirewire bot: the bot of the configuration: how it fares, and how its updates come. */
#include "hirewire.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "bot/command.h"
#include "telegram/bot.h"
#include "telegram/link.h"
#include "telegram/setup.h"
#include "telegram/update.h"

static int
print_webhook(struct shell *sh, const struct telegram_bot *bot,
    struct err *err)
{
	struct telegram_health	health;

	if (telegram_setup_health(sh->db, sh->conf, bot, &health, err) == -1)
		return -1;
	printf("webhook   %s\nwaiting   %" PRId64 " at Telegram\n",
	    !health.set ? "none" : health.ours ? "ours" :
	    "another's: run hirewire bot webhook, or polling",
	    health.pending);
	if (health.last_error[0] != '\0')
		printf("error     %s\n", health.last_error);
	return (strcmp(bot->way, "webhook") == 0) == (health.set &&
	    health.ours) ? 0 : 1;
}

static int
print_state(struct shell *sh, const struct telegram_bot *bot, struct err *err)
{
	int64_t	waiting, since, people;

	if (telegram_update_waiting(sh->db, bot->id, &waiting, &since,
	    err) == -1 ||
	    telegram_link_count(sh->db, bot->id, &people, err) == -1)
		return -1;
	printf("bot       @%s, %s\nupdates   by %s, %" PRId64 " wait here\n"
	    "people    %" PRId64 "\n", bot->username, bot->state, bot->way,
	    waiting, people);
	if (bot->error_code[0] != '\0')
		printf("failed    %s\n", bot->error_text);
	return print_webhook(sh, bot, err);
}

int
bot_command(struct shell *sh, struct err *err)
{
	const char		*what = sh->argc > 1 ? sh->argv[1] : "check";
	struct telegram_bot	 bot;
	int			 rc;

	if (sh->argc > 2 || (strcmp(what, "check") != 0 &&
	    strcmp(what, "webhook") != 0 && strcmp(what, "polling") != 0)) {
		fprintf(stderr, "usage: hirewire bot [check|webhook|polling]\n");
		return 2;
	}
	if (telegram_bot_system(sh->db, sh->conf, &bot, err) == -1 ||
	    telegram_setup_name(sh->db, sh->conf, &bot, err) == -1)
		return -1;
	rc = strcmp(what, "webhook") == 0 ? telegram_setup_webhook(sh->db,
	    sh->conf, &bot, err) : strcmp(what, "polling") == 0 ?
	    telegram_setup_polling(sh->db, sh->conf, &bot, err) : 0;
	if (rc == 0 && strcmp(what, "check") != 0)
		rc = telegram_setup_commands(sh->db, sh->conf, &bot,
		    command_list, err);
	if (rc == -1 || telegram_bot_get(sh->db, bot.id, &bot, err) == -1)
		return -1;
	return print_state(sh, &bot, err);
}
