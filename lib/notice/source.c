#include "notice/source.h"

#include <string.h>

#include "base/mem.h"

void
notice_facts_clear(struct notice_fact *facts, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		mem_free_str(&facts[i].title);
		mem_free_str(&facts[i].href);
	}
	memset(facts, 0, n * sizeof(*facts));
}

void
notice_items_clear(struct notice_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		mem_free_str(&items[i].title);
		mem_free_str(&items[i].href);
	}
}

const struct notice_source *
notice_source_of(const struct notice_source *s, const char *subject)
{
	while (s->subject != NULL && strcmp(s->subject, subject) != 0)
		s++;
	return s->subject != NULL ? s : NULL;
}
