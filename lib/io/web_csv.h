/* web_csv: a table for spreadsheets as an answer: which separator is wished, what it is sent as. */
#ifndef IO_WEB_CSV_H
#define IO_WEB_CSV_H

struct err;
struct web_req;
struct web_res;

/* ?separator=comma|semicolon|tab as the sign; not given: a comma. ERR_INPUT on the field. */
int	web_csv_separator(const struct web_req *, char *out, struct err *);
/* The answer is a file of this name, without ".csv". */
void	web_csv_file(struct web_res *, char separator, const char *name);

#endif
