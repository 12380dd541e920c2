// The mail server in Tests/Lab, as a child process on a port of its own.

import Foundation

/// A real SMTP server on loopback. Ends with the last reference to it.
public final class MailServer {
  /// A mail that the server has taken.
  public struct Mail: Decodable, Sendable {
    /// Envelope sender.
    public var from: String
    /// Envelope recipients.
    public var to: [String]
    /// True where it came encrypted.
    public var tls: Bool
    /// Who logged in.
    public var login: String?
    /// How.
    public var mechanism: String?
    /// Of MAIL FROM, in capitals.
    public var options: [String]
    /// CN of the client's certificate.
    public var certificate: String?
    /// The client's port, which tells connections apart.
    public var peer: Int
    /// The message.
    public var data: String
  }

  private let server: LabServer
  /// Where it listens.
  public var port: Int { server.port }

  /// Starts it, with the options of the program.
  public convenience init(_ options: String...) throws {
    try self.init(options)
  }

  /// Starts it, with what happens at which step, such as `["MAIL": "451 later"]`.
  public convenience init(script: [String: String], _ options: [String] = []) throws {
    let json = String(decoding: try JSONEncoder().encode(script), as: UTF8.self)
    try self.init(options + ["--script", json])
  }

  /// Starts it, with the options of the program.
  public init(_ options: [String]) throws {
    server = try LabServer("mail-server", options)
  }

  /// The mails that it has taken so far; each is here before its 250.
  public func mails() throws -> [Mail] {
    try server.lines().map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
  }

  /// What it was told so far: `connect`, `EHLO web1.test`…
  public func steps() throws -> [String] {
    try server.lines(of: "log.steps").map { $0.drop { $0 != " " }.dropFirst().description }
  }
}
