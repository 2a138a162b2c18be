#include "index/text.h"

#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/words.h"
#include "index/doc.h"
#include "io/db.h"

void
index_text_words(struct index_doc *doc, char kind, const char *const *texts,
    size_t n)
{
	own_buf struct buf	 words = { 0 };
	char			*save = NULL;

	words_index(texts, n, &words);
	if (words.len == 0)
		return;
	for (const char *word = strtok_r(words.data, " ", &save); word != NULL;
	    word = strtok_r(NULL, " ", &save))
		index_doc_word(doc, kind, word);
}

void
index_text_key(struct index_doc *doc, size_t order, const struct db_rows *rows,
    int col)
{
	size_t		 len;
	const char	*key = db_col_blob(rows, col, &len);

	while (len >= 2 && memcmp(key + len - 2, "\x02\x09", 2) == 0)
		len -= 2;
	index_doc_bytes(doc, order, len > 0 ? key : "", len);
}
