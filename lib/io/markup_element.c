/* markup_element: the elements of HTML, and which of them are shown as what. */
#include <string.h>

#include "base/mem.h"
#include "io/markup_int.h"

static const struct markup_element	elements[] = {
	{ "a", "a", LINK }, { "address", "p", PART }, { "article", "p", PART },
	{ "b", "b", SPAN }, { "blockquote", "blockquote", PART },
	{ "body", NULL, BLOCK }, { "br", "br", BREAK },
	{ "code", "code", SPAN }, { "dd", "p", PART }, { "del", "s", SPAN },
	{ "div", "p", PART }, { "dl", NULL, BLOCK }, { "dt", "p", PART },
	{ "em", "i", SPAN }, { "embed", NULL, GONE },
	{ "footer", "p", PART }, { "form", NULL, BLOCK },
	{ "h1", "h3", PART }, { "h2", "h3", PART }, { "h3", "h3", PART },
	{ "h4", "h3", PART }, { "h5", "h3", PART }, { "h6", "h3", PART },
	{ "head", NULL, GONE }, { "header", "p", PART }, { "hr", "hr", RULE },
	{ "html", NULL, BLOCK }, { "i", "i", SPAN }, { "iframe", NULL, GONE },
	{ "img", "a", IMAGE }, { "input", NULL, CHECK },
	{ "kbd", "code", SPAN }, { "li", "li", PART },
	{ "math", NULL, GONE }, { "noscript", NULL, GONE },
	{ "object", NULL, GONE }, { "ol", "ol", PART }, { "p", "p", PART },
	{ "pre", "pre", PART }, { "s", "s", SPAN }, { "script", NULL, GONE },
	{ "section", "p", PART }, { "select", NULL, GONE },
	{ "strike", "s", SPAN }, { "strong", "b", SPAN },
	{ "style", NULL, GONE }, { "svg", NULL, GONE },
	{ "table", NULL, BLOCK }, { "tbody", NULL, BLOCK }, { "td", NULL, CELL },
	{ "template", NULL, GONE }, { "textarea", NULL, GONE },
	{ "tfoot", NULL, BLOCK }, { "th", NULL, CELL }, { "thead", NULL, BLOCK },
	{ "title", NULL, GONE }, { "tr", "p", PART }, { "tt", "code", SPAN },
	{ "ul", "ul", PART }
};

const struct markup_element *
markup_element(const char *name)
{
	static const struct markup_element	other = { "", NULL, INLINE };

	for (size_t i = 0; i < nitems(elements); i++)
		if (strcmp(name, elements[i].name) == 0)
			return &elements[i];
	return &other;
}
