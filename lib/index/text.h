/* text: what a document has of texts: the words that are found in them, the key of a name. */
#ifndef INDEX_TEXT_H
#define INDEX_TEXT_H

#include <stddef.h>

struct db_rows;
struct index_doc;

/* The words of these texts (words_index). */
void	index_text_words(struct index_doc *, char kind,
	    const char *const *texts, size_t n);
/* The weights of a name, as WEIGHT_STRING gives them in this column; blanks at the end do not
 * count. */
void	index_text_key(struct index_doc *, size_t order, const struct db_rows *,
	    int col);

#endif
