// `ssh-alertd test-mail`: a sample alert, sent at once, with the whole dialogue to look at. The database is left alone: what
// is tried here is the way out, not the queue.

import Alerts
import Delivery
public import Foundation
import Sessions
import Yams

/// Sends a sample alert by the configured servers.
public struct TestMail {
  private let configuration: Configuration
  private let recipients: [String]

  /// What came of it for a recipient.
  public struct Result: Equatable, Sendable {
    /// Who it was for.
    public var recipient: String
    /// True where a server has it now.
    public var isAccepted: Bool
    /// How it went, in the words of the server or of what kept us from it.
    public var text: String
  }

  /// Takes the configuration.
  /// - Parameter recipients: whom to send to; none for those of the configuration.
  public init(_ configuration: Configuration, to recipients: [String] = []) {
    self.configuration = configuration
    self.recipients = recipients.isEmpty ? configuration.mail.recipients : recipients
  }

  /// Reads a recipient as `mail.to` does.
  /// - Throws: an error whose text goes on from the name of what was read.
  public static func recipient(_ text: String) throws -> String {
    try Node(text).mailAddress()
  }

  /// Sends it to each recipient, by the first server that takes mail or says no to it.
  /// - Parameter hear: takes each line of what happens, in the order in which it happens.
  /// - Throws: `ConfigurationError` for a template, a secret or a certificate that cannot be used.
  public func send(at now: Date, hear: @escaping (String) -> Void) throws -> [Result] {
    signal(SIGPIPE, SIG_IGN)
    let composer = try configuration.composer()
    let relays = try relays(hear)
    let topic = SampleAlert(.login, user: "\(NSUserName()) (test)", hostname: configuration.mail.heloName).topic(
      at: now)
    hear("a sample alert, nobody has logged in: \(topic.subject)")
    return recipients.map { recipient in
      let heading = MailHeading(about: topic, from: configuration.mail.sender, to: recipient, unique: UUID())
      let message = [UInt8](composer.compose(heading, about: topic, at: now))
      let envelope = Envelope(
        sender: heading.sender, recipient: recipient, id: 0, queuedAt: Int64(now.timeIntervalSince1970))
      return Self.result(recipient, Self.deliver(message, envelope, by: relays, hear))
    }
  }

  private typealias Named = (name: String, transport: any MailTransport)

  private func relays(_ hear: @escaping (String) -> Void) throws -> [Named] {
    try configuration.mail.relays().map { relay in
      let transport = try relay.open()
      (transport as? SMTPTransport)?.transcript = { hear("  \($0)") }
      return (relay.name, transport)
    }
  }

  private static func deliver(
    _ message: [UInt8], _ envelope: Envelope, by relays: [Named], _ hear: (String) -> Void
  ) -> DeliveryOutcome {
    var outcome = DeliveryOutcome.interrupted
    for (name, transport) in relays {
      hear("to \(envelope.recipient) by \(name)")
      outcome = transport.deliver(envelope) { message }
      switch outcome {
      case .unavailable(let reason), .refused(let reason): hear("  \(reason.printable(limit: longestReason))")
      default: return outcome
      }
    }
    return outcome
  }

  private static func result(_ recipient: String, _ outcome: DeliveryOutcome) -> Result {
    let (isAccepted, how, words) =
      switch outcome {
      case .accepted(let reply): (true, "accepted", reply)
      case .recipientDeferred(let reply), .deferred(let reply): (false, "put off", reply)
      case .rejected(let reply): (false, "rejected", reply)
      case .unavailable(let reason): (false, "not reached", reason)
      case .refused(let reason): (false, "not let in", reason)
      case .interrupted: (false, "broken off", "")
      }
    return Result(
      recipient: recipient, isAccepted: isAccepted, text: "\(how): \(words.printable(limit: longestReason))")
  }

  private static let longestReason = 500
}
