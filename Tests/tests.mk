# The targets that test, measure and check. The Makefile includes them.

demo: all build/.test-packages
	$(PYTHON) Tests/Demo

test: test-swift test-library test-differential test-c test-growth test-python test-operations \
      test-emulator test-faults test-fuzz test-counts test-ledger
	@echo "make test: everything passed"

test-swift: build/.swift-version | build/.build-packages
	$(SWIFT) test

test-library: $(LIBRARY) $(LEDGER)
	sh Tests/Support/check-library.sh $(LIBRARY) README.md
	sh Tests/Support/check-ledger.sh $(LEDGER)
	$(PYTHON) Tests/Support/test_install_packages.py
	$(PYTHON) Tests/Support/test_check_objects.py
	$(PYTHON) Tests/Support/check-objects.py @build/swift/release/crec.product/Objects.LinkFileList

# The same sources by two ways of compiling: what one miscompiles, the other does not.
build/debug/debug/libcrec.so: $(SWIFT_SOURCES) build/.swift-version | build/.build-packages
	$(SWIFT) build --product crec --scratch-path build/debug
	@touch $@

test-differential: $(LIBRARY) build/debug/debug/libcrec.so build/.test-packages
	$(PYTHON) Tests/Differential --release $(LIBRARY) --debug build/debug/debug/libcrec.so

