// Other programs that tests ask: openssl, tar, Python's email package.

public import Foundation

/// A program that ran and what came of it.
public struct Command {
  /// Its exit status was another than 0.
  public struct Failure: Error, CustomStringConvertible {
    /// What it was, and what it said.
    public var description: String
  }

  /// Runs a program of `/usr/bin` to its end.
  /// - Returns: its standard output.
  /// - Throws: `Failure` with its standard error.
  @discardableResult
  public static func run(_ name: String, _ arguments: [String], input: Data = Data()) throws -> Data {
    let files = try TemporaryDirectory()
    for name in ["in", "out", "error"] { try files.write("", to: name) }
    try input.write(to: URL(filePath: files.path("in")))
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/\(name)")
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: URL(filePath: files.path("in")))
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: files.path("out")))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: files.path("error")))
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let words = try String(contentsOfFile: files.path("error"), encoding: .utf8)
      throw Failure(description: "\(name) \(arguments.joined(separator: " ")): \(words)")
    }
    return try Data(contentsOf: URL(filePath: files.path("out")))
  }
}
