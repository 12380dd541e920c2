"""Real mail servers from Debian on loopback, Postfix and Exim, and msmtp to check them with.

Each server has a port and directories of its own below the lab's, uses nothing of the machine's, and delivers to Maildirs of the
lab's users. With certificates it wants STARTTLS and the account below; without, neither.
"""
import collections
import contextlib
import email
import email.policy
import os
import pathlib
import pwd
import re
import shutil
import signal
import socket
import subprocess
import tempfile

from harness import LAB, LIMIT, ROOT, wait_for

DOMAIN, USERNAME, PASSWORD = "mail.test", "alerts", "s3cret"

Delivered = collections.namedtuple("Delivered", "queue_id protocol raw message")


class DebianServer:
    """What both have in common. Each says which users and packages it needs, how it is configured, and which command runs it."""

    packages = users = ()
    log_name = "log"

    def __init__(self, certificates=None):
        self.certificates = certificates
        self.process = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        for user in self.users:
            add_system_user(user)
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix=f"{self.packages[0]}.", dir=LAB))
        self.directory.chmod(0o755)
        self.mail = self.make("mail", mode=0o1777)
        self.log = self.directory / self.log_name
        self.configure()

    def start(self):
        """Starts it, and waits for its greeting."""
        self.process = subprocess.Popen(self.daemon(), stdin=subprocess.DEVNULL, start_new_session=True)
        wait_for(lambda: self.process.poll() is not None or self.greets(), "greeting of a mail server")
        assert self.process.poll() is None
        return self

    def greets(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), LIMIT) as connection:
            return connection.recv(3) == b"220"

    def stop(self):
        """Ends it, and waits until none of its processes is left."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(LIMIT)
            wait_for(lambda: not has_processes(self.process.pid), "end of a mail server's processes")
            self.process = None

    __enter__ = start

    def __exit__(self, failure, *_):
        self.stop()
        if failure:
            print(self.log.read_text())

    def mailbox(self, user="alice"):
        """What a user got; from Postfix in the order in which it was taken, by its queue ids."""
        return sorted(map(delivered, (self.mail / user / "new").glob("*")), key=lambda mail: mail.queue_id)

    def wait_for_mails(self, count, user="alice", limit=LIMIT):
        wait_for(lambda: len(self.mailbox(user)) >= count, f"{count} mails of {user}", limit)
        return self.mailbox(user)

    def wait_for_word(self, word):
        wait_for(lambda: word in self.log.read_text(), f"'{word}' in the log of a mail server")

    @classmethod
    def command(cls, *command):
        """A command that finds the server's packages installed."""
        return [str(part) for part in (ROOT / "Tests/Lab/with", *cls.packages, "--", *command)]

    def make(self, name, owner="root", group="root", mode=0o755):
        """A directory below its own."""
        made = self.directory / name
        made.mkdir()
        shutil.chown(made, owner, group)
        made.chmod(mode)
        return made

    def write(self, name, *texts):
        """A file in its directory, without what indents the texts here."""
        lines = (line.strip() for text in texts for line in text.splitlines())
        (self.directory / name).write_text("\n".join(lines) + "\n")


class Postfix(DebianServer):
    """SASL is Cyrus's; `settings` go into main.cf."""

    packages, users = ("postfix", "sasl2-bin", "libsasl2-modules"), ("postfix", "postdrop")

    def __init__(self, certificates=None, mechanisms="PLAIN LOGIN CRAM-MD5", **settings):
        self.mechanisms = mechanisms
        self.settings = settings
        super().__init__(certificates)

    def daemon(self):
        return self.command("/usr/lib/postfix/sbin/master", "-c", self.directory)

    def configure(self):
        self.make("data", owner="postfix")
        self.make_queue()
        if self.certificates:
            self.make_account()
        self.write("master.cf", f"127.0.0.1:{self.port} inet n - n - - smtpd", MASTER)
        self.set(**self.settings)

    def set(self, **settings):
        """Writes main.cf, which it reads when it starts."""
        self.write("main.cf", MAIN.format(self=self), SUBMISSION.format(self=self) if self.certificates else "",
                   *(f"{name} = {value}" for name, value in settings.items()))
        os.utime(self.directory / "main.cf", (0, 0))  # Postfix waits until its settings have not changed for two seconds

    def make_account(self):
        self.make("sasl")
        self.write("sasl/smtpd.conf", "pwcheck_method: auxprop", "auxprop_plugin: sasldb",
                   f"sasldb_path: {self.directory}/sasl/users", f"mech_list: {self.mechanisms}")
        subprocess.run(self.command("saslpasswd2", "-p", "-c", "-f", self.directory / "sasl/users", "-u", DOMAIN, USERNAME),
                       input=PASSWORD, text=True, check=True, timeout=LIMIT)
        shutil.chown(self.directory / "sasl/users", "postfix")

    def make_queue(self):
        """As `postfix check` would."""
        self.make("queue")
        self.make("queue/pid")
        self.make("queue/public", owner="postfix", group="postdrop", mode=0o710)
        self.make("queue/maildrop", owner="postfix", group="postdrop", mode=0o730)
        names = "active bounce corrupt defer deferred flush hold incoming private saved trace"
        for name in names.split():
            self.make(f"queue/{name}", owner="postfix", mode=0o700)


