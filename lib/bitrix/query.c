#include "bitrix/query.h"

#include <stdint.h>

#include "base/buf.h"
#include "base/mem.h"

#define UNRESERVED	"-._~"

static void
put_value(struct buf *out, const char *name, const json_t *value)
{
	own_str char	*number = NULL;

	if (json_is_null(value))
		return;
	if (out->len > 0)
		buf_putc(out, '&');
	buf_escape(out, name, UNRESERVED);
	buf_putc(out, '=');
	if (json_is_string(value))
		buf_escape(out, json_string_value(value), UNRESERVED);
	else if (json_is_boolean(value))
		buf_putc(out, json_is_true(value) ? '1' : '0');
	else if (!json_is_array(value)) {
		number = json_dumps(value, JSON_ENCODE_ANY);
		buf_escape(out, number, UNRESERVED);
	}
}

/* An empty list is an empty value: without one the service would leave what it has. Depth is
 * bounded: what is sent is made here, or was parsed by field_parse. */
static void
put_all(struct buf *out, const char *prefix, const json_t *value)
{
	const char	*name;
	json_t		*inner;
	size_t		 i;

	if (json_is_object(value))
		json_object_foreach((json_t *)(uintptr_t)value, name, inner) {
			own_str char	*path = *prefix == '\0' ?
					    mem_dup(name) :
					    mem_fmt("%s[%s]", prefix, name);

			put_all(out, path, inner);
		}
	else if (json_array_size(value) > 0)
		json_array_foreach(value, i, inner) {
			own_str char	*path = mem_fmt("%s[%zu]", prefix, i);

			put_all(out, path, inner);
		}
	else
		put_value(out, prefix, value);
}

void
bitrix_query_put(struct buf *out, const json_t *params)
{
	own_buf struct buf	query = { 0 };

	if (params == NULL)
		return;
	put_all(&query, "", params);
	buf_puts(out, buf_str(&query));
}
