/* fuzz_table: any bytes as a table that a stranger sent: CSV and XLSX end, and what is read is lines
 * of JSON: a head, then rows no wider than its columns. */
#include <jansson.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "io/charset.h"
#include "io/field.h"
#include "table/extract.h"
#include "table/grid.h"

int	LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
expect(bool right)
{
	if (!right)
		abort();
}

/* The line at *at, behind which it is left; NULL: there is none. */
static json_t *
next_line(const char **at)
{
	const char	*end = strchr(*at, '\n');
	json_t		*line;

	if (end == NULL)
		return NULL;
	line = json_loadb(*at, (size_t)(end - *at), 0, NULL);
	expect(line != NULL);
	*at = end + 1;
	return line;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct table_ask	 ask = { 0 };
	own_charset struct charset	*set = charset_open();
	own_buf struct buf		 out = { 0 };
	own_json json_t			*head = NULL;
	const char			*at;
	json_t				*row;

	table_extract(set, (const char *)data, size, &ask, &out);
	at = buf_str(&out);
	head = next_line(&at);
	expect(head != NULL);
	while ((row = next_line(&at)) != NULL) {
		expect(json_array_size(row) <= 1 + json_array_size(
		    json_object_get(head, "columns")));
		json_decref(row);
	}
	expect(*at == '\0');
	return 0;
}
