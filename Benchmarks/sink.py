"""The mail server of mail.py: takes all mail and keeps none, on blocking sockets with a thread a connection, so that it is faster
than whoever sends.

Prints its port. Whoever calls hears nothing until it reads a line, the number of mails to take: it lets him in, and prints when
the first and the last of them was taken, in seconds, and how many connections that took. The last mail is kept in the file of
its argument.
"""
import pathlib
import socket
import sys
import threading
import time

REPLIES = {b"EHLO": b"250-sink.test\r\n250-8BITMIME\r\n250 SIZE 10000000\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


def read(connection, end):
    """What comes up to an end; nothing comes after it, since PIPELINING is not offered. Empty where the caller is gone."""
    data = b""
    while not data.endswith(end):
        # Nobody shall wait 40 ms for a delayed ACK, as msmtp would, which sends a line at a time.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        try:
            chunk = connection.recv(65536)
        except ConnectionError:
            return b""
        if not chunk:
            return b""
        data += chunk
    return data


class Sink:
    def __init__(self, path):
        self.path = path
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=100)
        self.listener.settimeout(0.1)  # how late it may see that all is taken
        self.port = self.listener.getsockname()[1]
        self.times = []

    def talk(self, connection):
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.sendall(b"220 sink.test ESMTP\r\n")
        while command := read(connection, b"\r\n"):
            verb = command[:4].upper()
            connection.sendall(REPLIES.get(verb, b"250 ok\r\n"))
            if verb == b"DATA" and (mail := read(connection, b"\r\n.\r\n")):
                connection.sendall(b"250 2.0.0 taken\r\n")
                self.times.append(time.monotonic())
                self.mail = mail
        connection.close()

    def take(self, count):
        self.times, connections = [], 0
        while len(self.times) < count:
            try:
                connection, _ = self.listener.accept()
            except TimeoutError:
                continue
            connections += 1
            threading.Thread(target=self.talk, args=[connection], daemon=True).start()
        self.path.write_bytes(self.mail)
        print(self.times[0], self.times[count - 1], connections, flush=True)


sink = Sink(pathlib.Path(sys.argv[1]))
print(sink.port, flush=True)
for line in sys.stdin:
    sink.take(int(line))
