// sshd passes each line through strnvis(3) before it logs it (log.c, `do_log`, VIS_SAFE | VIS_OCTAL). This undoes it.

/// sshd's way of writing what is not printable ASCII.
enum SSHDEscapes {
  /// Undoes one pass of escaping: `\303\266` to `ö`, `\n` to a newline, `\\` to `\`.
  ///
  /// A backslash that starts no escape stays as it is; bytes that are not UTF-8 become U+FFFD.
  static func decode(_ text: Substring) -> String {
    guard text.utf8.contains(backslash) else { return String(text) }
    var bytes: [UInt8] = []
    var rest = text.utf8
    while let byte = rest.popFirst() {
      bytes.append(byte == backslash ? escaped(&rest) : byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func escaped(_ rest: inout Substring.UTF8View) -> UInt8 {
    if let octal = octal(rest.prefix(3)) {
      rest = rest.dropFirst(3)
      return octal
    }
    guard let next = rest.first, let byte = letters[next] else { return backslash }
    rest.removeFirst()
    return byte
  }

  private static func octal(_ digits: Substring.UTF8View) -> UInt8? {
    guard digits.count == 3, digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "7")).contains($0) }) else {
      return nil
    }
    return UInt8(Substring(digits), radix: 8)
  }

  private static let backslash = UInt8(ascii: "\\")

  /// vis(3), VIS_CSTYLE, which sshd's copy uses for what has a letter.
  private static let letters: [UInt8: UInt8] = [
    backslash: backslash, UInt8(ascii: "n"): 10, UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "a"): 7,
    UInt8(ascii: "b"): 8, UInt8(ascii: "v"): 11, UInt8(ascii: "f"): 12, UInt8(ascii: "s"): 32, UInt8(ascii: "0"): 0,
  ]
}
