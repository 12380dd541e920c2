# Where each file goes. The Makefile includes this, the Debian package is made by it, and the tarball has it as its Makefile.

PROGRAM ?= ssh-alertd
prefix = /usr
sbindir = $(prefix)/sbin
libdir = $(prefix)/lib
unitdir = $(libdir)/systemd/system
sharedir = $(prefix)/share/ssh-alertd
sysconfdir = /etc/ssh-alertd
mandir = $(prefix)/share/man
bashdir = $(prefix)/share/bash-completion/completions
zshdir = $(prefix)/share/zsh/vendor-completions
fishdir = $(prefix)/share/fish/vendor_completions.d

UNITS = systemd/ssh-alertd.service systemd/ssh-alertd-keys.socket systemd/ssh-alertd-keys@.service
TEMPLATES = $(sort $(wildcard etc/templates/*))
# Besides the program.
FILES = $(UNITS) systemd/ssh-alertd.sysusers systemd/ssh-alertd.tmpfiles systemd/ssh-alertd.catalog docs/ssh-alertd.8 \
  docs/ssh-alertd.yaml.5 etc/ssh-alertd.yaml $(TEMPLATES)

.PHONY: help install uninstall

help:
	@echo "sudo make install, sudo make uninstall; DESTDIR= and prefix= as usual"

# What a package has put there stays its own.
install: $(PROGRAM)
	@test -n "$(DESTDIR)" || ! dpkg-query --search $(sbindir)/ssh-alertd > /dev/null 2>&1 || \
	  { echo "'$(sbindir)/ssh-alertd' belongs to a Debian package; remove that first: sudo apt remove ssh-alertd" >&2; exit 1; }
	install -D $(STRIP) -m 755 $(PROGRAM) $(DESTDIR)$(sbindir)/ssh-alertd
	install -D -m 644 -t $(DESTDIR)$(unitdir) $(UNITS)
	sed -i 's|^ExecStart=/usr/sbin/|ExecStart=$(sbindir)/|' $(addprefix $(DESTDIR)$(unitdir)/,$(notdir $(UNITS)))
	install -D -m 644 systemd/ssh-alertd.sysusers $(DESTDIR)$(libdir)/sysusers.d/ssh-alertd.conf
	install -D -m 644 systemd/ssh-alertd.tmpfiles $(DESTDIR)$(libdir)/tmpfiles.d/ssh-alertd.conf
	install -D -m 644 systemd/ssh-alertd.catalog $(DESTDIR)$(libdir)/systemd/catalog/ssh-alertd.catalog
	install -D -m 644 -t $(DESTDIR)$(mandir)/man8 docs/ssh-alertd.8
	install -D -m 644 -t $(DESTDIR)$(mandir)/man5 docs/ssh-alertd.yaml.5
	install -d -m 755 $(DESTDIR)$(bashdir) $(DESTDIR)$(zshdir) $(DESTDIR)$(fishdir)
	umask 022 && $(abspath $(PROGRAM)) --generate-completion-script bash > $(DESTDIR)$(bashdir)/ssh-alertd
	umask 022 && $(abspath $(PROGRAM)) --generate-completion-script zsh > $(DESTDIR)$(zshdir)/_ssh-alertd
	umask 022 && $(abspath $(PROGRAM)) --generate-completion-script fish > $(DESTDIR)$(fishdir)/ssh-alertd.fish
	install -D -m 644 -t $(DESTDIR)$(sharedir)/templates $(TEMPLATES)
	install -d -m 755 $(DESTDIR)$(sysconfdir)/templates
	test -e $(DESTDIR)$(sysconfdir)/ssh-alertd.yaml || install -m 644 etc/ssh-alertd.yaml $(DESTDIR)$(sysconfdir)/ssh-alertd.yaml

# The configuration and the record stay.
uninstall:
	rm -f $(DESTDIR)$(sbindir)/ssh-alertd $(addprefix $(DESTDIR)$(unitdir)/,$(notdir $(UNITS)))
	rm -f $(DESTDIR)$(libdir)/sysusers.d/ssh-alertd.conf $(DESTDIR)$(libdir)/tmpfiles.d/ssh-alertd.conf
	rm -f $(DESTDIR)$(libdir)/systemd/catalog/ssh-alertd.catalog
	rm -f $(DESTDIR)$(mandir)/man8/ssh-alertd.8 $(DESTDIR)$(mandir)/man5/ssh-alertd.yaml.5
	rm -f $(DESTDIR)$(bashdir)/ssh-alertd $(DESTDIR)$(zshdir)/_ssh-alertd $(DESTDIR)$(fishdir)/ssh-alertd.fish
	rm -rf $(DESTDIR)$(sharedir)
