// The words of a mail: mustache templates, embedded at build time from etc/templates/, each of which a user may replace.

import Mustache

/// A template that cannot be used.
public struct TemplateError: Error, Equatable {
  /// Which of the templates.
  public var file: TemplateFile
  /// What the parser says: line and reason.
  public var reason: String
}

/// The templates of all mails.
public struct AlertTemplates: Sendable {
  private let library: MustacheLibrary

  /// Takes a user's own templates; the embedded one where there is none.
  public init(own: [TemplateFile: String] = [:]) throws(TemplateError) {
    var templates: [String: MustacheTemplate] = [:]
    for file in TemplateFile.allCases {
      templates[file.rawValue] = try Self.parse(own[file] ?? file.embedded, file)
    }
    library = MustacheLibrary(templates: templates)
  }

  /// Fills in a template. A value is escaped for HTML in an HTML part; `TemplateValues` has seen to its characters.
  func render(_ file: TemplateFile, _ values: TemplateValues) -> String {
    library.render(values.object, withTemplate: file.rawValue) ?? ""
  }

  private static func parse(_ template: String, _ file: TemplateFile) throws(TemplateError) -> MustacheTemplate {
    do {
      return try MustacheTemplate(string: template)
    } catch let error as MustacheTemplate.ParserError {
      let context = error.context
      throw TemplateError(
        file: file, reason: "line \(context.lineNumber): \(words("\(error.error)")) in '\(context.line)'")
    } catch {
      throw TemplateError(file: file, reason: "\(error)")
    }
  }

  /// The library has its errors as cases of an enum: `expectedSectionEnd`, in words.
  private static func words(_ name: String) -> String {
    name.reduce(into: "") { $0 += $1.isUppercase ? " \($1.lowercased())" : String($1) }
  }
}
