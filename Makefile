# Hirewire: the one build.
#	make demo	everything, with simulated services and a demo company
#	make run	the same for real accounts (PORT=8005 BIND=127.0.0.1)
#	make test	install, build, run every test
#	make		build into build/; also: deps lint fuzz bench deb cluster test-operation install clean

CC	= cc
AR	= ar
WERROR	= -Werror
PREFIX	?= /usr/local
DESTDIR	?=

# Short lines; V=1 shows the commands.
Q	= $(if $(V),,@)
say	= $(if $(V),@:,@echo '  ')

WARN	= -Wall -Wextra $(WERROR) -Wshadow -Wstrict-prototypes \
	  -Wmissing-prototypes -Wold-style-definition -Wpointer-arith \
	  -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wimplicit-fallthrough
HARDEN	= -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
	  -fstack-clash-protection -fPIE
SANITISE = -fsanitize=address,undefined -fno-sanitize-recover=all \
	  -fno-omit-frame-pointer -fPIE

PKGS	= fcgi libmariadb libcurl jansson libsodium libxml-2.0 libzip zlib md4c yajl libpcre2-8 liboath libqrencode libutf8proc \
	  libseccomp libfido2 libcbor libidn2 lmdb uchardet libzstd
PKG_CFLAGS := $(sort $(shell pkg-config --cflags $(PKGS) 2>/dev/null))
PKG_LIBS := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcrack -lcsv -lm

CPPFLAGS = -Ilib -Ibuild -D_GNU_SOURCE $(patsubst -I%,-isystem%,$(PKG_CFLAGS)) -MMD -MP
CFLAGS	= -std=gnu11 -g $(WARN)
LDFLAGS	= -pie -Wl,--as-needed -Wl,-z,relro,-z,now

LIB	= $(wildcard lib/*/*.c)
CGI	= $(filter-out hirewire%,$(basename $(notdir $(wildcard cgi-bin/*.c))))
CLI	= $(basename $(notdir $(wildcard cgi-bin/hirewire*.c)))
UNIT	= $(basename $(notdir $(wildcard tests/unit/test_*.c)))
UNIT_SHARED = build/san/obj/tests/unit/group.o build/san/obj/tests/unit/index_group.o \
	build/san/obj/tests/unit/step.o build/san/obj/tests/unit/example.o
PROGRAMS = $(CGI:%=build/cgi-bin/%) build/hirewire build/cgi-bin/seal.so
FUZZ	= $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))
TWINS	= $(CGI:%=build/san/cgi-bin/%) build/san/hirewire build/san/cgi-bin/seal.so
WWW	= $(shell find www -type f 2>/dev/null)

.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: build twins fuzzers deps test-deps package-deps cluster-deps run demo cluster test \
	test-operation lint tidy fuzz bench deb install clean

build: build/libhirewire.a $(PROGRAMS) build/nginx/.done build/www/.done

# The sanitised twins: what the tests run.
twins: build/san/libhirewire.a $(TWINS) $(UNIT:%=build/test/%)

# The messages of all rooms, as lib/base/text.c reads them.
build/gen/messages.def: $(wildcard lib/*/messages.def)
	@mkdir -p $(@D)
	$(Q)cat $^ >$@
TEXT	= build/obj/lib/base/text.o build/san/obj/lib/base/text.o build/fuzz/obj/lib/base/text.o \
	  build/tidy/lib/base/text.ok
$(TEXT): build/gen/messages.def

build/obj/%.o: %.c
	@mkdir -p $(@D)
	$(say) CC $@
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -O2 $(HARDEN) -c -o $@ $<

build/san/obj/%.o: %.c
	@mkdir -p $(@D)
	$(say) CC $@
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -O1 $(SANITISE) -c -o $@ $<

build/fuzz/obj/%.o: %.c
	@mkdir -p $(@D)
	$(say) CLANG $@
	$(Q)clang $(CPPFLAGS) $(CFLAGS) -O1 -fsanitize=fuzzer-no-link $(SANITISE) \
	    -c -o $@ $<

# The newest migration: what the programs are built for.
SCHEMA	:= $(shell ls sql sql/contract | sed -n 's/^0*\([0-9]*\)-.*\.sql$$/\1/p' | sort -n | tail -n 1)
NEEDS	:= $(shell ls sql | sed -n 's/^0*\([0-9]*\)-.*\.sql$$/\1/p' | tail -n 1)
SQL	= $(wildcard sql/*.sql sql/contract/*.sql)
build/obj/lib/io/db_schema.o build/san/obj/lib/io/db_schema.o: $(SQL)
build/obj/lib/io/db_schema.o build/san/obj/lib/io/db_schema.o: \
    CPPFLAGS += -DSCHEMA_BUILT=$(SCHEMA) -DSCHEMA_NEEDS=$(NEEDS)

# One place has the version: pages, programs and the package take it from there.
VERSION	:= $(shell sed -n '/"version"/{s/.*: "\(.*\)".*/\1/p;q}' package.json)
build/obj/lib/io/version.o build/san/obj/lib/io/version.o: package.json
build/obj/lib/io/version.o build/san/obj/lib/io/version.o: \
    CPPFLAGS += -DVERSION_BUILT='"$(VERSION)"'

