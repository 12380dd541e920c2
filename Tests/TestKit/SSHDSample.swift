// The lines in Tests/Fixtures/sshd-messages.jsonl: what sshd 7.2 to 10.x writes, and what each of them means.

import Foundation

/// A line of sshd, and what it has to be read as.
public struct SSHDSample: Decodable, Sendable, CustomStringConvertible {
  /// The line.
  public var message: String
  /// Who wrote it; root where that is not told.
  public var uid: UInt32?
  /// The name of the event, `nothing` where it is none.
  public var meaning: String
  /// How somebody failed.
  public var kind: String?
  /// What the failure counts.
  public var weight: String?
  /// The name in it, decoded.
  public var user: String?
  /// The client's address.
  public var address: String?
  /// True where it can be read with two addresses.
  public var isAmbiguous: Bool?

  /// The line.
  public var description: String { message }

  /// All of them.
  public static func all() throws -> [SSHDSample] {
    let file = RecordedJournal.tests.appending(path: "Fixtures/sshd-messages.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(SSHDSample.self, from: Data($0.utf8))
    }
  }
}
