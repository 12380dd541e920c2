// From libsystemd's `FIELD=value` bytes to the fields of an entry. The first of several equal fields counts: trusted ones
// occur once, and of the others none is better than the next.

import Glibc
import Sessions

extension JournalEntry {
  /// Takes a field where it is one of those that an entry has. Of the others, the most, no text is made.
  mutating func take(_ field: UnsafeRawBufferPointer) {
    guard let equals = field.firstIndex(of: UInt8(ascii: "=")) else { return }
    let value = UnsafeRawBufferPointer(rebasing: field[(equals + 1)...])
    switch UnsafeRawBufferPointer(rebasing: field[..<equals]) {
    case "MESSAGE": if message.isEmpty { message = value.text }
    case "MESSAGE_ID": messageID = messageID ?? value.text
    case "SYSLOG_IDENTIFIER": identifier = identifier ?? value.text
    case "LEADER": leader = leader ?? Int32(value.text)
    case "SESSION_ID": sessionID = sessionID ?? value.text
    case "_PID": pid = pid ?? Int32(value.text)
    case "_UID": uid = uid ?? UInt32(value.text)
    case "_COMM": command = command ?? value.text
    case "_EXE": executable = executable ?? value.text
    case "_HOSTNAME": hostname = value.text
    case "_MACHINE_ID": machineID = value.text
    default: break
    }
  }
}

extension UnsafeRawBufferPointer {
  /// What is no UTF-8 is replaced.
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

/// A field's name is compared as bytes.
private func ~= (name: StaticString, bytes: UnsafeRawBufferPointer) -> Bool {
  guard let start = bytes.baseAddress, bytes.count == name.utf8CodeUnitCount else { return false }
  return memcmp(start, name.utf8Start, bytes.count) == 0
}
