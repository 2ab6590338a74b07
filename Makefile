# make            the release library and the command, into build/
# make demo       five calls from C and from Python against the emulator
# make test       everything that needs no account and no internet
# make operations docs/operations.md and the Python modules of the operations, from the tables
# make faults     every way to break a call, run into the table Tests/Faults/table.md
# make test-sdks  the vendors' own SDKs and tccli (from PyPI) against the emulator and our signer, and
#                 the Python package below gevent and eventlet
# make test-races cancel, close and completion against each other, under ThreadSanitizer too
# make sanitize   the tests under AddressSanitizer and ThreadSanitizer in debug builds, and valgrind
# make fuzz       the fuzz targets, FUZZ_SECONDS=600 each; FUZZ_TARGETS=json_fuzz for that one; and
#                 SCHEDULER_EVENTS=10000000 random events for the scheduler
# make benchmarks what a call costs its caller
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
BUILD_PACKAGES := gcc make pkg-config libcurl4-openssl-dev libssl-dev libjansson-dev
TEST_PACKAGES  := g++ libglib2.0-dev libcurl3-gnutls python3 python3-venv python3-setuptools python3-wheel openssl valgrind

LIBRARY := build/lib/libcrec.so
COMMAND := build/bin/crec
EXAMPLES := $(patsubst bindings/c/%.c,build/bin/%,$(wildcard bindings/c/example*.c))
C_TESTS := $(patsubst Tests/C/%_test.c,build/tests/%_test,$(wildcard Tests/C/*_test.c))
ASAN_TESTS := $(C_TESTS:build/tests/%=build/tests-asan/%)

export CREC_LIBRARY := $(CURDIR)/$(LIBRARY)
export CREC_COMMAND := $(CURDIR)/$(COMMAND)
export PYTHONDONTWRITEBYTECODE := 1

.DELETE_ON_ERROR:
.PHONY: all demo test test-swift test-library test-c test-python test-operations test-emulator
.PHONY: test-differential test-growth test-faults operations
.PHONY: test-fuzz test-sdks test-races faults sanitize sanitize-swift sanitize-c fuzz benchmarks
.PHONY: lint install uninstall clean FORCE

all: $(LIBRARY) $(COMMAND)

# ------------------------------------------------------------------------------------- set-up

build/.build-packages: Makefile
	@sh Tests/Support/install-packages.sh $(BUILD_PACKAGES)
	@mkdir -p $(@D) && touch $@

build/.test-packages: Makefile
	@sh Tests/Support/install-packages.sh $(TEST_PACKAGES)
	@mkdir -p $(@D) && touch $@

# Another compiler may build the same sources otherwise.
build/.swift-version: FORCE
	@mkdir -p $(@D)
	@version=$$(sh Tests/Support/check-compiler.sh "$(SWIFT)") && \
	    { [ "$$version" = "$$(cat $@ 2>/dev/null)" ] || echo "$$version" > $@; }

# ----------------------------------------------------------------------------------- building

SWIFT_SOURCES := Makefile Package.swift $(wildcard include/*) \
                 $(shell find Sources -type f)

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

# The command and the example find the library beside themselves, in build/ and once installed.
LINK := -Lbuild/lib -Wl,--as-needed -lcrec -Wl,-rpath,'$$ORIGIN/../lib' -Wl,-z,now

$(COMMAND): $(filter-out bindings/c/example%,$(wildcard bindings/c/*.c)) $(wildcard bindings/c/*.h) \
            $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(CFLAGS) -o $@ $(filter %.c,$^) $(LINK) -ljansson

$(EXAMPLES): build/bin/%: bindings/c/%.c $(LIBRARY) | build/.test-packages
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(CFLAGS) -o $@ $< $(LINK) -ljansson $(if $(findstring glib,$@),$$(pkg-config --cflags --libs glib-2.0))

# ------------------------------------------------------------------------------------ testing

demo: all build/.test-packages
	$(PYTHON) Tests/Demo

test: test-swift test-library test-differential test-c test-growth test-python test-operations \
      test-emulator test-faults test-fuzz
	@echo "make test: everything passed"

test-swift: build/.swift-version | build/.build-packages
	$(SWIFT) test

test-library: $(LIBRARY)
	sh Tests/Support/check-library.sh $(LIBRARY) README.md
	$(PYTHON) Tests/Support/test_check_objects.py
	$(PYTHON) Tests/Support/check-objects.py @build/swift/release/crec.product/Objects.LinkFileList

# The same sources by two ways of compiling: what one miscompiles, the other does not.
build/debug/debug/libcrec.so: $(SWIFT_SOURCES) build/.swift-version | build/.build-packages
	$(SWIFT) build --product crec --scratch-path build/debug
	@touch $@

test-differential: $(LIBRARY) build/debug/debug/libcrec.so build/.test-packages
	$(PYTHON) Tests/Differential --release $(LIBRARY) --debug build/debug/debug/libcrec.so

TEST_SOURCES := $(wildcard Tests/C/*.h bindings/c/running.*)

build/tests/%: Tests/C/%.c $(TEST_SOURCES) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "cc $@"
	@$(CC) $(C_FLAGS) -O1 -g -ITests/C -rdynamic -o $@ $< $(LINK) -ljansson -lpthread -ldl

build/tests-asan/%: Tests/C/%.c $(TEST_SOURCES) $(LIBRARY)
	@mkdir -p $(@D)
	@echo "cc $@"
	@$(CC) $(C_FLAGS) -O1 -g -fsanitize=address -ITests/C -rdynamic -o $@ $< $(LINK) -ljansson -lpthread -ldl

test-c: all $(EXAMPLES) $(C_TESTS) $(ASAN_TESTS) build/.test-packages
	$(PYTHON) Tests/C/run.py build/tests
	$(PYTHON) Tests/C/run.py build/tests-asan
	$(PYTHON) Tests/C/run.py --valgrind build/tests

test-python: $(LIBRARY) build/.test-packages
	PYTHONPATH=bindings/python $(PYTHON) -m unittest discover -s Tests/Python -t Tests/Python

# Whether what `make operations` makes is what the tables say now, and its examples work.
test-operations: all build/.test-packages
	PYTHONPATH=bindings/python $(PYTHON) -m unittest discover -s Tests/Operations -t Tests/Operations

operations: $(LIBRARY) build/.test-packages
	$(PYTHON) Tests/Operations/generate.py

test-emulator: build/.test-packages
	$(PYTHON) -m unittest discover -s Tests/Emulator/tests -t Tests/Emulator

FAULTS := PYTHONPATH=bindings/python:Tests/Python:Tests/Emulator $(PYTHON)

test-faults: $(LIBRARY) build/tests/memory build/.test-packages
	$(FAULTS) -m unittest discover -s Tests/Faults -t Tests/Faults

build/tests/memory: Tests/Faults/memory.c Tests/Faults/search.h $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -O1 -g -o $@ $< $(LINK)

faults: $(LIBRARY) build/.test-packages
	$(FAULTS) Tests/Faults --write >/dev/null

build/sdks/.installed: Tests/SDKs/requirements.txt
build/tccli/.installed: Tests/SDKs/tccli-requirements.txt
build/lint/.installed: Tests/Support/lint-requirements.txt
build/sdks/.installed build/tccli/.installed build/lint/.installed: | build/.test-packages
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --requirement $<
	@touch $@

test-sdks: all build/sdks/.installed build/tccli/.installed
	build/sdks/bin/python -m unittest discover -v -s Tests/SDKs -t Tests/SDKs

lint: build/lint/.installed
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests/EngineTests
	build/lint/bin/clang-format --dry-run -Werror include/*.h $$(git ls-files '*.c' '*.h')
	build/lint/bin/ruff check
	build/lint/bin/ruff format --check
	sh Tests/Support/check-types.sh build/lint/bin/mypy

# ---------------------------------------------------------------- with the compiler's checkers

# Debug builds of the library, and C programs beside them by the toolchain's own clang: the release
# library, being Embedded Swift, cannot be watched.
SWIFT_BIN := $(dir $(shell command -v $(SWIFT)))
SWIFT_RUNTIME := $(SWIFT_BIN)../lib/swift/linux
WATCHED_CC = $(SWIFT_BIN)clang $(C_FLAGS) -O1 -g -ITests/C -o $@ $< -L$(1)/debug -lcrec \
             -Wl,-rpath,$(CURDIR)/$(1)/debug -L$(SWIFT_RUNTIME) -Wl,-rpath,$(SWIFT_RUNTIME) \
             -ldispatch -lBlocksRuntime -ljansson -lpthread -ldl -rdynamic $(LDFLAGS)

.PRECIOUS: build/debug-%/debug/libcrec.so
build/debug-%/debug/libcrec.so: $(SWIFT_SOURCES) build/.swift-version | build/.build-packages
	$(SWIFT) build --sanitize=$* --product crec --scratch-path build/debug-$*
	@touch $@

build/tests-address/%: Tests/C/%.c $(TEST_SOURCES) build/debug-address/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/debug-address) -fsanitize=address -D__SANITIZE_ADDRESS__

build/tests-thread/%: Tests/C/%.c $(TEST_SOURCES) build/debug-thread/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/debug-thread) -fsanitize=thread -D__SANITIZE_THREAD__

# Callers that were built with the headers of 0.1.0, beside a library whose structs have grown.
build/growth/debug/libcrec.so: $(SWIFT_SOURCES) Tests/Growth/grow.py build/.swift-version \
                               | build/.build-packages
	$(PYTHON) Tests/Growth/grow.py build/growth/package
	$(SWIFT) build --sanitize=address --product crec --package-path build/growth/package \
	    --scratch-path build/growth
	@touch $@

OLD_CALLERS := struct_size_test calls_test life_cycle_test log_test options_test

build/growth/tests/%: C_FLAGS := -ITests/Growth/0.1.0 $(C_FLAGS)
build/growth/tests/%: Tests/C/%.c $(TEST_SOURCES) build/growth/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/growth) -fsanitize=address -D__SANITIZE_ADDRESS__ -DGROWN_LIBRARY

test-growth: all $(OLD_CALLERS:%=build/growth/tests/%) build/.test-packages
	$(PYTHON) Tests/C/run.py build/growth/tests --only $(OLD_CALLERS)

# The races again, many times, in the release library and in a debug one that ThreadSanitizer watches.
RACES := CREC_TEST_ROUNDS=100000

test-races: build/tests/race_test build/tests-thread/race_test
	$(RACES) build/tests/race_test
	$(RACES) build/tests-thread/race_test

# Not these: plugin, hanging and neighbours load the release library themselves, stack and
# reading_time measure it; and under ThreadSanitizer children of busy_fork and exit get stuck in the
# Swift runtime, which the release library does not have.
WATCHED := $(filter-out %/plugin_test %/hanging_test %/neighbours_test %/stack_test %/reading_time_test,\
            $(C_TESTS))
ADDRESS_TESTS := $(WATCHED:build/tests/%=build/tests-address/%)
THREAD_TESTS := $(filter-out %/busy_fork_test %/exit_test,\
                $(WATCHED:build/tests/%=build/tests-thread/%))

sanitize: sanitize-swift sanitize-c
	@echo "make sanitize: everything passed"

sanitize-swift: build/.swift-version | build/.build-packages
	$(SWIFT) test --disable-xctest --sanitize=address --scratch-path build/swift-address
	$(SWIFT) test --disable-xctest --sanitize=thread --scratch-path build/swift-thread

sanitize-c: all $(C_TESTS) $(ADDRESS_TESTS) $(THREAD_TESTS) build/.test-packages
	ASAN_OPTIONS=quarantine_size_mb=64 \
	    $(PYTHON) Tests/C/run.py build/tests-address --only $(notdir $(ADDRESS_TESTS))
	TSAN_OPTIONS=die_after_fork=0 \
	    $(PYTHON) Tests/C/run.py build/tests-thread --only $(notdir $(THREAD_TESTS))
	$(PYTHON) Tests/C/run.py --valgrind build/tests

FUZZ_SECONDS ?= 600
SCHEDULER_EVENTS ?= 10000000
FUZZ_TARGETS ?= $(patsubst Tests/Fuzz/%.c,%,$(wildcard Tests/Fuzz/*_fuzz.c))
FUZZERS = $(FUZZ_TARGETS:%=build/fuzz/%)
FUZZ = $(PYTHON) Tests/Fuzz/run.py build/fuzz --only $(FUZZ_TARGETS)

build/fuzz/debug/libcrec.so: $(SWIFT_SOURCES) build/.swift-version | build/.build-packages
	$(SWIFT) build -Xswiftc -sanitize=address,fuzzer --product crec --scratch-path build/fuzz
	@touch $@

build/fuzz/%_fuzz: Tests/Fuzz/%_fuzz.c $(wildcard Tests/Fuzz/*.h Tests/C/*.h) \
                   build/fuzz/debug/libcrec.so | build/.test-packages
	@echo "clang $@"
	@$(call WATCHED_CC,build/fuzz) -fsanitize=address,fuzzer -lcurl -lcrypto -ljansson

fuzz: $(FUZZERS)
	$(FUZZ) --seconds $(FUZZ_SECONDS)
	CREC_TEST_EVENTS=$(SCHEDULER_EVENTS) $(SWIFT) test --filter RandomScheduler

# The same few thousand inputs every time.
test-fuzz: $(FUZZERS)
	$(FUZZ) --runs 5000

benchmarks: build/bin/submit
	build/bin/submit

build/bin/submit: Benchmarks/submit.c $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(CFLAGS) -rdynamic -o $@ $< $(LINK)

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
	install -m 755 $(LIBRARY).$(VERSION) $(DESTDIR)$(PREFIX)/lib/
	ln -sf libcrec.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libcrec.so
	install -m 755 $(COMMAND) $(DESTDIR)$(PREFIX)/bin/
	echo "$$PKG_CONFIG" > $(DESTDIR)$(PREFIX)/lib/pkgconfig/crec.pc

uninstall:
	cd $(DESTDIR)$(PREFIX) && rm -f include/crec*.h lib/libcrec.so* bin/crec lib/pkgconfig/crec.pc

clean:
	rm -rf build .build
