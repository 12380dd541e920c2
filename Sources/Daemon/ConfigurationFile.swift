// From ssh-alertd.yaml to a configuration, or to all that is wrong with it. Yams gives each value with its line.

import Foundation
import Yams

extension Configuration {
  /// Reads a file over the defaults.
  /// - Parameter path: nil for the default path, which need not exist.
  /// - Throws: `ConfigurationError`.
  public static func load(_ path: String?) throws -> Configuration {
    let file = path ?? defaultPath
    do {
      return try parse(String(contentsOfFile: file, encoding: .utf8), path: file)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile && path == nil {
      return Configuration()
    } catch let error as CocoaError {
      let reason = (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
      let text = "cannot read the file: \(reason ?? error.localizedDescription)"
      throw ConfigurationError(path: file, problems: [.init(line: nil, text: text)])
    }
  }

  /// Reads the text of a file over the defaults.
  /// - Throws: `ConfigurationError` with all that is wrong.
  public static func parse(
    _ text: String, path: String, defaults: Configuration = Configuration()
  ) throws(ConfigurationError) -> Configuration {
    var reader = ConfigurationReader(configuration: defaults)
    do {
      if let root = try compose(yaml: text) { reader.read(root) }
    } catch {
      reader.problems = [Self.problem(error)]
    }
    guard reader.problems.isEmpty else {
      throw ConfigurationError(path: path, problems: reader.problems.sorted { ($0.line ?? 0) < ($1.line ?? 0) })
    }
    return reader.configuration
  }

  private static func problem(_ error: any Error) -> ConfigurationError.Problem {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      .init(line: mark.line, text: "no valid YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      .init(line: context.mark.line, text: "key '\(duplicates.joined(separator: "', '"))' occurs more than once")
    default: .init(line: nil, text: "no valid YAML: \(error)")
    }
  }
}
