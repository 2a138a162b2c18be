#include "io/version.h"

#include <jansson.h>

#include "io/fetch.h"
#include "io/markup.h"
#include "io/secret.h"

void
version_libraries(struct version out[VERSION_LIBRARIES])
{
	out[0] = (struct version){ "libcurl", fetch_version() };
	out[1] = (struct version){ "jansson", jansson_version_str() };
	out[2] = (struct version){ "libsodium", secret_version() };
	out[3] = (struct version){ "libxml2", markup_version() };
	out[4] = (struct version){ 0 };
}
