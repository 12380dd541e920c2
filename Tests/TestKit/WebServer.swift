// The web server in Tests/Lab, as a child process on a port of its own.

import Foundation

/// A real HTTP server on loopback, with one answer to all. Ends with the last reference to it.
public final class WebServer {
  /// What it was asked.
  public struct Request: Decodable, Sendable {
    /// What stands behind the server's name.
    public var path: String
    /// By their names in small letters.
    public var headers: [String: String]
  }

  private let server: LabServer
  /// Where it listens.
  public var port: Int { server.port }

  /// Starts it, with an answer and the options of the program.
  public init(status: Int = 200, _ body: String = "", headers: [String] = [], _ options: String...) throws {
    let answer = ["--status=\(status)", "--body=\(body)"] + headers.map { "--header=\($0)" }
    server = try LabServer("web-server", answer + options)
  }

  /// What it was asked so far; each is here before its answer.
  public func requests() throws -> [Request] {
    try server.lines().map { try JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
  }
}
