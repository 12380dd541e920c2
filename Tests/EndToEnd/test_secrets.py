"""The secret of mail.username: where it comes from, who is kept from it, and that it is found nowhere afterwards."""
import os
import pathlib
import resource
import shutil
import signal
import subprocess

import pytest

from harness import LAB, LIMIT, PROGRAM, ROOT, Daemon, MailServer, login, smtp_configuration, wait_for
from recorded import accepted, write

SECRET = "c0rrect-h0rse"


@pytest.fixture
def server(tmp_path, certificates):
    """A mail server that lets nobody in but with the secret."""
    server = MailServer(tmp_path, "--cert", certificates / "server.pem", "--key", certificates / "server.key",
                        "--login", f"alerts:{SECRET}")
    yield server.start()
    server.stop()


@pytest.fixture
def make(tmp_path, server, certificates):
    """Makes a daemon with more keys, and with credentials as the service manager hands them over."""
    made = []

    def make(more="", **credentials):
        keys = f"  ca_file: {certificates}/ca.pem\n  username: alerts\n{more}"
        daemon = Daemon(tmp_path, smtp_configuration(server, more=keys))
        if credentials:
            directory = tmp_path / "credentials"
            directory.mkdir(mode=0o500)
            for name, text in credentials.items():
                file = directory / name.replace("_", "-")
                file.write_text(text)
                file.chmod(0o440)
            environment = daemon.environment()
            daemon.environment = lambda: {**environment, "CREDENTIALS_DIRECTORY": str(directory)}
        made.append(daemon)
        return daemon

    yield make
    for daemon in made:
        daemon.kill()


def write_secret(path, text=SECRET, mode=0o600):
    path.write_text(text + "\n")
    path.chmod(mode)
    return path


def mails_one_login(daemon, server):
    daemon.start()
    login()
    mail = server.wait_for_mails(1)[0]
    return mail["tls"] and mail["login"] == "alerts"


def test_a_password_from_a_file(make, server, tmp_path):
    assert mails_one_login(make(f"  password_file: {write_secret(tmp_path / 'password')}\n"), server)


def test_a_password_from_the_service_manager_comes_first(make, server, tmp_path):
    wrong = write_secret(tmp_path / "password", "wrong")
    daemon = make(f"  password_file: {wrong}\n", mail_password=f"{SECRET}\n")
    assert mails_one_login(daemon, server)
    assert "secret: of alerts: password from credential 'mail-password'\n" in daemon.run("check").stdout


@pytest.mark.parametrize("nothing", ["", "\n"])
def test_a_credential_that_is_empty_is_none(make, server, tmp_path, nothing):
    """So the unit starts where nobody has made one."""
    daemon = make(f"  password_file: {write_secret(tmp_path / 'password')}\n", mail_password=nothing, mail_token=nothing)
    assert mails_one_login(daemon, server)


def test_a_name_without_a_secret_starts_nothing(make):
    daemon = make(mail_password="\n")
    done = daemon.run("run")
    assert done.returncode == 78 and not daemon.database.exists()
    assert "no secret for it; set mail.password_file, or give the service credential 'mail-password'" in done.stderr


@pytest.mark.parametrize("mode", [0o644, 0o640])
def test_a_file_that_others_can_read_is_refused_with_the_remedy(make, tmp_path, mode):
    path = write_secret(tmp_path / "password", mode=mode)
    daemon = make(f"  password_file: {path}\n")
    done = daemon.run("run")
    assert done.returncode == 78 and not daemon.database.exists()
    assert done.stderr == f"{path}: others can read this password file; run 'chmod 600 {path}'\n"


def test_a_credential_that_does_not_fit_starts_nothing(make, tmp_path):
    done = make("  auth: xoauth2\n", mail_password=SECRET).run("run")
    assert done.returncode == 78 and "another secret than a password" in done.stderr and SECRET not in done.stderr


