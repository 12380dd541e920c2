// Classes of bytes. sshd writes ASCII and escapes the rest, and telling bytes apart is far quicker than telling characters.

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isHexDigit: Bool { isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self | 0x20) }
  var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) }

  /// What an IPv4 or IPv6 address with its scope can hold, or `UNKNOWN`.
  var isOfAddress: Bool { isDigit || isLetter || Self.marksOfAddress.contains(self) }
  private static let marksOfAddress = Array(":.%_-".utf8)
}
