"""A rival of ReaderBench: python3-systemd hands out each entry as a dictionary. Prints entries and seconds."""
import sys
import time

from systemd import journal

directory, *matches = sys.argv[1:]
reader = journal.Reader(path=directory)
for match in matches:
    reader.add_match(match)
    reader.add_disjunction()
start = time.monotonic()
reader.seek_head()
entries = sum(1 for _ in reader)
print(entries, time.monotonic() - start)
