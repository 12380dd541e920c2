// A line of sshd without what log.c puts around it.

/// A message of sshd, taken apart.
struct SSHDLine {
  /// Without `error: ` or `fatal: ` before it (log.c, `do_log`) and ` [preauth]` behind it (monitor.c, `monitor_read_log`).
  let text: Substring
  /// True where the unprivileged child said it before anybody had logged in. A user can write such an end after his login.
  let isPreauth: Bool
  /// True where the line has lost its end, and what stands there may be anybody's.
  let isCut: Bool

  /// sshd logs at most this many bytes of a line (log.c, `do_log`, `%.500s`).
  static let longest = 500

  init(_ message: String) {
    var text = message[...]
    for prefix in ["error: ", "fatal: "] where text.hasPrefix(prefix) {
      text = text.dropFirst(prefix.count)
      break
    }
    isPreauth = text.utf8.last == UInt8(ascii: "]") && text.hasSuffix(" [preauth]")
    self.text = isPreauth ? text.dropLast(" [preauth]".count) : text
    isCut = message.utf8.count >= Self.longest
  }

  /// Undoes sshd's escapes in a part of the line: what comes from the child is escaped by both processes.
  func decoded(_ part: Substring) -> String {
    let once = SSHDEscapes.decode(part)
    return isPreauth ? SSHDEscapes.decode(once[...]) : once
  }
}
