#include "io/qr.h"

#include <qrencode.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/mem.h"

static void
close_code(QRcode **code)
{
	if (*code != NULL)
		QRcode_free(*code);
}

int
qr_emit(struct buf *out, const char *name, const char *text, struct err *err)
{
	cleanup(close_code) QRcode	*code = QRcode_encodeString(text, 0,
					    QR_ECLEVEL_M, QR_MODE_8, 1);

	if (code == NULL)
		return err_set(err, ERR_INTERNAL, "qr: the text is too long");
	emit_open(out, name, '[');
	for (int y = 0; y < code->width; y++) {
		own_buf struct buf	 row = { 0 };

		for (int x = 0; x < code->width; x++)
			buf_putc(&row, code->data[y * code->width + x] & 1 ?
			    '1' : '0');
		emit_str(out, NULL, buf_str(&row));
	}
	emit_close(out, ']');
	return 0;
}
