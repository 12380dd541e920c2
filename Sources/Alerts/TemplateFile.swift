// The files that the words of a mail come from. Each stands in etc/templates/, is embedded from there, and can be replaced.

/// A template, named as its file.
public enum TemplateFile: String, CaseIterable, Sendable {
  /// The mail about a login.
  case loginText = "login.txt"
  case loginHTML = "login.html"
  /// The mail about a time in which logins may have been missed.
  case gapText = "gap.txt"
  case gapHTML = "gap.html"
  /// The mail about many logins.
  case digestText = "digest.txt"
  case digestHTML = "digest.html"
  /// The mail about the end of a session.
  case logoutText = "logout.txt"
  case logoutHTML = "logout.html"
  /// The mail about many failed attempts.
  case failuresText = "failures.txt"
  case failuresHTML = "failures.html"
  /// The mail about a week.
  case weeklyText = "weekly.txt"
  case weeklyHTML = "weekly.html"
  /// What the HTML parts begin and end with, and what they look like.
  case head = "head.html"
  case foot = "foot.html"
  case style = "style.css"

  /// The one that is built in.
  var embedded: String {
    let bytes =
      switch self {
      case .loginText: PackageResources.login_txt
      case .loginHTML: PackageResources.login_html
      case .gapText: PackageResources.gap_txt
      case .gapHTML: PackageResources.gap_html
      case .digestText: PackageResources.digest_txt
      case .digestHTML: PackageResources.digest_html
      case .logoutText: PackageResources.logout_txt
      case .logoutHTML: PackageResources.logout_html
      case .failuresText: PackageResources.failures_txt
      case .failuresHTML: PackageResources.failures_html
      case .weeklyText: PackageResources.weekly_txt
      case .weeklyHTML: PackageResources.weekly_html
      case .head: PackageResources.head_html
      case .foot: PackageResources.foot_html
      case .style: PackageResources.style_css
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The names that mails have for it.
  var names: Set<String> {
    switch self {
    case .loginText, .loginHTML: AlertMail.loginNames
    case .gapText, .gapHTML: AlertMail.gapNames
    case .digestText, .digestHTML: AlertMail.digestNames
    case .logoutText, .logoutHTML: AlertMail.logoutNames
    case .failuresText, .failuresHTML: AlertMail.failuresNames
    case .weeklyText, .weeklyHTML: AlertMail.weeklyNames
    case .head: ["title", "preheader"]
    case .foot: ["host", "id"]
    case .style: []
    }
  }

  /// The names in a user's own template that no such mail has: mustache leaves them empty without a word.
  /// What is called, such as `first()`, is no name.
  public func unknownNames(in template: String) -> Set<String> {
    let used = template.matches(of: /{{{?[#^\/&]?\s*(?:\w+\()*([A-Za-z_][\w.]*)(?![\w.(])/).map { String($0.1) }
    return Set(used).subtracting(names)
  }
}
