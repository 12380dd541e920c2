"""The rival of latency.py: follows the journal, and mails each Accepted line to the server on the port that is given."""
import smtplib
import sys
import time

from systemd import journal

reader = journal.Reader()
reader.add_match(SYSLOG_IDENTIFIER="sshd")
reader.add_match(SYSLOG_IDENTIFIER="sshd-session")
reader.seek_tail()
reader.get_previous()
print("ready", flush=True)
while True:
    for entry in reader:
        read_at = time.time()
        message = entry["MESSAGE"]
        if message.startswith("Accepted ") and entry["_UID"] == 0:
            with smtplib.SMTP("127.0.0.1", int(sys.argv[1])) as server:
                server.sendmail("rival@web.test", ["admin@test"], (
                    f"Subject: {message}\r\nX-Read-At: {read_at}\r\n\r\n{message}\r\n" + ("x" * 60 + "\r\n") * 60).encode())
    reader.wait()
