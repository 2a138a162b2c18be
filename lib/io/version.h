/* version: what this program was built with and runs on, for the page of versions. */
#ifndef IO_VERSION_H
#define IO_VERSION_H

/* "0.1.0": of package.json; "0" where nothing built it in. */
extern const char version_hirewire[];

struct version {
	const char	*name, *text;
};
/* The libraries that it uses; their array ends with { 0 }. Texts are constant. */
#define VERSION_LIBRARIES	5
void	version_libraries(struct version out[VERSION_LIBRARIES]);

#endif
