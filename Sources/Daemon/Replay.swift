// A recorded journal, read from its head to its end, with nothing written: what the parser and the tracker make of it.

public import Journal
public import Sessions
import Store

/// Reads the logins of a recorded journal.
public struct Replay {
  private let source: JournalSource
  private let parser: SessionParser
  private let since: Timestamp?

  /// Takes a journal and the rules of whom to believe.
  /// - Parameter since: where to begin; nil for the journal's head.
  public init(_ source: JournalSource, trust: TrustRules = TrustRules(), since: Timestamp? = nil) {
    self.source = source
    self.since = since
    parser = SessionParser(trust: trust)
  }

  /// Hands out each login once the end of its session is known or the journal ends, in the order of login.
  /// - Throws: `JournalError`, at the end also for a file that could not be read to its end, or what `body` throws.
  public func run(_ body: (Login) throws -> Void) throws {
    var waiting = WaitingLogins()
    try changes { changes, _ in
      for case .login(let login) in changes { waiting.take(login) }
      while let login = waiting.nextThatIsOver() { try body(login) }
    } atEnd: {
      try waiting.all.forEach(body)
    }
  }

  /// Hands out what the journal says, some entries at a time, in its order.
  func batches(of size: Int, _ body: (SessionBatch, JournalPosition) throws -> Void) throws {
    var (batch, count) = (SessionBatch(), 0)
    var position = JournalPosition(cursor: nil, at: Timestamp(microseconds: 0))
    try changes { changes, entry in
      batch.take(changes)
      position = JournalPosition(cursor: entry.cursor, at: entry.at)
      count += 1
      guard count % size == 0 else { return }
      try body(batch, position)
      batch = SessionBatch()
    } atEnd: {
      try body(batch, position)
    }
  }

  private func changes(
    _ body: ([SessionBatch.Change], JournalEntry) throws -> Void, atEnd finish: () throws -> Void
  ) throws {
    let reader = try JournalReader(source)
    try source.checkNotEmpty()
    try reader.match(anyOf: SessionMatches.all)
    try reader.process()
    if let since { try reader.seek(to: since) } else { try reader.seekHead() }
    let size = try reader.size()
    var tracker = SessionTracker()
    while try reader.next() {
      let entry = try reader.entry()
      try body(tracker.apply(parser.event(in: entry), of: entry), entry)
    }
    try finish()
    if try reader.size() < size { throw reader.brokenOff }
  }
}

/// Logins in the order of login, until they are handed out.
private struct WaitingLogins {
  private var order: [LoginIdentity] = []
  private var newest: [LoginIdentity: Login] = [:]
  private var first = 0

  mutating func take(_ login: Login) {
    if newest.updateValue(login, forKey: login.identity) == nil { order.append(login.identity) }
  }

  /// The oldest login, where its session has ended.
  mutating func nextThatIsOver() -> Login? {
    guard first < order.count, let login = newest[order[first]], login.session.end != nil else { return nil }
    newest[login.identity] = nil
    first += 1
    return login
  }

  var all: [Login] {
    order[first...].compactMap { newest[$0] }
  }
}
