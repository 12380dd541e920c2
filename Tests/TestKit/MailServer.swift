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

  /// Starts it, with the options of the script.
  public convenience init(_ options: String...) throws {
    try self.init(options)
  }

  /// Starts it, with the options of the script.
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
    try String(contentsOfFile: directory.path("log"), encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(Mail.self, from: Data($0.utf8))
    }
  }
}

/// A CA and a certificate of it for `localhost` and 127.0.0.1.
public struct TestCertificates {
  private let directory: TemporaryDirectory
  /// PEM of the CA.
  public var authority: String { directory.path("ca.pem") }
  /// PEM of the server.
  public var certificate: String { directory.path("server.pem") }
  /// Its key.
  public var key: String { directory.path("server.key") }

  /// Makes them.
  public init() throws {
    directory = try TemporaryDirectory()
    let new = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    try Command.run(
      "openssl",
      new + [
        "-keyout", directory.path("ca.key"), "-out", authority, "-subj", "/CN=Test CA \(UUID())", "-addext",
        "keyUsage=critical,keyCertSign",
      ])
    try Command.run(
      "openssl",
      new + [
        "-keyout", key, "-out", certificate, "-subj", "/CN=localhost", "-CA", authority, "-CAkey",
        directory.path("ca.key"), "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext",
        "basicConstraints=critical,CA:FALSE",
      ])
  }
}
