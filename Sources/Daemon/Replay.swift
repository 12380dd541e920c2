// A recorded journal, read from its head to its end, with nothing written: what the parser and the tracker make of it.

public import Journal
public import Sessions

/// Reads the logins of a recorded journal.
public struct Replay {
  private let source: JournalSource
  private let parser: SessionParser

  /// Takes a journal and the rules of whom to believe.
  public init(_ source: JournalSource, trust: TrustRules = TrustRules()) {
    self.source = source
    parser = SessionParser(trust: trust)
  }

  /// Hands out each login once the end of its session is known or the journal ends, in the order of login.
  /// - Throws: `JournalError`, or what `body` throws.
  public func run(_ body: (Login) throws -> Void) throws {
    let reader = try JournalReader(source)
    try source.checkNotEmpty()
    try reader.match(anyOf: SessionMatches.all)
    try reader.process()
    try reader.seekHead()
    var tracker = SessionTracker()
    var batch = LoginBatch()
    var done = 0
    while try reader.next() {
      let entry = try reader.entry()
      batch.take(tracker.apply(parser.event(in: entry), of: entry))
      while done < batch.logins.count, batch.logins[done].session.end != nil {
        try body(batch.logins[done])
        done += 1
      }
    }
    try batch.logins[done...].forEach(body)
  }
}