def test_the_secret_is_nowhere_else(make, server, tmp_path):
    """Neither in what others see of the process, nor in what it writes, with a server that refuses it and one that takes it."""
    path = write_secret(tmp_path / "password")
    daemon = make(f"  password_file: {path}\n")
    server.stop()
    refusing = MailServer(tmp_path, *server.options[:-1], "alerts:another", port=server.port).start()
    try:
        daemon.start()
        login()
        wait_for(lambda: daemon.said("535"), "refusal")
        said = daemon.run("check").stdout
        assert "FAIL  mail: " in said
    finally:
        refusing.stop()
    daemon.stop()
    server.start()
    daemon.start()
    login()
    server.wait_for_mails(1)
    pid = str(daemon.process.pid)
    seen = [pathlib.Path("/proc", pid, name).read_bytes() for name in ("cmdline", "environ", "status")]
    seen += [subprocess.check_output(["ps", "eww", "-p", pid])]
    seen += [daemon.run("check").stdout.encode(), daemon.run("history", "--format", "json").stdout.encode(), said.encode()]
    assert daemon.stop() == 0
    written = [file for file in tmp_path.rglob("*") if file.is_file() and file != path]
    assert {daemon.output, daemon.config, daemon.database, server.log} <= set(written)
    assert all(SECRET.encode() not in text for text in [*seen, *(file.read_bytes() for file in written)])


def test_a_crash_leaves_no_core(make, tmp_path):
    """A shell that crashes in the same place leaves one, where the machine has them written into files."""
    def unlimited():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        os.chdir(tmp_path)

    def dumps(process):
        status = wait_for(lambda: os.waitpid(process.pid, os.WNOHANG)[1], "end")
        process.returncode = 0
        assert os.WIFSIGNALED(status)
        return os.WCOREDUMP(status)

    shell = subprocess.Popen(["sh", "-c", "kill -SEGV $$"], preexec_fn=unlimited)
    can_dump = dumps(shell)
    daemon = make(f"  password_file: {write_secret(tmp_path / 'password')}\n")
    # Swift's own report of a crash stands between the signal and the end.
    daemon.start(wrapper=["prlimit", "--core=unlimited", "env", f"--chdir={tmp_path}", "SWIFT_BACKTRACE=enable=no"])
    limits = pathlib.Path(f"/proc/{daemon.process.pid}/limits").read_text().splitlines()
    assert [line.split()[4:6] for line in limits if line.startswith("Max core file size")] == [["0", "0"]]
    daemon.process.send_signal(signal.SIGSEGV)
    assert not dumps(daemon.process)
    if not can_dump:
        pytest.skip("no process leaves a core here: only the limit was looked at")


def test_the_report_of_a_crash_shows_no_memory(make, tmp_path):
    """Swift's runtime would write what its registers point to into the log; the unit tells it not to."""
    unit = (ROOT / "systemd/ssh-alertd.service").read_text()
    setting = next(line for line in unit.splitlines() if line.startswith("Environment=")).removeprefix("Environment=")
    daemon = make(f"  password_file: {write_secret(tmp_path / 'password')}\n")
    daemon.start(wrapper=["env", setting])
    daemon.process.send_signal(signal.SIGSEGV)
    wait_for(lambda: daemon.said("Program crashed"), "report")
    wait_for(lambda: daemon.said("Backtrace took"), "end of the report")
    assert not daemon.said("Registers:")


def test_another_process_of_the_same_user_cannot_look_inside(tmp_path):
    """Where it can, an account that was broken into reads the password out of the memory of its daemon."""
    home = LAB / "home/alice"
    journal, program = home / "journal", home / "ssh-alertd"
    journal.mkdir()
    write(journal / "system.journal", [accepted(0)])
    shutil.copy(PROGRAM, program)
    config = home / "ssh-alertd.yaml"
    config.write_text(f"database: {home}/state/ssh-alertd.db\njournal:\n  directory: {journal}\n")
    subprocess.run(["chown", "-R", "alice:alice", home], check=True)
    alice = ["setpriv", "--reuid", "alice", "--regid", "alice", "--clear-groups"]
    read = "import sys; open(f'/proc/{sys.argv[1]}/mem', 'rb')"
    process = subprocess.Popen([*alice, program, "run", "--config", config], stderr=subprocess.PIPE, text=True)
    other = subprocess.Popen([*alice, "sleep", "1000"])
    try:
        assert any("watching journal" in line for line in process.stderr)
        wait_for(lambda: pathlib.Path(f"/proc/{other.pid}/comm").read_text() == "sleep\n", "the other process")
        assert subprocess.run([*alice, "/usr/bin/python3", "-c", read, str(other.pid)]).returncode == 0
        done = subprocess.run([*alice, "/usr/bin/python3", "-c", read, str(process.pid)], capture_output=True, text=True)
        assert "PermissionError" in done.stderr
        assert os.stat(f"/proc/{process.pid}/environ").st_uid == 0
    finally:
        for child in (process, other):
            child.kill()
            child.wait(LIMIT)
