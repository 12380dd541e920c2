// Where a user's own mail templates stand: `mail.templates`. Each may be there or not.

import Alerts
import Foundation

/// Reads templates that replace the embedded ones.
struct TemplateDirectory {
  var path: String

  /// The templates that are there, the embedded ones for the others.
  /// - Throws: `ConfigurationError` for one that cannot be read or parsed.
  func templates() throws(ConfigurationError) -> AlertTemplates {
    let text = try read(AlertTemplates.textName)
    let html = try read(AlertTemplates.htmlName)
    do {
      return try AlertTemplates(text: text, html: html)
    } catch {
      throw problem(error.name, error.reason)
    }
  }

  /// The text of a template; nil where it is not there, which is something else than that it cannot be read.
  func read(_ name: String) throws(ConfigurationError) -> String? {
    do {
      return try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      return nil
    } catch {
      throw problem(name, error.localizedDescription)
    }
  }

  private func problem(_ name: String, _ text: String) -> ConfigurationError {
    ConfigurationError(path: "\(path)/\(name)", problems: [.init(line: nil, text: text)])
  }
}
