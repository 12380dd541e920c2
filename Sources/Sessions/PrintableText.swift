// Text that somebody else wrote, made fit for a terminal, a log line or a mail.

extension StringProtocol {
  /// The text with control characters and those that turn the direction of writing shown as `\u{1b}`, and bounded.
  /// - Parameter limit: how many Unicode scalars to keep; what is longer ends in `…`.
  public func printable(limit: Int = 200) -> String {
    var text = ""
    var room = limit
    for scalar in unicodeScalars {
      let shown = scalar.isUnprintable ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
      room -= shown.unicodeScalars.count
      guard room >= 0 else { return text + "…" }
      text += shown
    }
    return text
  }
}

extension Unicode.Scalar {
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: true
    default: false
    }
  }
}
