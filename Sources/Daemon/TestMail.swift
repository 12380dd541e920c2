// `ssh-alertd test-mail`: a sample alert, sent at once, with the whole dialogue to look at. The database is left alone: what
// is tried here is the way out, not the queue.

import Alerts
import Delivery
public import Foundation
import Sessions
import Yams

/// Sends a sample alert by the configured servers.
public struct TestMail {
  private let mail: Configuration.Mail
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
    mail = configuration.mail
    self.recipients = recipients.isEmpty ? mail.recipients : recipients
  }

  /// Why a text is no recipient, as for `mail.to`; nil where it is one.
  public static func mistake(in recipient: String) -> String? {
    do {
      _ = try Node(recipient).mailAddress()
      return nil
    } catch {
      return "\(error)"
    }
  }

  /// Sends it to each recipient, by the first server that takes mail or says no to it.
  /// - Parameter hear: takes each line of what happens, in the order in which it happens.
  /// - Throws: `ConfigurationError` for a template, a secret or a certificate that cannot be used.
  public func send(at now: Date, hear: @escaping (String) -> Void) throws -> [Result] {
    signal(SIGPIPE, SIG_IGN)
    let composer = AlertMail(templates: try TemplateDirectory(path: mail.templates).templates(), zone: .current)
    let ways = try ways(hear)
    let topic = AlertTopic.login(.sample(on: mail.heloName, at: now))
    hear("a sample alert, nobody has logged in: \(topic.subject)")
    return recipients.map { recipient in
      let heading = MailHeading(about: topic, from: mail.sender, to: recipient, unique: UUID())
      let message = [UInt8](composer.compose(heading, about: topic, at: now))
      let envelope = Envelope(
        sender: mail.sender, recipient: recipient, id: 0, queuedAt: Int64(now.timeIntervalSince1970))
      return Self.result(recipient, Self.deliver(message, envelope, by: ways, hear))
    }
  }

  private func ways(_ hear: @escaping (String) -> Void) throws -> [(server: RelayAddress, transport: any MailTransport)]
  {
    if case .maildir(let path) = mail.servers[0] { return [(mail.servers[0], MaildirTransport(path: path))] }
    return try mail.settings().map { settings in
      let transport = try SMTPTransport(settings)
      transport.transcript = { hear("  \($0)") }
      return (settings.server, transport)
    }
  }

  private static func deliver(
    _ message: [UInt8], _ envelope: Envelope, by ways: [(server: RelayAddress, transport: any MailTransport)],
    _ hear: (String) -> Void
  ) -> DeliveryOutcome {
    var outcome = DeliveryOutcome.interrupted
    for (server, transport) in ways {
      hear("to \(envelope.recipient) by \(server)")
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

extension Login {
  /// A login that never was, of whoever runs the command; its address is one for documentation (RFC 5737).
  fileprivate static func sample(on hostname: String, at now: Date) -> Login {
    let microseconds = Int64(now.timeIntervalSince1970 * 1_000_000)
    return Login(
      identity: LoginIdentity(machineID: "", bootID: "", monotonicMicroseconds: 0, pid: getpid()),
      at: Timestamp(microseconds: microseconds), hostname: hostname, user: "\(NSUserName()) (test)",
      origin: Endpoint(address: "203.0.113.7", port: 50022), method: "publickey",
      key: KeyUse(type: "ED25519", fingerprint: "SHA256:ThisIsNoKeyButASampleForATestOfTheMailAAAAA"))
  }
}
