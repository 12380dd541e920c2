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

  /// The names in a user's own templates that no mail has: mustache leaves them empty without a word.
  public static func unknownNames(in directory: URL) throws -> [String] {
    let texts = try names.compactMap { try own(directory.appending(path: $0)) }
    let used = texts.flatMap { $0.matches(of: /{{{?[#^\/&]?\s*([A-Za-z_][\w.]*)/).map { String($0.1) } }
    return Set(used).subtracting(AlertMail.names).sorted()
  }

  /// Fills in both parts. A value is escaped for HTML in the HTML part, and has no control characters in either.
  func render(_ values: [String: Any]) -> (text: String, html: String) {
    (text.render(values), html.render(values))
  }

  /// The text of a file; nil where it is not there, which is something else than that it cannot be read.
  private static func own(_ url: URL?) throws -> String? {
    do {
      return try url.map { try String(contentsOf: $0, encoding: .utf8) }
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      return nil
    }
  }

  /// The library has its errors as cases of an enum: `expectedSectionEnd`, in words.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
  }

  private static func load(_ name: String, _ directory: URL?, _ embedded: [UInt8]) throws -> MustacheTemplate {
    let url = directory?.appending(path: name)
    do {
      return try MustacheTemplate(string: own(url) ?? String(decoding: embedded, as: UTF8.self))
    } catch let error as MustacheTemplate.ParserError {
      throw TemplateError(
        path: url?.path ?? name,
        reason: "line \(error.context.lineNumber): \(words("\(error.error)")) in '\(error.context.line)'")
    } catch {
      throw TemplateError(path: url?.path ?? name, reason: error.localizedDescription)
    }
  }
}
