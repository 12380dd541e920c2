// Writes entries to the journal field by field: sd_journal_sendv(3). A value may hold any byte, a newline too: each is sent with
// its length. What journald adds of its own (`_PID`, `_UID`, `_COMM`, the unit) cannot be set here.

import CSystemd
import Glibc

/// The way into the journal past standard error.
public enum JournalSocket {
  private static let path = "/run/systemd/journal/socket"

  /// Sends an entry.
  /// - Parameter fields: names as systemd.journal-fields(7) has them, with their values.
  /// - Returns: false where journald did not get it.
  public static func send(_ fields: [(name: String, value: String)]) -> Bool {
    // Where there is no socket, sd_journal_sendv(3) does nothing and says that it did.
    guard access(path, F_OK) == 0 else { return false }
    var bytes: [UInt8] = []
    let ends = fields.map { field in
      bytes += "\(field.name)=\(field.value)".utf8
      return bytes.count
    }
    return bytes.withUnsafeMutableBytes { buffer in
      let parts = zip([0] + ends, ends).map { start, end in
        iovec(iov_base: buffer.baseAddress?.advanced(by: start), iov_len: end - start)
      }
      return sd_journal_sendv(parts, Int32(parts.count)) == 0
    }
  }
}
