// From libsystemd's `FIELD=value` bytes to the fields of an entry. The first of several equal fields counts: trusted ones
// occur once, and of the others none is better than the next.

import Sessions

extension JournalEntry {
  /// Takes a field where it is one of those that an entry has.
  mutating func take(_ field: UnsafeRawBufferPointer) {
    guard let equals = field.firstIndex(of: UInt8(ascii: "=")),
      let target = Self.targets[String(decoding: field[..<equals], as: UTF8.self)]
    else { return }
    target(&self, String(decoding: field[(equals + 1)...], as: UTF8.self))
  }

  private static let targets: [String: @Sendable (inout JournalEntry, String) -> Void] = [
    "MESSAGE": { $0.message = $0.message.isEmpty ? $1 : $0.message },
    "MESSAGE_ID": { $0.messageID = $0.messageID ?? $1 },
    "SYSLOG_IDENTIFIER": { $0.identifier = $0.identifier ?? $1 },
    "LEADER": { $0.leader = $0.leader ?? Int32($1) },
    "SESSION_ID": { $0.sessionID = $0.sessionID ?? $1 },
    "_PID": { $0.pid = $0.pid ?? Int32($1) },
    "_UID": { $0.uid = $0.uid ?? UInt32($1) },
    "_COMM": { $0.command = $0.command ?? $1 },
    "_EXE": { $0.executable = $0.executable ?? $1 },
    "_HOSTNAME": { $0.hostname = $1 },
    "_MACHINE_ID": { $0.machineID = $1 },
  ]
}
