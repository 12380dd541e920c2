"""An sshd of a test's own beside the lab's, and clients that stay or ask for a password."""
import contextlib
import pathlib
import socket
import subprocess
import threading

from harness import LAB, LIMIT, wait_for

CGROUPS = [path for path in (pathlib.Path("/sys/fs/cgroup/unified"), pathlib.Path("/sys/fs/cgroup/systemd"),
                             pathlib.Path("/sys/fs/cgroup")) if (path / "cgroup.procs").exists()]
CLIENT = ["ssh", "-F", str(LAB / "ssh_config")]


class SSHD:
    """With its own settings, on its own port; as a unit of systemd in the eyes of journald, where a test wants that."""

    def __init__(self, *settings, unit=None):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.config = LAB / f"sshd_config.{self.port}"
        self.config.write_text("\n".join([
            *settings, f"Port {self.port}", "ListenAddress 127.0.0.1", f"HostKey {LAB}/hostkey",
            f"AuthorizedKeysFile {LAB}/authorized_keys", "StrictModes no", "PidFile none", "UsePAM yes",
            "LogLevel VERBOSE", "PermitRootLogin yes", ""]))
        self.groups = [path / "system.slice" / unit for path in CGROUPS] if unit else []
        for group in self.groups:
            group.mkdir(parents=True)
        join = "".join(f"echo $$ > {group}/cgroup.procs; " for group in self.groups)
        self.process = subprocess.Popen(["bash", "-euc", f"{join}exec /usr/sbin/sshd -D -f {self.config}"])
        listening = f"0100007F:{self.port:04X} 00000000:0000 0A"
        wait_for(lambda: listening in pathlib.Path("/proc/net/tcp").read_text(), "sshd")

    def options(self, *more):
        """For ssh and its like."""
        return ["-p", str(self.port), *more]

    def stop(self):
        self.process.terminate()
        self.process.wait(LIMIT)
        self.config.unlink()
        for group in self.groups:
            wait_for(lambda: not (group / "cgroup.procs").read_text(), "end of its sessions")
            group.rmdir()
            with contextlib.suppress(OSError):  # another lab may have units there
                group.parent.rmdir()


class Session:
    """A client that is logged in and stays so until it is told to leave."""

    def __init__(self, *options):
        self.client = subprocess.Popen([*CLIENT, *options, "web", "echo ready; exec cat"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert self.client.stdout.readline().strip() == b"ready"

    def leave(self, with_word=b""):
        """Says a last word, `^D` on a terminal, and waits for the end."""
        self.client.communicate(with_word, timeout=LIMIT)
        return self.client.returncode

    def kill(self):
        self.client.kill()
        self.client.communicate(timeout=LIMIT)


def with_password(password, *options, command="true"):
    """Tries a password, and nothing else unless options say so; true where it got in."""
    line = ["sshpass", "-p", password, *CLIENT, "-o", "NumberOfPasswordPrompts=1", *options, "web", command]
    return subprocess.run(line, capture_output=True, timeout=LIMIT).returncode == 0


PASSWORD_ONLY = ["-o", "PubkeyAuthentication=no", "-o", "PreferredAuthentications=password"]


def child_of(pid):
    """The process that serves the user; sshd's monitor has but this one."""
    [child] = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return int(child)


def add_user(name, uid):
    """An account with a name that useradd would not take; it has the password `secret`. The lab's /etc is its own."""
    salted = subprocess.check_output(["openssl", "passwd", "-6", "secret"], text=True).strip()
    with open("/etc/passwd", "a") as passwd, open("/etc/shadow", "a") as shadow:
        passwd.write(f"{name}:x:{uid}:{uid}::/:/bin/bash\n")
        shadow.write(f"{name}:{salted}:20000:0:99999:7:::\n")


class Relay:
    """A way to a port that is connected before a client comes: who answers there has forked by then."""

    def __init__(self, port):
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = []

    def connect(self):
        self.server = socket.create_connection(("127.0.0.1", self.target))
        assert self.server.recv(8, socket.MSG_PEEK) == b"SSH-2.0-"
        self.threads = [threading.Thread(target=self.serve)]
        self.threads[0].start()

    def serve(self):
        client, _ = self.listener.accept()
        back = threading.Thread(target=self.pump, args=(self.server, client))
        back.start()
        self.pump(client, self.server)
        back.join()
        client.close()

    @staticmethod
    def pump(source, sink):
        while data := source.recv(65536):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for thread in self.threads:
            thread.join(LIMIT)
        self.server.close()
        self.listener.close()
