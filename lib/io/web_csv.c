#include "io/web_csv.h"

#include "base/csv.h"
#include "base/err.h"
#include "io/web.h"

int
web_csv_separator(const struct web_req *req, char *out, struct err *err)
{
	const char	*word = web_query(req, "separator");

	*out = csv_separator(word != NULL ? word : "comma");
	return *out != '\0' ? 0 : err_field(err, "separator", "choice",
	    "comma, semicolon, tab");
}

void
web_csv_file(struct web_res *res, char separator, const char *name)
{
	web_header_add(res, "Content-Disposition",
	    "attachment; filename=\"%s.csv\"", name);
	res->type = separator == '\t' ?
	    "text/tab-separated-values; charset=utf-8" :
	    "text/csv; charset=utf-8";
}
