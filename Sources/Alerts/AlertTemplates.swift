// The words of a mail: mustache templates, embedded at build time from etc/templates/, each of which a user may replace.

import Mustache

/// A template that cannot be used.
public struct TemplateError: Error, Equatable {
  /// Which of the templates: `login.txt`.
  public var name: String
  /// What the parser says: line and reason.
  public var reason: String
}

/// The two parts of an alert.
public struct AlertTemplates: Sendable {
  private let text: MustacheTemplate
  private let html: MustacheTemplate

  /// The file that replaces the text part, when it is there.
  public static let textName = "login.txt"
  /// The file that replaces the HTML part, when it is there.
  public static let htmlName = "login.html"

  /// Takes a user's own templates; the embedded one where there is none.
  public init(text: String? = nil, html: String? = nil) throws(TemplateError) {
    self.text = try Self.parse(text ?? Self.embedded(PackageResources.login_txt), Self.textName)
    self.html = try Self.parse(html ?? Self.embedded(PackageResources.login_html), Self.htmlName)
  }

  /// The names in a template that no mail has: mustache leaves them empty without a word.
  public static func unknownNames(in template: String) -> Set<String> {
    let used = template.matches(of: /{{{?[#^\/&]?\s*([A-Za-z_][\w.]*)/).map { String($0.1) }
    return Set(used).subtracting(AlertMail.names)
  }

  /// Fills in both parts. A value is escaped for HTML in the HTML part, and has no control characters in either.
  func render(_ values: [String: Any]) -> (text: String, html: String) {
    (text.render(values), html.render(values))
  }

  private static func embedded(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func parse(_ template: String, _ name: String) throws(TemplateError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: template)
    } catch let error as MustacheTemplate.ParserError {
      let context = error.context
      throw TemplateError(
        name: name, reason: "line \(context.lineNumber): \(words("\(error.error)")) in '\(context.line)'")
    } catch {
      throw TemplateError(name: name, reason: "\(error)")
    }
  }

  /// The library has its errors as cases of an enum: `expectedSectionEnd`, in words.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
  }
}
