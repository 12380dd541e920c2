// The mail server in Tests/Lab, as a child process on a port of its own.

import Foundation
import Glibc

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

  /// It did not come up.
  public struct StartError: Error {}

  /// Where it listens.
  public let port: Int
  private let process = Process()
  private let directory: TemporaryDirectory
  private static let startLimit: Int32 = 20_000

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
    directory = try TemporaryDirectory()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/python3")
    process.arguments =
      [RecordedJournal.tests.appending(path: "Lab/mail-server").path, "--log", directory.path("log")] + options
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var polled = pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&polled, 1, Self.startLimit) > 0,
      let port = Int(String(decoding: output.fileHandleForReading.availableData, as: UTF8.self).prefix { $0.isNumber })
    else {
      kill(process.processIdentifier, SIGKILL)
      throw StartError()
    }
    self.port = port
  }

  /// SIGTERM would not do: the child has the signal mask of the thread that started it, which may block it.
  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// The mails that it has taken so far; each is here before its 250.
  public func mails() throws -> [Mail] {
    try lines(of: "log").map { try JSONDecoder().decode(Mail.self, from: Data($0.utf8)) }
  }

  /// What it was told so far: `connect`, `EHLO web1.test`…
  public func steps() throws -> [String] {
    try lines(of: "log.steps").map { $0.drop { $0 != " " }.dropFirst().description }
  }

  private func lines(of name: String) throws -> [Substring] {
    try String(contentsOfFile: directory.path(name), encoding: .utf8).split(separator: "\n")
  }
}
