#include "io/version.h"

#include <jansson.h>

#include "io/fetch.h"
#include "io/markup.h"
#include "io/secret.h"

#ifndef VERSION_BUILT		/* the Makefile takes it from package.json */
#define VERSION_BUILT	"0"
#endif

const char version_hirewire[] = VERSION_BUILT;

void
version_libraries(struct version out[VERSION_LIBRARIES])
{
	out[0] = (struct version){ "libcurl", fetch_version() };
	out[1] = (struct version){ "jansson", jansson_version_str() };
	out[2] = (struct version){ "libsodium", secret_version() };
	out[3] = (struct version){ "libxml2", markup_version() };
	out[4] = (struct version){ 0 };
}
