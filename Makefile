# make            the release library and the command, into build/; installs nothing
# make demo       five calls from C and from Python against the emulator
# make test       everything that needs no account and no internet
# make operations docs/operations.md and the Python modules of the operations, from the tables
# make faults     every way to break a call, run into the table Tests/Faults/table.md
# make test-sdks  the vendors' own SDKs and tccli (from PyPI) against the emulator and our signer, and
#                 the Python package below gevent and eventlet
# make test-hosts the real servers that embed the ledger, with publishers from PyPI
# make test-races cancel, close and completion against each other, under ThreadSanitizer too
# make sanitize   the tests under AddressSanitizer and ThreadSanitizer in debug builds, and valgrind
# make fuzz       the fuzz targets, FUZZ_SECONDS=600 each; FUZZ_TARGETS=json_fuzz for that one; and
#                 SCHEDULER_EVENTS=10000000 random events for the scheduler
# make bench      what the library costs, beside a floor in plain C; bench-peers beside the SDKs
# make counts     instructions and allocations, written into Benchmarks/counts.json
# make lint       formatting and types (tools from PyPI)
# make install    PREFIX=/usr/local DESTDIR=

VERSION := $(shell sed -n 's/.*CREC_VERSION_STRING "\(.*\)"/\1/p' include/crec.h)
SONAME  := libcrec.so.0
PREFIX  ?= /usr/local
SWIFT   ?= swift
PYTHON  ?= python3
CC      ?= cc
CFLAGS  ?= -O2
C_FLAGS := -std=c99 -D_POSIX_C_SOURCE=200809L -Wall -Wextra -pedantic -Werror -Iinclude

# Debian's names of what a build and the tests need beside the Swift toolchain.
BUILD_PACKAGES := gcc make pkg-config libcurl4-openssl-dev libssl-dev libjansson-dev libsqlite3-dev
TEST_PACKAGES  := g++ libglib2.0-dev libcurl3-gnutls python3 python3-venv python3-setuptools python3-wheel openssl valgrind

