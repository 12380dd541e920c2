// A time in which logins may have been missed, and why. What the daemon cannot see it must at least say.

/// A time in which the journal may have held logins that were not read.
public struct Gap: Equatable, Sendable {
  /// Why.
  public enum Reason: String, Codable, Sendable, CaseIterable {
    /// Entries were removed before they were read.
    case vacuumed
    /// The journal is another one than before: it was wiped, or is kept in memory and the machine restarted.
    case replaced
    /// The saved place in the journal was of no use: damaged, or later than now.
    case cursor
    /// Entries could not be read: a damaged file, a failing disk.
    case unreadable
    /// journald dropped messages of sshd, since there were too many (`Suppressed N messages`).
    case suppressed
    /// sshd's LogLevel is too low for it to say who logs in.
    case logLevel = "log_level"

    /// True where it lasts until something says that it is over; the others are over when they are found.
    public var mayGoOn: Bool {
      switch self {
      case .suppressed, .logLevel: true
      case .vacuumed, .replaced, .cursor, .unreadable: false
      }
    }
  }

  /// Why.
  public var reason: Reason
  /// Up to here all was read.
  public var from: Timestamp
  /// From here on all is read.
  public var to: Timestamp
  /// How many entries, of whatever kind, were not read; nil where nobody can tell.
  public var entries: Int?
  /// `_HOSTNAME` of the server; empty where it is not known.
  public var hostname: String

  /// Takes a time and its reason.
  public init(_ reason: Reason, from: Timestamp, to: Timestamp, entries: Int? = nil, hostname: String = "") {
    self.reason = reason
    self.from = from
    self.to = to
    self.entries = entries.map { min($0, Self.mostEntries) }
    self.hostname = hostname
  }

  /// A damaged number is no count, and sums of it must stay whole numbers of the database.
  static let mostEntries = 1 << 40

  /// Both as one; nil where they are of two reasons or servers.
  public func joined(with next: Gap) -> Gap? {
    guard reason == next.reason, hostname == next.hostname else { return nil }
    let entries = entries.flatMap { mine in next.entries.map { mine + $0 } }
    return Gap(reason, from: min(from, next.from), to: max(to, next.to), entries: entries, hostname: hostname)
  }
}
