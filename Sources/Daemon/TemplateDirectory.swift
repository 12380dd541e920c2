// Where a user's own mail templates stand: `mail.templates`. Each may be there or not.

import Alerts
import Foundation

/// Reads templates that replace the embedded ones.
struct TemplateDirectory {
  var path: String

  /// The templates that are there, the embedded ones for the others.
  /// - Throws: `ConfigurationError` for one that cannot be read or parsed.
  func templates() throws(ConfigurationError) -> AlertTemplates {
    let own = try own()
    do {
      return try AlertTemplates(own: own)
    } catch {
      throw problem(error.file, error.reason)
    }
  }

  /// The texts of those that are there.
  func own() throws(ConfigurationError) -> [TemplateFile: String] {
    var texts: [TemplateFile: String] = [:]
    for file in TemplateFile.allCases { texts[file] = try read(file) }
    return texts
  }

  /// The text of a template; nil where it is not there, which is something else than that it cannot be read.
  func read(_ file: TemplateFile) throws(ConfigurationError) -> String? {
    do {
      return try String(contentsOfFile: "\(path)/\(file.rawValue)", encoding: .utf8)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      return nil
    } catch {
      throw problem(file, error.localizedDescription)
    }
  }

  private func problem(_ file: TemplateFile, _ text: String) -> ConfigurationError {
    ConfigurationError(path: "\(path)/\(file.rawValue)", problems: [.init(line: nil, text: text)])
  }
}
