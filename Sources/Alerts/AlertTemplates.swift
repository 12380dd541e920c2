// The words of a mail: mustache templates, embedded at build time from etc/templates/, each of which a user may replace.

public import Foundation
import Mustache

/// A template that cannot be used.
public struct TemplateError: Error, CustomStringConvertible {
  /// The template's file.
  public var path: String
  /// What the parser says: line, column, reason.
  public var reason: String

  /// Names the file and what is wrong with it.
  public var description: String { "\(path): \(reason)" }
}

/// The two parts of an alert.
public struct AlertTemplates: Sendable {
  private let text: MustacheTemplate
  private let html: MustacheTemplate

  /// The files that replace them, when they are there.
  public static let names = [textName, htmlName]

  static let textName = "login.txt"
  static let htmlName = "login.html"

  /// Takes each template from the directory where it is there, and the embedded one where it is not.
  /// - Throws: `TemplateError` for a file that cannot be read or parsed.
  public init(overriddenIn directory: URL? = nil) throws {
    text = try Self.load(Self.textName, directory, PackageResources.login_txt)
    html = try Self.load(Self.htmlName, directory, PackageResources.login_html)
  }

  /// Fills in both parts. A value is escaped for HTML in the HTML part, and has no control characters in either.
  func render(_ values: [String: Any]) -> (text: String, html: String) {
    (text.render(values), html.render(values))
  }

  private static func load(_ name: String, _ directory: URL?, _ embedded: [UInt8]) throws -> MustacheTemplate {
    let url = directory?.appending(path: name)
    do {
      guard let url, FileManager.default.fileExists(atPath: url.path) else {
        return try MustacheTemplate(string: String(decoding: embedded, as: UTF8.self))
      }
      return try MustacheTemplate(string: String(contentsOf: url, encoding: .utf8))
    } catch let error as MustacheTemplate.ParserError {
      throw TemplateError(
        path: url?.path ?? name, reason: "line \(error.context.lineNumber): \(error.error) in '\(error.context.line)'")
    } catch {
      throw TemplateError(path: url?.path ?? name, reason: error.localizedDescription)
    }
  }
}
