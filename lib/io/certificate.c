#include "io/certificate.h"

#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/mem.h"

static void
close_file(FILE **f)
{
	if (*f != NULL)
		fclose(*f);
}

static void
free_certificate(X509 **c)
{
	X509_free(*c);
}

int
certificate_end(const char *path, int64_t *out, struct err *err)
{
	cleanup(close_file) FILE	*f = fopen(path, "re");
	cleanup(free_certificate) X509	*c = NULL;
	struct tm			 end = { 0 };

	if (f == NULL)
		return err_set(err, ERR_ABSENT, "%s: %s", path,
		    strerror(errno));
	if ((c = PEM_read_X509(f, NULL, NULL, NULL)) == NULL ||
	    ASN1_TIME_to_tm(X509_get0_notAfter(c), &end) != 1)
		return err_set(err, ERR_INPUT, "%s: is no certificate in PEM",
		    path);
	*out = (int64_t)timegm(&end);
	return 0;
}
