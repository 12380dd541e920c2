// What a file or a service tells of an address, before anybody has looked whether it makes sense.

import Foundation
import Sessions

/// One value of a record.
enum PlaceValue: Equatable {
  case text(String)
  case number(Double)
  case flag(Bool)

  /// Names are shorter; what is longer is cut.
  static let longestText = 128

  /// The text made printable; nil for none, and for the dash that stands for none.
  var text: String? {
    guard case .text(let text) = self else { return nil }
    let words = text.trimmingCharacters(in: .whitespacesAndNewlines)
    return words.isEmpty || words == "-" ? nil : words.printable(limit: Self.longestText)
  }

  /// The number, also where it is written as text.
  var number: Double? {
    switch self {
    case .number(let number): number.isFinite ? number : nil
    case .text(let text): text.utf8.count <= 32 ? Double(text).flatMap { $0.isFinite ? $0 : nil } : nil
    case .flag: nil
    }
  }
}
