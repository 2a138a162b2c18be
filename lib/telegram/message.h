/* message: the text of a message as Telegram takes it, and its buttons. Touches nothing outside.
 * Source: core.telegram.org/bots/api, "HTML style", InlineKeyboardButton. */
#ifndef TELEGRAM_MESSAGE_H
#define TELEGRAM_MESSAGE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct conf;

#define MESSAGE_UNITS		4096	/* UTF-16 units of one message, without its tags */
#define MESSAGE_DATA_MAX	52	/* bytes of a button's data before it is signed */

/* & < > " become entities. */
void	 message_escape(struct buf *, const char *text);
/* UTF-16 units of what is shown: an entity is one character, a tag is none. */
size_t	 message_units(const char *html);
/*
 * A text cut into messages of at most so many units: behind a line, else at a blank, else between
 * characters; never inside a tag, an entity or a character. Tags that are open at a cut are closed
 * there and opened again. Parts that show nothing are left out. An array of texts: the caller's.
 */
json_t	*message_split(const char *html, size_t units);

/* A button: data for us, or an address; rows end after the last button of a row. */
struct message_button {
	const char	*text;
	const char	*data;		/* 1 .. MESSAGE_DATA_MAX bytes of ASCII; NULL: url */
	const char	*url;
	int		 ends_row;
};
/* Telegram takes a button's address only of a host with a dot in its name. */
bool	message_url_fits(const char *url);
/* Whose the buttons are: data that was signed for one chat of one bot fits nowhere else. */
struct message_whose {
	const struct conf	*conf;
	int64_t			 bot_id, chat_id;
};
/* reply_markup: the caller's. Data that is too long is a mistake of the program: it ends. */
json_t	*message_keyboard(const struct message_whose *,
	    const struct message_button *, size_t n);
/* The data of a button as it was given, or -1: it was not made here, or for another chat. */
int	 message_data(const struct message_whose *, const char *signed_data,
	    char out[MESSAGE_DATA_MAX + 1]);

#endif
