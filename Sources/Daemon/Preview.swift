// `ssh-alertd preview`: a mail as the daemon would make it with this configuration, about a sample. Sends nothing.

import Alerts
public import Foundation

/// A sample mail, to the first of the recipients.
public struct Preview: Sendable {
  private let composer: AlertMail
  private let heading: MailHeading
  private let topic: AlertTopic
  private let now: Date

  /// Takes what it is about, and the words that the configuration has for it.
  /// - Throws: `ConfigurationError` for a template that cannot be used.
  public init(_ sample: SampleAlert, by configuration: Configuration, at now: Date) throws(ConfigurationError) {
    let mail = configuration.mail
    composer = try configuration.composer()
    topic = sample.topic(at: now)
    heading = MailHeading(about: topic, from: mail.sender, to: mail.recipients.first ?? "root", unique: UUID())
    self.now = now
  }

  /// The subject and the text part, as on a screen.
  public var text: String { "Subject: \(heading.subject)\n\n\(composer.parts(topic, at: now).text)" }

  /// The HTML part.
  public var html: String { composer.parts(topic, at: now).html }

  /// The whole message, CRLF line ends.
  public var message: Data { composer.compose(heading, about: topic, at: now) }
}
