/* word: statuses as people write them to a bot: by their name here, in Russian or in English, in
 * any case of letters. Touches nothing outside. */
#ifndef BOT_WORD_H
#define BOT_WORD_H

/* "in_progress" of "В работе", "in progress"; NULL: no status. */
const char *bot_word_task(const char *said);
/* "active" of "активен". */
const char *bot_word_project(const char *said);

/* How a status of a project reads. */
const char *bot_word_project_shown(const char *lang, const char *status);

#endif
