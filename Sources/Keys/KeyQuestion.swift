// What the helper is asked: one JSON object on a line.
//
//     {"question":"key_name","user":"alice","fingerprint":"SHA256:…"}
//     {"question":"sshd_settings","user":"alice"}      the user may be missing

import Foundation

/// A question of the daemon's.
enum KeyQuestion: Equatable {
  /// Whose key it was.
  case keyName(user: String, fingerprint: String)
  /// Which settings sshd has, for a user or outside of Match blocks.
  case sshdSettings(user: String?)

  /// Bytes of the longest line, its end not counted.
  static let longest = 4096
}

extension KeyQuestion: Codable {
  private enum CodingKeys: String, CodingKey {
    case question, user, fingerprint
  }

  private enum Kind: String, Codable {
    case keyName = "key_name"
    case sshdSettings = "sshd_settings"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    switch try fields.decode(Kind.self, forKey: .question) {
    case .keyName:
      self = .keyName(
        user: try fields.decode(String.self, forKey: .user),
        fingerprint: try fields.decode(String.self, forKey: .fingerprint))
    case .sshdSettings: self = .sshdSettings(user: try fields.decodeIfPresent(String.self, forKey: .user))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .keyName(let user, let fingerprint):
      try fields.encode(Kind.keyName, forKey: .question)
      try fields.encode(user, forKey: .user)
      try fields.encode(fingerprint, forKey: .fingerprint)
    case .sshdSettings(let user):
      try fields.encode(Kind.sshdSettings, forKey: .question)
      try fields.encodeIfPresent(user, forKey: .user)
    }
  }
}
