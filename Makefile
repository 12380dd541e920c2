# Two commands do it all on a Debian that has Swift: `make run`, `make test`. What is missing they install with apt-get.

SWIFT_FLAGS = --explicit-target-dependency-import-check error
BUILD_PACKAGES = libsystemd-dev libcurl4-openssl-dev libssl-dev libmaxminddb-dev libsqlite3-dev pkg-config
LAB_PACKAGES = systemd openssh-server openssh-client python3
TEST_PACKAGES = python3-aiosmtpd python3-pytest python3-systemd systemd-journal-remote sshpass strace zstd sqlite3 openssl dbus python3-dbus msmtp chromium fonts-dejavu-core
BENCH_PACKAGES = gcc
DEB_PACKAGES = debhelper dpkg-dev lintian
DEBIAN_PACKAGES = mmdebstrap systemd-container iproute2 openssl
PICTURE_PACKAGES = pngquant
LINT_PACKAGES = groff-base mandoc
PYTEST = /usr/bin/python3 -m pytest -q -p no:cacheprovider

VERSION := $(shell sed -n 's/.*static let version = "\(.*\)"/\1/p' Sources/ssh-alertd/SSHAlertd.swift)
# What is given to others: Swift's runtime within, no place where it was built, and all that is linked is read-only once it runs.
RELEASE_FLAGS = -c release --static-swift-stdlib --disable-local-rpath -Xlinker -z -Xlinker now \
  -Xcc -fmacro-prefix-map=$(CURDIR)/=
PROGRAM = .build/release/ssh-alertd
STRIP = -s
DEB = .build/ssh-alertd_$(VERSION)_$(shell dpkg --print-architecture).deb
TARBALL = ssh-alertd-$(VERSION)-linux-$(shell uname -m)

.PHONY: build run test unit e2e torture sanitize fuzz lint bench bench-container pictures man deb test-deb test-boot dist clean $(PROGRAM)

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
	for script in debian/*.preinst debian/*.postrm; do sh -n $$script || exit; done
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
	@Tests/Lab/need $(BUILD_PACKAGES) $(LAB_PACKAGES) $(TEST_PACKAGES) $(DEBIAN_PACKAGES)
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

$(PROGRAM):
	@Tests/Lab/need $(BUILD_PACKAGES)
	swift build $(RELEASE_FLAGS) --product ssh-alertd

include install.mk

# A Debian package, .build/ssh-alertd_VERSION_ARCHITECTURE.deb.
deb:
	@Tests/Lab/need $(BUILD_PACKAGES) $(DEB_PACKAGES)
	@test "$$(dpkg-parsechangelog --show-field Version)" = $(VERSION) || \
	  { echo "debian/changelog has another version than Sources/ssh-alertd/SSHAlertd.swift" >&2; exit 1; }
	DEB_RULES_REQUIRES_ROOT=no DEB_DIRECTORY=.build debian/rules binary
	lintian --allow-root --fail-on error $(DEB)

# Installs, upgrades, removes and purges it in Debians without a boot, which are made on the first run.
test-deb: deb
	@Tests/Lab/need $(TEST_PACKAGES) $(DEBIAN_PACKAGES)
	DEB=$(abspath $(DEB)) $(PYTEST) Tests/Package

# The package in booted Debians, which are made on the first run: real logins, reboots, failures, upgrades, and what strangers try.
# BOOT_IDLE_SECONDS=600 watches for ten minutes what the daemon costs.
test-boot: deb
	@Tests/Lab/need $(LAB_PACKAGES) $(TEST_PACKAGES) $(DEBIAN_PACKAGES)
	DEB=$(abspath $(DEB)) $(PYTEST) Tests/Boot

# A tarball for other distributions, .build/ssh-alertd-VERSION-linux-MACHINE.tar.gz: the program, and `make install` within.
dist: $(PROGRAM)
	@Tests/Lab/need dpkg-dev
	rm -rf .build/$(TARBALL)
	install -D $(STRIP) -m 755 $(PROGRAM) .build/$(TARBALL)/ssh-alertd
	cp --parents --preserve=mode $(FILES) .build/$(TARBALL)
	cp README.md NEWS.md LICENSE .build/$(TARBALL)
	cp install.mk .build/$(TARBALL)/Makefile
	cp debian/copyright .build/$(TARBALL)/COPYRIGHT
	tar --create --gzip --file .build/$(TARBALL).tar.gz --directory .build --sort=name --owner=0 --group=0 --numeric-owner \
	  --mode=u=rwX,go=rX --mtime="$$(dpkg-parsechangelog --show-field Date)" $(TARBALL)
	rm -r .build/$(TARBALL)

clean:
	rm -rf .build .build-* .run debian/.debhelper debian/ssh-alertd debian/files debian/*.substvars debian/*.debhelper \
	  debian/debhelper-build-stamp