TEST_SOURCES := $(wildcard Tests/C/support/*.h bindings/c/running.*)

vpath %_test.c $(sort $(dir $(C_SOURCES)))

build/tests/%: %.c $(TEST_SOURCES) $(LIBRARY) $(LEDGER)
	@mkdir -p $(@D)
	@echo "cc $@"
	@$(CC) $(C_FLAGS) -O1 -g -ITests/C/support -rdynamic -o $@ $< $(LINK) -ljansson -lpthread -ldl

build/tests-asan/%: %.c $(TEST_SOURCES) $(LIBRARY) $(LEDGER)
	@mkdir -p $(@D)
	@echo "cc $@"
	@$(CC) $(C_FLAGS) -O1 -g -fsanitize=address -ITests/C/support -rdynamic -o $@ $< $(LINK) -ljansson -lpthread -ldl

test-c: all $(EXAMPLES) $(C_TESTS) $(ASAN_TESTS) build/.test-packages
	$(PYTHON) Tests/C/runner build/tests
	$(PYTHON) Tests/C/runner build/tests-asan
	$(PYTHON) Tests/C/runner --valgrind build/tests

test-python: all build/.test-packages
	PYTHONPATH=bindings/python $(PYTHON) -m unittest discover -s Tests/Python -t Tests/Python

# Hosts with a ledger that are killed: at every step, as many as CREC_TEST_KILLS; in crowds; by power
# failures; with many recordings. All at once, since they mostly wait.
LEDGER_TESTS := kills crowd power languages thousand
LEDGER_PROGRAMS := $(addprefix build/tests-ledger/,life kill_at.so disk.so)

build/tests-ledger/life: Tests/Ledger/life.c $(LIBRARY) $(LEDGER)
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -std=c11 -O1 -g -o $@ $< -Lbuild/lib -lcrec-ledger -lcrec -Wl,-rpath,'$$ORIGIN/../lib'

build/tests-ledger/%.so: Tests/Ledger/%.c | build/.build-packages
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) -std=c11 -O1 -shared -fPIC -o $@ $< -ldl

test-ledger: all $(LEDGER_PROGRAMS) build/.test-packages
	+$(MAKE) --no-print-directory --output-sync=target -j$(words $(LEDGER_TESTS)) \
	    $(LEDGER_TESTS:%=test-ledger-%)

test-ledger-%:
	PYTHONPATH=Tests/Emulator:bindings/python $(PYTHON) Tests/Ledger/test_$*.py

# Lives of recordings on a virtual clock, from as many seeds as STORIES.
STORIES ?= 25000

simulate: build/.swift-version | build/.build-packages
	CREC_TEST_STORIES=$(STORIES) $(SWIFT) test -c release -Xswiftc -enable-testing \
	    --scratch-path build/simulate --filter SimulationTests

kills:
	CREC_TEST_KILLS=1200 CREC_TEST_CROWDS=6 CREC_TEST_CROWD_KILLS=300 CREC_TEST_FAILURES=400 \
	    CREC_TEST_RECORDINGS=1000 $(MAKE) test-ledger

# Checks that the files of `make operations` match the tables, and that their examples work.
test-operations: all build/.test-packages
	PYTHONPATH=bindings/python:Tools/Operations \
	    $(PYTHON) -m unittest discover -s Tests/Operations -t Tests/Operations

operations: $(LIBRARY) build/.test-packages
	$(PYTHON) Tools/Operations/generate.py

test-emulator: build/.test-packages
	$(PYTHON) -m unittest discover -s Tests/Emulator/tests -t Tests/Emulator

FAULTS := PYTHONPATH=bindings/python:Tests/Python:Tests/Emulator $(PYTHON)

MEMORY := build/tests/memory build/tests/found_memory

test-faults: $(LIBRARY) $(MEMORY) build/.test-packages
	$(FAULTS) -m unittest discover -s Tests/Faults -t Tests/Faults

$(MEMORY): build/tests/%: Tests/Faults/%.c Tests/Faults/search.h $(LIBRARY)
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
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests/EngineTests Tests/LedgerTests
	build/lint/bin/clang-format --dry-run -Werror include/*.h $$(git ls-files '*.c' '*.h')
	build/lint/bin/ruff check
	build/lint/bin/ruff format --check
	sh Tests/Support/check-types.sh build/lint/bin/mypy
	! git grep -nE '^.{101,}$$' -- '*.swift' '*.c' '*.h' ':!Tests/Growth/0.1.0'

# ---------------------------------------------------------------- with the compiler's checkers

# Debug builds of the library, and C programs beside them by the toolchain's own clang: the release
# library, being Embedded Swift, cannot be watched.
SWIFT_BIN := $(dir $(shell command -v $(SWIFT)))
SWIFT_RUNTIME := $(SWIFT_BIN)../lib/swift/linux
WATCHED_CC = $(SWIFT_BIN)clang $(C_FLAGS) -O1 -g -ITests/C/support -o $@ $< -L$(1)/debug $(2) -lcrec \
             -Wl,-rpath,$(CURDIR)/$(1)/debug -L$(SWIFT_RUNTIME) -Wl,-rpath,$(SWIFT_RUNTIME) \
             -ldispatch -lBlocksRuntime -ljansson -lpthread -ldl -rdynamic $(LDFLAGS)

.PRECIOUS: build/debug-%/debug/libcrec.so
build/debug-%/debug/libcrec.so: $(SWIFT_SOURCES) $(LEDGER_SOURCES) build/.swift-version \
                                | build/.build-packages
	$(SWIFT) build --sanitize=$* --product crec --scratch-path build/debug-$*
	$(SWIFT) build --sanitize=$* --product crec-ledger --scratch-path build/debug-$*
	@touch $@

build/tests-address/%: %.c $(TEST_SOURCES) build/debug-address/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/debug-address,-lcrec-ledger) -fsanitize=address -D__SANITIZE_ADDRESS__

build/tests-thread/%: %.c $(TEST_SOURCES) build/debug-thread/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/debug-thread,-lcrec-ledger) -fsanitize=thread -D__SANITIZE_THREAD__

# Callers that were built with the headers of 0.1.0, beside a library whose structs have grown.
build/growth/debug/libcrec.so: $(SWIFT_SOURCES) Tests/Growth/grow.py build/.swift-version \
                               | build/.build-packages
	rm -rf build/growth/package
	$(PYTHON) Tests/Growth/grow.py build/growth/package
	$(SWIFT) build --sanitize=address --product crec --package-path build/growth/package \
	    --scratch-path build/growth
	$(SWIFT) build --sanitize=address --product crec-ledger --package-path build/growth/package \
	    --scratch-path build/growth
	@touch $@

OLD_CALLERS := struct_size_test calls_test life_cycle_test log_test options_test ledger_test \
               ledger_file_test

build/growth/tests/%: C_FLAGS := -ITests/Growth/0.1.0 $(C_FLAGS)
build/growth/tests/%: %.c $(TEST_SOURCES) build/growth/debug/libcrec.so
	@mkdir -p $(@D)
	@echo "clang $@"
	@$(call WATCHED_CC,build/growth,-lcrec-ledger) -fsanitize=address -D__SANITIZE_ADDRESS__ -DGROWN_LIBRARY

test-growth: all $(OLD_CALLERS:%=build/growth/tests/%) build/.test-packages
	$(PYTHON) Tests/Growth/test_layout.py
	$(PYTHON) Tests/C/runner build/growth/tests --only $(OLD_CALLERS)

# The races again, many times, in the release library and in a debug one under ThreadSanitizer.
RACES := CREC_TEST_ROUNDS=100000

test-races: build/tests/race_test build/tests-thread/race_test
	$(RACES) build/tests/race_test
	$(RACES) build/tests-thread/race_test

# Not these: plugin, hanging and neighbours load the release library themselves, stack and
# reading_time measure it; and under ThreadSanitizer children of busy_fork, fork, fork_shim and exit
# get stuck in the Swift runtime, which the release library does not have.
WATCHED := $(filter-out %/plugin_test %/hanging_test %/neighbours_test %/stack_test %/reading_time_test,\
            $(C_TESTS))
ADDRESS_TESTS := $(WATCHED:build/tests/%=build/tests-address/%)
THREAD_TESTS := $(filter-out %/busy_fork_test %/fork_test %/fork_shim_test %/exit_test,\
                $(WATCHED:build/tests/%=build/tests-thread/%))

sanitize: sanitize-swift sanitize-c
	@echo "make sanitize: everything passed"

sanitize-swift: build/.swift-version | build/.build-packages
	$(SWIFT) test --disable-xctest --sanitize=address --scratch-path build/swift-address
	$(SWIFT) test --disable-xctest --sanitize=thread --scratch-path build/swift-thread

sanitize-c: all $(C_TESTS) $(ADDRESS_TESTS) $(THREAD_TESTS) build/.test-packages
	ASAN_OPTIONS=quarantine_size_mb=64 \
	    $(PYTHON) Tests/C/runner build/tests-address --only $(notdir $(ADDRESS_TESTS))
	TSAN_OPTIONS=die_after_fork=0 \
	    $(PYTHON) Tests/C/runner build/tests-thread --only $(notdir $(THREAD_TESTS))
	$(PYTHON) Tests/C/runner --valgrind build/tests

FUZZ_SECONDS ?= 600
SCHEDULER_EVENTS ?= 10000000
FUZZ_TARGETS ?= $(patsubst Tests/Fuzz/%.c,%,$(wildcard Tests/Fuzz/*_fuzz.c))
FUZZERS = $(FUZZ_TARGETS:%=build/fuzz/%)
FUZZ = $(PYTHON) Tests/Fuzz/run.py build/fuzz --only $(FUZZ_TARGETS)

build/fuzz/debug/libcrec.so: $(SWIFT_SOURCES) $(LEDGER_SOURCES) build/.swift-version \
                             | build/.build-packages
	$(SWIFT) build -Xswiftc -sanitize=address,fuzzer --product crec --scratch-path build/fuzz
	$(SWIFT) build -Xswiftc -sanitize=address,fuzzer --product crec-ledger --scratch-path build/fuzz
	@touch $@

build/fuzz/%_fuzz: Tests/Fuzz/%_fuzz.c $(wildcard Tests/Fuzz/*.h Tests/C/support/*.h) \
                   build/fuzz/debug/libcrec.so | build/.test-packages
	@echo "clang $@"
	@$(call WATCHED_CC,build/fuzz,$(if $(findstring ledger,$@),-lcrec-ledger -lsqlite3)) \
	    -fsanitize=address,fuzzer -lcurl -lcrypto -ljansson

fuzz: $(FUZZERS)
	$(FUZZ) --seconds $(FUZZ_SECONDS)
	CREC_TEST_EVENTS=$(SCHEDULER_EVENTS) $(SWIFT) test --filter RandomScheduler

# The same few thousand inputs every time.
test-fuzz: $(FUZZERS)
	$(FUZZ) --runs 5000

# Real servers that embed the library.
include Tests/Hosts/*.mk

# ------------------------------------------------------------------------------- measurements

BENCH_FLAGS = $(C_FLAGS) -std=c11 -O2 -rdynamic
BENCH_WORK := Benchmarks/work.c Benchmarks/floor.c Benchmarks/floor_json.c
BENCH_CALLS := Benchmarks/calls.c Benchmarks/floor_calls.c Benchmarks/floor.c Benchmarks/floor_json.c
BENCH_PROGRAMS := $(addprefix build/bench/,submit footprint times calls ledger server)

build/bench/count build/bench/times: build/bench/%: Benchmarks/%.c $(BENCH_WORK) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(BENCH_FLAGS) -o $@ $< $(BENCH_WORK) $(BENCH_LINK)

build/bench/calls: $(BENCH_CALLS) $(LIBRARY)
	@mkdir -p $(@D)
	$(CC) $(BENCH_FLAGS) -o $@ $(BENCH_CALLS) $(BENCH_LINK) -lcurl -lpthread

build/bench/server: Benchmarks/server.c | build/.build-packages
	@mkdir -p $(@D)
	$(CC) $(BENCH_FLAGS) -o $@ $< -lssl -lcrypto

build/bench/allocations.so: Benchmarks/allocations.c | build/.build-packages
	@mkdir -p $(@D)
	$(CC) $(BENCH_FLAGS) -fPIC -shared -o $@ $<

build/bench/submit build/bench/footprint build/bench/ledger: build/bench/%: Benchmarks/%.c \
                                                              $(LIBRARY) $(LEDGER)
	@mkdir -p $(@D)
	$(CC) $(BENCH_FLAGS) -o $@ $< $(BENCH_LINK)

BENCH_LINK = $(LINK) -ljansson -lcrypto -lsqlite3

$(BENCH_PROGRAMS) build/bench/count: $(wildcard Benchmarks/*.h)

bench: $(BENCH_PROGRAMS) build/.test-packages
	$(PYTHON) Benchmarks/bench.py build/bench --json Benchmarks/figures/floor.json
	$(PYTHON) Benchmarks/bench_ledger.py build/bench --json Benchmarks/figures/ledger.json

# The vendors' SDKs, each in a directory of its own, as pip installs it.
SDK_OF_volcengine := volcengine==1.0.229
SDK_OF_alibaba := alibabacloud-live20161101==3.0.2
SDK_OF_tencent := tencentcloud-sdk-python-live==3.1.195 httpx==0.28.1
PEERS := $(addsuffix /.installed,$(addprefix build/peers/,volcengine alibaba tencent))

$(PEERS): build/peers/%/.installed: Tests/tests.mk | build/.test-packages
	rm -rf $(@D)
	$(PYTHON) -m venv build/peers/pip
	build/peers/pip/bin/pip install --quiet --target $(@D) $(SDK_OF_$*)
	@touch $@

bench-peers: all build/bench/server $(PEERS)
	$(PYTHON) Benchmarks/bench_peers.py build/bench/server build/peers \
	    --json Benchmarks/figures/peers.json

# Writes the README's tables and the chart from the figures of both.
bench-report:
	$(PYTHON) Benchmarks/report.py

COUNTED := $(addprefix build/bench/,count calls server allocations.so) build/.test-packages

test-counts: $(COUNTED)
	$(PYTHON) Benchmarks/counts.py build/bench

counts: $(COUNTED)
	$(PYTHON) Benchmarks/counts.py build/bench --write
