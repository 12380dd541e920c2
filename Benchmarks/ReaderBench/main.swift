// How fast the daemon's reader is: reads the entries with the daemon's matches out of a directory of journal files. Prints how
// many it read, the seconds from before the first to after the last, and the matches, for reader.py to give to the rivals.

import Journal
import Sessions

let reader = try JournalReader(.directory(CommandLine.arguments[1]))
try reader.match(anyOf: SessionMatches.all)
var entries = 0
let time = try ContinuousClock().measure {
  try reader.seekHead()
  while try reader.next() {
    _ = try reader.entry()
    entries += 1
  }
}
print(entries, time / .seconds(1), SessionMatches.all.joined(separator: " "))
