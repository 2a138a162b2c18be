/* api: calls to the Telegram Bot API 10.1 with the token of one bot. The token is a part of the
 * address: it is hidden by its value and shape wherever a call is logged (base/mask.h), and no path
 * that is logged has it. Asking and understanding (x_parse) are two functions. Source:
 * core.telegram.org/bots/api. */
#ifndef TELEGRAM_API_H
#define TELEGRAM_API_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct buf;
struct err;
struct fetch_conf;
struct fetch_done;
struct fetch_many;
struct telegram;

#define TELEGRAM_URL		"https://api.telegram.org"
#define TELEGRAM_LIMIT		30	/* messages a second and bot */
#define TELEGRAM_TOKEN_MAX	128
#define TELEGRAM_FILE_MAX	(20UL << 20)
#define TELEGRAM_POLL_S		50	/* that Telegram may hold an unanswered getUpdates */
#define TELEGRAM_POLL_MORE_S	10	/* that we wait longer */
#define TELEGRAM_BATCH		100	/* updates of one getUpdates */

/* The kinds of updates that are asked for: a JSON array. */
extern const char telegram_update_kinds[];

/* The number before ':', which names the bot; 0: it does not look like a token. */
int64_t	 telegram_token_id(const char *token);

/*
 * base_url: TELEGRAM_URL or another server of the same API; auth is ignored. token: checked by
 * telegram_token_id before.
 */
struct telegram *telegram_open(const struct fetch_conf *, const char *token,
	    struct err *);
void	 telegram_close(struct telegram *);
void	 telegram_close_p(struct telegram **);
#define own_telegram cleanup(telegram_close_p)

/*
 * Errors of every call:
 * ERR_REMOTE_AUTH "telegram.token"	401: the token is revoked; 404: there is no such bot
 * ERR_DENIED "telegram.blocked"	403: the person has blocked the bot, or is gone
 * ERR_ABSENT "telegram.chat"		400: no such chat
 * ERR_ABSENT "telegram.message"	400: the message to be changed is gone, or too old
 * ERR_CONFLICT "telegram.migrated"	400: the group has another id: telegram_migrated
 * ERR_CONFLICT "telegram.webhook"	409: getUpdates while a webhook is set
 * ERR_CONFLICT "telegram.poller"	409: another process asks for the same bot's updates
 * ERR_TOO_LARGE "telegram.file"	a file above TELEGRAM_FILE_MAX
 * ERR_INPUT "telegram.input"		any other 400; text has Telegram's words
 * ERR_BUSY "telegram.busy"		429: retry_after_s; or no budget in time
 * ERR_REMOTE, ERR_TIMEOUT "telegram.down"	5xx, unreachable, too slow
 * ERR_REMOTE "telegram.shape"		an answer of another shape
 * ERR_CONFLICT "io.held"		ready said no: nothing was sent
 * err->unsure: it may have been carried out: no answer came, or none that could be read. An
 * answer 5xx counts as "not carried out".
 */

/* A method and its parameters. */
struct telegram_call {
	const char	*method;
	const json_t	*params;	/* NULL: none */
	/* As in io/fetch.h: asked when the connection is open, just before the request goes out. */
	bool		 (*ready)(void *arg);
	void		*ready_arg;
};
/* Never sent twice: a lost answer is an error. result: the caller's. */
int	 telegram_do(struct telegram *, const struct telegram_call *,
	    json_t **result, struct err *);
/* After "telegram.migrated": the new id of the chat. */
int64_t	 telegram_migrated(const struct telegram *);

struct telegram_me {
	int64_t	 id;
	char	*username, *name;
};
void	 telegram_me_clear(struct telegram_me *);
#define own_telegram_me cleanup(telegram_me_clear)
int	 telegram_me(struct telegram *, struct telegram_me *out, struct err *);
int	 telegram_me_parse(const json_t *, struct telegram_me *out,
	    struct err *);

/*
 * HTML text of 1 to 4096 UTF-16 units and rows of buttons (telegram/message.h; NULL: none).
 * message_id: of what was sent; NULL: not wanted.
 */
struct telegram_text {
	int64_t		 chat_id, message_id;	/* message_id: that is changed */
	const char	*html;
	const json_t	*keyboard;
};
json_t	*telegram_send_params(const struct telegram_text *);
json_t	*telegram_edit_params(const struct telegram_text *);
/* callback_id: of the callback_query; text: shown for a moment, NULL: none. */
json_t	*telegram_answer_params(const char *callback_id, const char *text);
int	 telegram_send(struct telegram *, const struct telegram_text *,
	    int64_t *message_id, struct err *);
/* The same text once more is no error. */
int	 telegram_edit(struct telegram *, const struct telegram_text *,
	    struct err *);
/* One that is too old is no error. */
int	 telegram_answer(struct telegram *, const char *callback_id,
	    const char *text, struct err *);

/* url: https; secret: 1 to 256 of A-Za-z0-9_-. What waits at Telegram stays. */
int	 telegram_webhook_set(struct telegram *, const char *url,
	    const char *secret, struct err *);
int	 telegram_webhook_delete(struct telegram *, struct err *);
struct telegram_webhook {
	char	*url;			/* "": none */
	int64_t	 pending;		/* updates that wait at Telegram */
	int64_t	 last_error_at;		/* ms; 0: none */
	char	*last_error;		/* NULL: none */
};
void	 telegram_webhook_clear(struct telegram_webhook *);
#define own_telegram_webhook cleanup(telegram_webhook_clear)
int	 telegram_webhook_get(struct telegram *, struct telegram_webhook *out,
	    struct err *);
int	 telegram_webhook_parse(const json_t *, struct telegram_webhook *out,
	    struct err *);

/*
 * Asks for what came since, beside the calls of others (io/fetch_many.h). offset: the last
 * update_id that is stored, and one: it confirms all before. limit: how many at most. wait_s: how
 * long Telegram may hold the call, 0 .. TELEGRAM_POLL_S.
 */
struct telegram_ask {
	int64_t	 offset;
	int	 limit, wait_s;
};
int	 telegram_updates_begin(struct telegram *, struct fetch_many *,
	    const struct telegram_ask *, void *arg, struct err *);
/* What that brought: an array. After -1 done->broken has an answer that cannot be read. */
int	 telegram_updates_end(struct telegram *, struct fetch_done *,
	    json_t **updates, struct err *);

/* commands: [{"command", "description"}]; lang: "ru", NULL: of all other languages. */
int	 telegram_commands_set(struct telegram *, const json_t *commands,
	    const char *lang, struct err *);

/*
 * The bytes of a file that somebody sent. ERR_ABSENT "telegram.file_gone": its address holds no
 * longer; ERR_CONFLICT "telegram.local_path": a server with --local leaves files on its own disk.
 */
int	 telegram_file(struct telegram *, const char *file_id, struct buf *out,
	    struct err *);

#endif
