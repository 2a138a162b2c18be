#include "notice/words.h"

#include <stdio.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"

#define CODE_SIZE	64
#define COUNT_SIZE	200

/* "29.11 14:00", as both languages read it. */
static void
write_moment(int64_t at, const char *zone_name, char out[ZONE_SIZE])
{
	own_zone struct zone	zone = { 0 };

	zone_enter(&zone, zone_name);
	zone_write_short(&zone, at, 0, out);
}

void
notice_title(char out[NOTICE_TITLE_SIZE], const struct notice_said *said,
    const char *lang, const char *zone)
{
	char	code[CODE_SIZE], moment[ZONE_SIZE];

	snprintf(code, sizeof(code), "notice.%s.title%s", said->kind,
	    said->many > 1 ? "s" : "");
	if (said->moment == 0) {
		text_put(out, NOTICE_TITLE_SIZE, lang, code, said->about);
		return;
	}
	write_moment(said->moment, zone, moment);
	text_put(out, NOTICE_TITLE_SIZE, lang, code, moment);
}

/* A kind without a sentence of its own says what is stored. */
void
notice_text(char out[NOTICE_TEXT_SIZE], const struct notice_said *said,
    const char *lang)
{
	char	code[CODE_SIZE], count[COUNT_SIZE];

	if (said->many > 1) {
		text_count(count, sizeof(count), lang, "notice.tasks",
		    said->many);
		snprintf(out, NOTICE_TEXT_SIZE, "%s: %s", count, said->text);
		return;
	}
	snprintf(code, sizeof(code), "notice.%s.text", said->kind);
	text_put(out, NOTICE_TEXT_SIZE, lang, code, said->text);
}