MAIN = """
    compatibility_level = 3.6
    mail_owner = postfix
    setgid_group = postdrop
    queue_directory = {self.directory}/queue
    data_directory = {self.directory}/data
    maillog_file = {self.log}
    maillog_file_prefixes = {self.directory}
    inet_protocols = ipv4
    myhostname = mail.test
    mydestination = mail.test
    alias_maps =
    local_recipient_maps = unix:passwd.byname
    mail_spool_directory = {self.mail}/
    default_transport = error: nothing leaves this machine
    enable_long_queue_ids = yes
    in_flow_delay = 0
    """
SUBMISSION = """
    smtpd_tls_security_level = encrypt
    smtpd_tls_cert_file = {self.certificates}/server.pem
    smtpd_tls_key_file = {self.certificates}/server.key
    smtpd_sasl_auth_enable = yes
    smtpd_sasl_local_domain = mail.test
    cyrus_sasl_config_path = {self.directory}/sasl
    smtpd_client_restrictions = permit_sasl_authenticated, reject
    """
MASTER = """
    postlog unix-dgram n - n - 1 postlogd
    cleanup unix n - n - 0 cleanup
    qmgr    unix n - n - 1 qmgr
    tlsmgr  unix - - n - 1 tlsmgr
    rewrite unix - - n - - trivial-rewrite
    bounce  unix - - n - 0 bounce
    defer   unix - - n - 0 bounce
    anvil   unix - - n - 1 anvil
    error   unix - - n - - error
    local   unix - n n - - local
    """


class Exim(DebianServer):
    """Debian's speaks TLS by GnuTLS. It is root's only with settings from /etc, over which its directory is mounted."""

    packages, users, log_name = ("exim4-daemon-light",), ("Debian-exim",), "spool/mainlog"

    def daemon(self):
        pathlib.Path("/etc/exim4").mkdir(exist_ok=True)
        run = 'mount --bind "$0" /etc/exim4; exec exim4 -bdf -oX "$1"'
        return self.command("bash", "-euc", run, self.directory, f"127.0.0.1.{self.port}")

    def configure(self):
        self.make("spool", owner="Debian-exim")
        client = "authenticated = *" if self.certificates else "hosts = 127.0.0.1"
        self.write("exim4.conf", EXIM.format(self=self, client=client), self.submission() if self.certificates else "")

    def submission(self):
        for name in ("server.pem", "server.key"):
            shutil.copy(self.certificates / name, self.directory)
            shutil.chown(self.directory / name, "Debian-exim")
        return AUTHENTICATORS


EXIM = """
    primary_hostname = mail.test
    spool_directory = {self.directory}/spool
    log_file_path = {self.directory}/spool/%slog
    pid_file_path = {self.directory}/pid
    keep_environment =
    tls_advertise_hosts = ${{if exists {{{self.directory}/server.pem}} {{*}}}}
    tls_certificate = {self.directory}/server.pem
    tls_privatekey = {self.directory}/server.key
    auth_advertise_hosts = ${{if def:tls_in_cipher {{*}}}}
    acl_smtp_rcpt = rcpt
    acl_smtp_data = data
    begin acl
    rcpt:
      require {client}
      require verify = recipient
      accept
    data:
      accept
    begin routers
    local:
      driver = accept
      domains = mail.test
      check_local_user
      transport = maildir
    begin transports
    maildir:
      driver = appendfile
      directory = {self.mail}/$local_part_data
      maildir_format
    """
AUTHENTICATORS = f"""
    begin authenticators
    plain:
      driver = plaintext
      public_name = PLAIN
      server_prompts = :
      server_condition = ${{if and {{{{eq {{$auth2}} {{{USERNAME}}}}} {{eq {{$auth3}} {{{PASSWORD}}}}}}}}}
      server_set_id = $auth2
    cram:
      driver = cram_md5
      public_name = CRAM-MD5
      server_secret = ${{if eq {{$auth1}} {{{USERNAME}}} {{{PASSWORD}}} fail}}
      server_set_id = $auth1
    """


def msmtp(server, *options, text="Subject: a check\n\nof the set-up\n", to=f"alice@{DOMAIN}"):
    """Sends a mail with msmtp, a client that has nothing in common with ours; gives its exit status."""
    command = ["msmtp", "--host=127.0.0.1", f"--port={server.port}", f"--from=msmtp@{DOMAIN}", *options, to]
    return subprocess.run(command, input=text, text=True, timeout=LIMIT, stderr=subprocess.DEVNULL).returncode


def delivered(path):
    raw = path.read_bytes()
    message = email.message_from_bytes(raw, policy=email.policy.default)
    [protocol] = re.findall(r"\bwith (\w*smtp\w*)", message["Received"], re.I)
    [queue_id] = re.findall(r"\bid ([\w-]+)", message["Received"])
    return Delivered(queue_id, protocol.upper(), raw, message)


def defects(raw):
    """What Python's parser finds wrong with a mail, its parts, their fields and texts."""
    found = []
    for policy in (email.policy.SMTP, email.policy.default):
        for part in email.message_from_bytes(raw, policy=policy).walk():
            if not part.is_multipart():
                part.get_content()
            found += [*part.defects, *(defect for value in part.values() for defect in value.defects)]
    return found


def add_system_user(name):
    """As the package would on installation; the lab's /etc is its own."""
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(name)
    subprocess.run(["useradd", "--system", "--no-log-init", name], check=True)


def has_processes(group):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(group, 0)
        return True
