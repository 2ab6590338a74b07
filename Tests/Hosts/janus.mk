# The event handler of Janus, and its test: the real server, the emulator as its cloud, and a
# publisher from PyPI.

.PHONY: test-hosts test-janus

test-hosts: test-janus

build/.janus-packages: Tests/Hosts/janus.mk | build/.test-packages
	@sh Tools/install-packages.sh janus janus-dev
	@mkdir -p $(@D) && touch $@

# Janus looks for `create`; whatever else it exported would be seen by all of the server.
build/janus/libjanus_crec.so: $(wildcard bindings/janus/*.[ch]) $(LIBRARY) $(LEDGER) \
                              build/.janus-packages
	@mkdir -p $(@D)
	$(CC) $(C_FLAGS) $(CFLAGS) -shared -fPIC -fvisibility=hidden -o $@ $(filter %.c,$^) $(LINK) \
	    $$(pkg-config --cflags --libs glib-2.0 jansson)

build/aiortc/.installed: Tests/Hosts/janus-requirements.txt | build/.test-packages
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --requirement $<
	@touch $@

test-janus: all build/janus/libjanus_crec.so build/aiortc/.installed
	PYTHONPATH=Tests/Emulator:Tests/Ledger build/aiortc/bin/python Tests/Hosts/test_janus.py