LIBRARY := build/lib/libcrec.so
LEDGER  := build/lib/libcrec-ledger.so
COMMAND := build/bin/crec
EXAMPLES := $(patsubst bindings/c/%.c,build/bin/%,$(wildcard bindings/c/example*.c))
C_SOURCES := $(wildcard Tests/C/*/*_test.c)
C_TESTS := $(patsubst %.c,build/tests/%,$(notdir $(C_SOURCES)))
ASAN_TESTS := $(C_TESTS:build/tests/%=build/tests-asan/%)

export CREC_LIBRARY := $(CURDIR)/$(LIBRARY)
export CREC_COMMAND := $(CURDIR)/$(COMMAND)
export PYTHONDONTWRITEBYTECODE := 1

.DELETE_ON_ERROR:
.PHONY: all demo test test-swift test-library test-c test-python test-operations test-emulator
.PHONY: test-differential test-growth test-faults operations
.PHONY: test-fuzz test-sdks test-races test-counts test-ledger kills simulate faults sanitize sanitize-swift sanitize-c fuzz
.PHONY: bench bench-peers bench-report counts
.PHONY: lint install uninstall clean FORCE

all: $(LIBRARY) $(LEDGER) $(COMMAND)

# ------------------------------------------------------------------------------------- set-up

# Plain make, and make install, install no packages: they name those that are missing.
export CREC_INSTALLS_PACKAGES := $(filter-out all install uninstall clean build/%,\
                                   $(or $(MAKECMDGOALS),all))

build/.build-packages: Makefile
	@sh Tools/install-packages.sh $(BUILD_PACKAGES)
	@mkdir -p $(@D) && touch $@

build/.test-packages: Makefile
	@sh Tools/install-packages.sh $(TEST_PACKAGES)
	@mkdir -p $(@D) && touch $@

# Another compiler may build the same sources otherwise.
build/.swift-version: FORCE
	@mkdir -p $(@D)
	@version=$$(sh Tools/check-compiler.sh "$(SWIFT)") && \
	    { [ "$$version" = "$$(cat $@ 2>/dev/null)" ] || echo "$$version" > $@; }

# ----------------------------------------------------------------------------------- building

SWIFT_SOURCES := Makefile Package.swift $(filter-out %ledger.h,$(wildcard include/*)) \
                 $(shell find Sources -type f ! -path '*/Ledger*' ! -path '*/CSQLite*')

# Libraries to link with, whose symbols have no version: libcrec then asks for none, and loads in
# silence where the system's libcurl or libjansson has none.
build/link/lib%.so: | build/.build-packages
	@mkdir -p $(@D)
	nm -D --defined-only $$($(CC) -print-file-name=lib$*.so) | \
	    sed -n 's/.* [TDBR] \([a-z_0-9]*\).*/void \1(void) {}/p' | \
	    $(CC) -shared -fno-builtin -Wl,-soname,lib$*.so.4 -x c -o $@ -

LIBRARIES := libcurl libcrypto jansson

# From nothing each time: what is tested has to be what ships.
$(LIBRARY): $(SWIFT_SOURCES) build/.swift-version build/link/libcurl.so build/link/libjansson.so
	rm -rf build/swift
	CREC_SHIPPED=1 $(SWIFT) build -c release --disable-local-rpath --scratch-path build/swift \
	    --product crec $(patsubst %,-Xcc %,$(shell pkg-config --cflags $(LIBRARIES))) \
	    $(patsubst %,-Xlinker %,$(shell pkg-config --libs-only-L $(LIBRARIES)))
	@mkdir -p $(@D)
	strip -o $@.$(VERSION) build/swift/release/libcrec.so
	ln -sf libcrec.so.$(VERSION) build/lib/$(SONAME)
	ln -sf $(SONAME) $@

LEDGER_SOURCES := include/crec_ledger.h \
                  $(shell find Sources/Ledger Sources/LedgerABI Sources/CSQLite -type f)

# On the core's interface alone.
$(LEDGER): $(LIBRARY) $(LEDGER_SOURCES)
	rm -rf build/swift-ledger
	CREC_SHIPPED=ledger $(SWIFT) build -c release --disable-local-rpath \
	    --scratch-path build/swift-ledger --product crec-ledger
	strip -o $@.$(VERSION) build/swift-ledger/release/libcrec-ledger.so
	ln -sf libcrec-ledger.so.$(VERSION) $@.0
	ln -sf libcrec-ledger.so.0 $@

# The command and the example find the library beside themselves, in build/ and once installed.
LINK := -Lbuild/lib -Wl,--as-needed -lcrec-ledger -lcrec -Wl,-rpath,'$$ORIGIN/../lib' -Wl,-z,now

$(COMMAND): $(wildcard bindings/command/*.[ch] bindings/c/running.*) $(LIBRARY) $(LEDGER)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -Ibindings/c $(CFLAGS) -o $@ $(filter %.c,$^) $(LINK) -ljansson

$(EXAMPLES): build/bin/%: bindings/c/%.c $(LIBRARY) | build/.test-packages
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(CFLAGS) -o $@ $< $(LINK) -ljansson $(if $(findstring glib,$@),$$(pkg-config --cflags --libs glib-2.0))

include Tests/tests.mk

# --------------------------------------------------------------------------------- installing

define PKG_CONFIG
prefix=$(PREFIX)
includedir=$${prefix}/include
libdir=$${prefix}/lib

Name: crec
Description: Signs, validates and makes cloud recording calls
Version: $(VERSION)
Cflags: -I$${includedir}
Libs: -L$${libdir} -lcrec
endef
export PKG_CONFIG

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/bin
	install -m 644 include/*.h $(DESTDIR)$(PREFIX)/include/
	install -m 755 $(LIBRARY).$(VERSION) $(LEDGER).$(VERSION) $(DESTDIR)$(PREFIX)/lib/
	for name in libcrec libcrec-ledger; do \
	    ln -sf $$name.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/$$name.so.0 && \
	    ln -sf $$name.so.0 $(DESTDIR)$(PREFIX)/lib/$$name.so || exit 1; done
	install -m 755 $(COMMAND) $(DESTDIR)$(PREFIX)/bin/
	echo "$$PKG_CONFIG" > $(DESTDIR)$(PREFIX)/lib/pkgconfig/crec.pc

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f include/crec*.h lib/libcrec*.so* bin/crec lib/pkgconfig/crec.pc

clean:
	rm -rf build .build
