// What is wrong with a configuration: file, line, and what would be right.

/// One or more mistakes in a configuration.
public struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// A mistake.
  public struct Problem: Equatable, Sendable {
    /// From 1 on; nil where the whole file is meant.
    public var line: Int?
    /// What is wrong, and what would be right.
    public var text: String
  }

  /// The file.
  public var path: String
  /// What is wrong with it, in the order of the file.
  public var problems: [Problem]

  /// A line for each: `file:line: what is wrong`.
  public var description: String {
    problems.map { problem in
      problem.line.map { "\(path):\($0): \(problem.text)" } ?? "\(path): \(problem.text)"
    }.joined(separator: "\n")
  }
}
