// Text that somebody else wrote, made fit for a terminal, a log line or a mail.

extension StringProtocol {
  /// The text with control characters and those that turn the direction of writing shown as `\u{1b}`, and bounded.
  /// - Parameter limit: how many characters to keep; what is longer ends in `…`.
  public func printable(limit: Int = 200) -> String {
    let text = unicodeScalars.prefix(limit + 1).reduce(into: "") { text, scalar in
      text += scalar.isUnprintable ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return text.count > limit ? text.prefix(limit) + "…" : text
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
