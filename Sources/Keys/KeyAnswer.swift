// What the helper says: one JSON object on a line.
//
//     {"comment":"alice@laptop","options":"from=\"10.0.0.0/8\""}      the options may be missing
//     {"log_level":"INFO","authorized_keys_file":[".ssh/authorized_keys"]}
//     {}                                                            no file has the key
//     {"error":"…"}

import Alerts
import Foundation

/// An answer of the helper's.
enum KeyAnswer: Equatable {
  case name(KeyName)
  case settings(SSHDSettings)
  case nothing
  case error(String)

  /// Bytes of the longest line, its end not counted.
  static let longest = 4096
  /// Unicode scalars of an error that are told.
  static let longestError = 400
}

extension KeyAnswer: Codable {
  /// A field by which each of them can be told.
  private enum CodingKeys: String, CodingKey {
    case comment, error
    case authorizedKeysFile = "authorized_keys_file"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    if let error = try fields.decodeIfPresent(String.self, forKey: .error) {
      self = .error(error)
    } else if fields.contains(.comment) {
      self = .name(try KeyName(from: decoder))
    } else if fields.contains(.authorizedKeysFile) {
      self = .settings(try SSHDSettings(from: decoder))
    } else {
      self = .nothing
    }
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .name(let name): try name.encode(to: encoder)
    case .settings(let settings): try settings.encode(to: encoder)
    case .nothing: _ = encoder.container(keyedBy: CodingKeys.self)
    case .error(let words):
      var fields = encoder.container(keyedBy: CodingKeys.self)
      try fields.encode(words, forKey: .error)
    }
  }
}
