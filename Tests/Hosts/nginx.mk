# nginx with recordings, and its test.

NGINX_PACKAGES := nginx libnginx-mod-rtmp libnginx-mod-http-lua lua-cjson

.PHONY: test-hosts test-nginx

build/.nginx-packages: Tests/Hosts/nginx.mk | build/.test-packages
	@sh Tools/install-packages.sh $(NGINX_PACKAGES)
	@mkdir -p $(@D) && touch $@

test-hosts: test-nginx

test-nginx: all build/.nginx-packages
	PYTHONPATH=Tests/Emulator:Tests/Ledger $(PYTHON) Tests/Hosts/test_nginx.py
