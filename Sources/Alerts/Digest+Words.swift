// A digest in a few words: what it counts, for the subject and the top of the mail.

import Sessions

extension Digest {
  /// `12 logins to web1`, `12 logins to 3 hosts`, `12 logins to web1, 2 with something new`, `daily digest: 12 logins to web1`.
  var subject: String {
    let place = hostCount > 1 ? "\(hostCount) hosts" : hostname.printable(limit: 64)
    let start = kind == .burst ? "" : "\(kind.rawValue) digest: "
    return "\(start)\(count) \(count == 1 ? "login" : "logins") to \(place)"
      + (newCount > 0 ? ", \(newCount) with something new" : "")
  }

  /// How many servers the listed ones are on.
  var hostCount: Int { Set(lines.map(\.login.hostname)).count }

  /// How many of the listed ones have something new.
  var newCount: Int { lines.count { !$0.news.isEmpty } }

  /// How many are not listed.
  var unlistedCount: Int { max(0, count - lines.count) }

  func count(_ reason: Reason) -> Int { lines.count { $0.reason == reason } }

  /// The names that most of the listed ones have, with their counts, and the rest as one.
  func most(_ name: (Login) -> String) -> [(name: String, count: Int)] {
    let counts = lines.reduce(into: [:]) { $0[name($1.login), default: 0] += 1 }
    let sorted = counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let most = sorted.prefix(Self.mostNames).map { (name: $0.key, count: $0.value) }
    let rest = sorted.dropFirst(Self.mostNames)
    return rest.isEmpty ? most : most + [("\(rest.count) others", rest.reduce(0) { $0 + $1.value })]
  }

  private static let mostNames = 10
}

extension Digest.Line {
  /// `new key, new network`; nil where nothing is new.
  var newWords: String? {
    News.words(news)
  }

  /// What stands behind a line: `NEW, own mail`; nil for nothing.
  var marks: String? {
    let marks = [
      news.isEmpty ? nil : "NEW", reason == .mailed ? "own mail" : nil, login.isVerified ? nil : "unverified",
    ]
    let words = marks.compactMap(\.self).joined(separator: ", ")
    return words.isEmpty ? nil : words
  }
}
