"""Seeds for the fuzzer: the recorded journals, as lines with their sender in the first byte (see FuzzTarget.swift), and a
dictionary of the words that sshd's grammar is made of."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
SENDERS = {("sshd", True): 0, ("sshd-session", True): 0, ("sshd", False): 2, ("sshd-session", False): 2}


def entries(suite):
    with tempfile.TemporaryDirectory() as directory:
        archive = TESTS / "Fixtures" / suite / "journal.tar.zst"
        subprocess.run(["tar", "--zstd", "-xf", archive, "-C", directory], check=True)
        (machine,) = pathlib.Path(directory, "journal").iterdir()
        output = subprocess.run(["journalctl", "-D", machine, "-o", "json", "--all"], check=True, capture_output=True)
    for line in output.stdout.splitlines():
        entry = json.loads(line)
        if isinstance(entry.get("MESSAGE"), str):
            yield entry


def seed(entry):
    name = entry.get("SYSLOG_IDENTIFIER")
    pid = int(entry.get("_PID", 0)) & 3
    if name == "systemd-logind" and "LEADER" in entry:
        ends = entry.get("MESSAGE_ID", "").startswith("3354")
        leader = 100 + (int(entry["LEADER"]) & 3)
        return bytes([8 | (0x40 if ends else 0)]) + f"{leader}{entry['SESSION_ID']}".encode()
    sender = SENDERS.get((name, entry.get("_UID") == "0"))
    return None if sender is None else bytes([sender | pid << 4]) + entry["MESSAGE"].replace("\n", " ").encode()


def main(corpus):
    corpus.mkdir(parents=True, exist_ok=True)
    lines = [line for suite in ("bookworm", "trixie") for line in map(seed, entries(suite)) if line]
    for number, line in enumerate(dict.fromkeys(lines)):
        (corpus / f"line-{number}").write_bytes(line)
    for number in range(0, len(lines), 12):
        (corpus / f"part-{number}").write_bytes(b"\n".join(lines[number:number + 12]))
    sources = "".join(path.read_text() for path in (TESTS.parent / "Sources/Sessions").glob("SSHDGrammar+*.swift"))
    words = {word for text in re.findall(r'"([^"\n]{4,})"', sources) for word in re.split(r"[{}\[\]]", text) if len(word) > 2}
    escaped = [word.replace("\\", "\\\\").replace('"', '\\"') for word in sorted(words)]
    (corpus.parent / "words").write_text("".join(f'"{word}"\n' for word in escaped))


main(pathlib.Path(sys.argv[1]))
