/* talk: what a bot does with what its people write and press. */
#ifndef BOT_TALK_H
#define BOT_TALK_H

#include "telegram/talk.h"

/* For telegram/handle.h. */
telegram_handler bot_talk;

#endif