build/libhirewire.a: $(LIB:%.c=build/obj/%.o)
build/san/libhirewire.a: $(LIB:%.c=build/san/obj/%.o)
build/fuzz/libhirewire.a: $(LIB:%.c=build/fuzz/obj/%.o)
%/libhirewire.a:
	$(say) AR $@
	$(Q)rm -f $@ && $(AR) rcs $@ $^

# A program is renamed into place: the running one keeps its file.
define link
@mkdir -p $(@D)
$(say) LD $@
$(Q)$(CC) $(1) $(LDFLAGS) -o $@.new $^ $(PKG_LIBS) $(2)
@mv -f $@.new $@
endef

# What seals a foreign program before it begins.
build/cgi-bin/seal.so build/san/cgi-bin/seal.so: lib/io/seal.c lib/io/seal.h
	@mkdir -p $(@D)
	$(say) LD $@
	$(Q)$(CC) $(filter-out -M%,$(CPPFLAGS)) $(CFLAGS) -O2 -fPIC -shared -DSEAL_PRELOADED -o $@.new $< -lseccomp
	@mv -f $@.new $@

build/cgi-bin/%: build/obj/cgi-bin/%.o build/libhirewire.a
	$(call link,$(HARDEN))
build/hirewire: $(CLI:%=build/obj/cgi-bin/%.o) build/libhirewire.a
	$(call link,$(HARDEN))
build/san/cgi-bin/%: build/san/obj/cgi-bin/%.o build/san/libhirewire.a
	$(call link,$(SANITISE))
build/san/hirewire: $(CLI:%=build/san/obj/cgi-bin/%.o) build/san/libhirewire.a
	$(call link,$(SANITISE))
build/test/%: build/san/obj/tests/unit/%.o $(UNIT_SHARED) build/san/libhirewire.a
	$(call link,$(SANITISE),-lcmocka)

build/fuzz/fuzz_%: build/fuzz/obj/tests/fuzz/fuzz_%.o build/fuzz/libhirewire.a
	@mkdir -p $(@D)
	$(say) LD $@
	$(Q)clang -fsanitize=fuzzer $(SANITISE) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

build/bench/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(say) CC $@
	$(Q)$(CC) -std=gnu11 -O2 -D_GNU_SOURCE $(PKG_CFLAGS) -o $@ $< -lmariadb
build/bench/fairness build/bench/fixed: build/bench/%: build/obj/tests/bench/%.o build/libhirewire.a
	$(call link,$(HARDEN))
build/bench/index build/bench/combos: build/bench/%: build/obj/tests/bench/%.o build/obj/tests/bench/made.o build/libhirewire.a
	$(call link,$(HARDEN),-lm)

# What nginx knows of addresses: the routes of all programs, its own refusals in words.
build/nginx/.done: $(PROGRAMS) nginx/addresses.mjs nginx/pools
	$(say) ADDRESSES build/nginx
	$(Q)node nginx/addresses.mjs $(@D) && touch $@

# What nginx serves: pages, the libraries they import, the icon sprite.
build/www/.done: $(WWW) nginx/www.mjs nginx/addresses.mjs package-lock.json
	$(say) WWW build/www
	$(Q)node nginx/www.mjs

deps:
	@nginx/deps run
test-deps:
	@nginx/deps test
package-deps:
	@nginx/deps package
cluster-deps:
	@nginx/deps cluster

run: deps
	@$(MAKE) --no-print-directory build
	@exec nginx/start

demo: deps
	@$(MAKE) --no-print-directory build
	@exec nginx/start --demo

# Three database nodes, Redis, two fronts behind one nginx, on loopback: PORT= (8010)
cluster: cluster-deps
	@$(MAKE) --no-print-directory build
	@exec node tests/tools/cluster.mjs

test: test-deps
	@$(MAKE) --no-print-directory build twins
	@tests/run

lint: test-deps
	@mkdir -p build/cppcheck
	@tests/tools/lint

# The parsers that strangers reach, FUZZ_SECONDS each (30).
fuzzers: $(FUZZ:%=build/fuzz/%)
fuzz: test-deps
	@$(MAKE) --no-print-directory fuzzers
	@tests/fuzz/run

# One stamp a file, made anew when it or a header of it changed.
tidy: $(patsubst %.c,build/tidy/%.ok,$(wildcard lib/*/*.c cgi-bin/*.c))
build/tidy/%.ok: build/obj/%.o .clang-tidy
	@mkdir -p $(@D)
	@clang-tidy --quiet $*.c -- $(filter-out -M%,$(CPPFLAGS)) \
	    -std=gnu11 >$@.log 2>&1 || { grep 'error:' $@.log; false; }
	@touch $@

bench: test-deps
	@tests/bench/run

# build/hirewire_VERSION_ARCHITECTURE.deb
deb: package-deps
	@$(MAKE) --no-print-directory build
	@debian/package

# What takes minutes, or root: the package in a fresh Debian, a binary log, several machines.
test-operation: package-deps cluster-deps
	@$(MAKE) --no-print-directory build
	@tests/operation/backup
	@tests/operation/watch
	@tests/operation/cluster
	@tests/operation/package

install: build
	DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) nginx/install

clean:
	rm -rf build

-include $(shell find build -name '*.d' -type f 2>/dev/null)
