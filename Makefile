# Two commands do it all on a Debian that has Swift: `make run`, `make test`. What is missing they install with apt-get.

SWIFT_FLAGS = --explicit-target-dependency-import-check error
BUILD_PACKAGES = libsystemd-dev libcurl4-openssl-dev libssl-dev libmaxminddb-dev libsqlite3-dev pkg-config
LAB_PACKAGES = systemd openssh-server openssh-client python3
TEST_PACKAGES = python3-aiosmtpd python3-pytest python3-systemd systemd-journal-remote sshpass strace zstd sqlite3 openssl dbus python3-dbus msmtp chromium fonts-dejavu-core
BENCH_PACKAGES = gcc
PICTURE_PACKAGES = pngquant
LINT_PACKAGES = groff-base mandoc
PYTEST = /usr/bin/python3 -m pytest -q -p no:cacheprovider

prefix = /usr
sbindir = $(prefix)/sbin
libdir = $(prefix)/lib
mandir = $(prefix)/share/man
bashdir = $(prefix)/share/bash-completion/completions
zshdir = $(prefix)/share/zsh/vendor-completions
fishdir = $(prefix)/share/fish/vendor_completions.d

.PHONY: build run test unit e2e torture sanitize fuzz lint bench bench-container pictures man install clean

build:
	@Tests/Lab/need $(BUILD_PACKAGES)
	swift build $(SWIFT_FLAGS)

# The daemon in the foreground, with the embedded defaults and its state under .run/.
run: build
	@Tests/Lab/need $(LAB_PACKAGES)
	@Tests/Lab/run

test: unit e2e

unit:
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES)
	swift build --build-tests $(SWIFT_FLAGS)
	swift test --skip-build

e2e:
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES)
	swift build $(SWIFT_FLAGS)
	Tests/Lab/server $(PYTEST) Tests/EndToEnd

# 200 kills at random moments, one at each of many writes, 200 beside a mail server that fails at every step; SEED=n repeats a run.
torture: build
	@Tests/Lab/need $(LAB_PACKAGES) $(TEST_PACKAGES)
	TORTURE=full Tests/Lab/server $(PYTEST) -s Tests/EndToEnd/test_crash.py Tests/EndToEnd/test_queue_torture.py

# The tests under ThreadSanitizer and AddressSanitizer.
sanitize:
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES)
	Tests/Lab/sanitize thread
	Tests/Lab/sanitize address

# libFuzzer on the parser and the tracker, for FUZZ_SECONDS (60).
fuzz:
	@Tests/Lab/need $(BUILD_PACKAGES) $(TEST_PACKAGES)
	Tests/Lab/fuzz

lint:
	@Tests/Lab/need $(LINT_PACKAGES)
	swift format lint --strict --recursive Sources Tests Benchmarks Package.swift
	bash -n Tests/Lab/server Tests/Lab/with Tests/Lab/run Tests/Lab/need Tests/Lab/sanitize Tests/Lab/fuzz
	mandoc -Tlint -Wwarning docs/*.[58]
	groff -ww -mandoc -Tutf8 -z docs/*.[58] 2>&1 | { ! grep .; }

bench:
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES) $(BENCH_PACKAGES)
	swift build -c release --product ssh-alertd
	swift build -c release --product reader-bench
	Tests/Lab/server /usr/bin/python3 Benchmarks/latency.py
	Tests/Lab/server /usr/bin/python3 Benchmarks/mail.py
	Tests/Lab/server /usr/bin/python3 Benchmarks/reader.py
	Tests/Lab/server /usr/bin/python3 Benchmarks/flood.py
	Tests/Lab/server /usr/bin/python3 Benchmarks/idle.py

# From sshd's entry to the mail in booted Debians with systemd, which are made on the first run.
bench-container:
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES) mmdebstrap systemd-container
	swift build -c release --product ssh-alertd
	/usr/bin/python3 Benchmarks/container.py

# ssh-alertd.yaml(5), from what etc/ssh-alertd.yaml says.
man:
	/usr/bin/python3 docs/manual.py > docs/ssh-alertd.yaml.5.new
	mv docs/ssh-alertd.yaml.5.new docs/ssh-alertd.yaml.5

# What the mails look like, for docs/.
pictures: build
	@Tests/Lab/need $(TEST_PACKAGES) $(PICTURE_PACKAGES)
	/usr/bin/python3 Tests/EndToEnd/pictures.py docs

install:
	@Tests/Lab/need $(BUILD_PACKAGES)
	swift build -c release --static-swift-stdlib --product ssh-alertd
	install -s -D -m 755 .build/release/ssh-alertd $(DESTDIR)$(sbindir)/ssh-alertd
	install -D -m 644 systemd/ssh-alertd.service $(DESTDIR)$(libdir)/systemd/system/ssh-alertd.service
	install -D -m 644 -t $(DESTDIR)$(libdir)/systemd/system systemd/ssh-alertd-keys.socket systemd/ssh-alertd-keys@.service
	sed -i 's|^ExecStart=/usr/sbin/|ExecStart=$(sbindir)/|' $(DESTDIR)$(libdir)/systemd/system/ssh-alertd*.service
	install -D -m 644 systemd/ssh-alertd.sysusers $(DESTDIR)$(libdir)/sysusers.d/ssh-alertd.conf
	install -D -m 644 systemd/ssh-alertd.tmpfiles $(DESTDIR)$(libdir)/tmpfiles.d/ssh-alertd.conf
	install -D -m 644 -t $(DESTDIR)$(prefix)/share/ssh-alertd/templates etc/templates/*
	install -D -m 644 systemd/ssh-alertd.catalog $(DESTDIR)$(libdir)/systemd/catalog/ssh-alertd.catalog
	install -D -m 644 -t $(DESTDIR)$(mandir)/man5 docs/ssh-alertd.yaml.5
	install -D -m 644 -t $(DESTDIR)$(mandir)/man8 docs/ssh-alertd.8
	mkdir -p .build/completions
	.build/release/ssh-alertd --generate-completion-script bash > .build/completions/bash
	.build/release/ssh-alertd --generate-completion-script zsh > .build/completions/zsh
	.build/release/ssh-alertd --generate-completion-script fish > .build/completions/fish
	install -D -m 644 .build/completions/bash $(DESTDIR)$(bashdir)/ssh-alertd
	install -D -m 644 .build/completions/zsh $(DESTDIR)$(zshdir)/_ssh-alertd
	install -D -m 644 .build/completions/fish $(DESTDIR)$(fishdir)/ssh-alertd.fish
	install -d -m 755 $(DESTDIR)/etc/ssh-alertd/templates
	test -e $(DESTDIR)/etc/ssh-alertd/ssh-alertd.yaml || \
	  install -m 644 etc/ssh-alertd.yaml $(DESTDIR)/etc/ssh-alertd/ssh-alertd.yaml

clean:
	rm -rf .build .build-* .run
