"""The daemon at work while the journal, the disk or its own process is not as it should be."""
import contextlib
import pathlib
import signal
import subprocess

from harness import LIMIT, Daemon, login, smtp_configuration, wait_for
from journald import accepted_in_journal, entries, wait_for_ends
from test_journal import settled


def test_logins_while_its_process_is_suspended_are_mailed_when_it_goes_on(daemon, mail_server):
    daemon.start()
    daemon.process.send_signal(signal.SIGSTOP)
    login(3)
    daemon.process.send_signal(signal.SIGCONT)
    settled(daemon, mail_server, 3, 0)
    assert daemon.gaps() == []


def test_it_survives_two_vacuums_while_it_is_suspended(daemon, mail_server, journald):
    """libsystemd 252 dies of SIGBUS where a file is read that was rotated and vacuumed twice."""
    daemon.start()
    login()
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    daemon.process.send_signal(signal.SIGSTOP)
    cursor = entries("-n1")[0]["__CURSOR"]
    login()
    wait_for_ends(1, after=cursor)
    lost = len(entries("--after-cursor", cursor))
    journald.vacuum()
    login()
    wait_for(lambda: len(ends()) == 1, "end of the session")
    lost += len(entries())
    journald.vacuum()
    login()
    daemon.process.send_signal(signal.SIGCONT)
    settled(daemon, mail_server, 2, 1)
    assert daemon.gaps() == [("vacuumed", lost)]


def ends():
    return [entry for entry in entries("_UID=0") if "session closed for user" in str(entry["MESSAGE"])]


def test_it_goes_on_when_a_full_disk_has_room_again(tmp_path, mail_server):
    state = tmp_path / "state"
    state.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", state], check=True)
    daemon = Daemon(tmp_path, smtp_configuration(mail_server))
    filler = state / "filler"
    try:
        daemon.start()
        login()
        mail_server.wait_for_mails(1)
        subprocess.run(["dd", "if=/dev/zero", f"of={filler}", "bs=1k"], capture_output=True)
        count = 1
        # What is in the log file of the database already has room for a few.
        while not daemon.said("cannot record logins, trying again: database: "):
            login()
            count += 1
            assert count < 100, "the disk is not full"
        login(2)
        filler.unlink()
        settled(daemon, mail_server, count + 2, 0)
        assert daemon.said("cannot record logins") == 1 and daemon.said("can record logins again") == 1
    finally:
        daemon.kill()
        subprocess.run(["umount", "--lazy", state], check=True)


def test_entries_of_no_interest_cost_no_write(daemon, mail_server, tmp_path):
    daemon.start()
    login()
    daemon.wait_for_logins(1, "closed_at IS NOT NULL")
    wait_for(lambda: daemon.count("outbox", "state = 'sent'") == 1, "sent mail")
    position = daemon.position()
    trace = tmp_path / "trace"
    strace = subprocess.Popen(["strace", "-f", "-e", "trace=poll,pwrite64,fdatasync", "-o", trace,
                               "-p", str(daemon.process.pid)], stderr=subprocess.PIPE, text=True)
    try:
        assert "attached" in strace.stderr.readline()
        for _ in range(4):
            woken = wakes(trace)
            subprocess.run(["bash", "-c", "for i in {1..25}; do echo hello; done | systemd-cat -t noise"], check=True)
            wait_for(lambda: wakes(trace) > woken, "wake-up")
    finally:
        strace.send_signal(signal.SIGINT)
        strace.communicate(timeout=LIMIT)
    assert not [line for line in trace.read_text().splitlines() if "pwrite64(" in line or "fdatasync(" in line]
    assert daemon.position() == position
    assert daemon.stop() == 0
    assert daemon.position()[0] in [entry["__CURSOR"] for entry in entries("-t", "noise")]


def wakes(trace):
    """How often poll(2) has returned."""
    return trace.read_text().count("([{fd=") if trace.exists() else 0


def test_the_first_start_with_a_moment_tells_of_the_past_and_later_ones_do_not(daemon, mail_server, journald):
    journald.wipe()
    login(2)
    daemon.start("--since", "1h")
    mail_server.wait_for_mails(2)
    login()
    settled(daemon, mail_server, 3, 0)
    daemon.start("--since", "24h")
    login()
    settled(daemon, mail_server, 4, 0)
    assert len(accepted_in_journal(0)) == 4


def descriptors(pid):
    """What the kernel says of each open file of a process; some are closed meanwhile."""
    for path in pathlib.Path(f"/proc/{pid}/fdinfo").iterdir():
        with contextlib.suppress(FileNotFoundError):
            yield path.read_text()


def test_logind_need_not_be_there_and_its_files_ring(daemon, mail_server):
    """Without a bus: logind writes a file when a session begins. Here it is written a thousand times, beside three logins."""
    sessions = pathlib.Path("/run/systemd/sessions")
    sessions.mkdir(parents=True, exist_ok=True)
    try:
        daemon.start()
        watched = f"ino:{sessions.stat().st_ino:x} "
        wait_for(lambda: any(watched in text for text in descriptors(daemon.process.pid)), "watch on logind's files")
        for number in range(1000):
            (sessions / str(number % 3)).write_text(f"session {number}\n")
            if number % 400 == 0:
                login()
        assert len(mail_server.wait_for_mails(3)) == 3
        daemon.stop()
        assert daemon.count("login") == 3
    finally:
        for path in [*sessions.iterdir()]:
            path.unlink()
        sessions.rmdir()
