#include "transfer/source.h"

void
transfer_item_clear(struct transfer_item *item)
{
	char	**const	texts[] = { &item->name, &item->first, &item->last,
		    &item->middle, &item->url, &item->text, &item->markdown,
		    &item->fields };
	json_t	*const	docs[] = { item->choices, item->lines, item->comments,
		    item->files, item->tags, item->sites };

	for (size_t i = 0; i < nitems(texts); i++)
		mem_free_str(texts[i]);
	for (size_t i = 0; i < nitems(docs); i++)
		json_decref(docs[i]);
	*item = (struct transfer_item){ 0 };
}
