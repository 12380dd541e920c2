// What libFuzzer calls (https://llvm.org/docs/LibFuzzer.html): bytes become entries of several senders, and what the parser and
// the tracker make of them must hold whatever the bytes are. Compiled together with Sources/Sessions by Tests/Lab/fuzz.

import Foundation

private let parser = SessionParser()

/// One input: lines, each with its sender in its first byte.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = UnsafeBufferPointer(start: start, count: count)
  let entries = bytes.split(separator: 10).prefix(16).enumerated().map { entry($1, number: $0) }
  let events = entries.map { parser.event(in: $0.entry) }
  let (whole, split) = (FuzzRun(), FuzzRun())
  for (number, (entry, event)) in zip(entries, events).enumerated() {
    if let event { check(event, entry) }
    whole.take(event, of: entry.entry)
    if number == entries.count / 2 { split.restart() }
    split.take(event, of: entry.entry)
  }
  require(whole.isAs(split), "a restart changes the record")
  return 0
}

/// Who may have written an entry, and what anybody may make of him.
private enum Author: UInt8, CaseIterable {
  case monitor, unverified, user, otherUser, forger, renamed, elsewhere, anonymous, logind, forgedLogind, journald

  /// True where a login, a failure or pam's word may come of it.
  var isRoot: Bool { self == .monitor || self == .unverified }
  /// True where nothing may come of it.
  var isNobody: Bool { [.forger, .renamed, .elsewhere, .anonymous, .forgedLogind].contains(self) }
}

private struct FuzzEntry {
  var author: Author
  var entry: JournalEntry
}

/// The low bits of the first byte name the author, the high ones the boot and the pid.
private func entry(_ line: Slice<UnsafeBufferPointer<UInt8>>, number: Int) -> FuzzEntry {
  let head = line.first ?? 0
  let author = Author(rawValue: head & 0x0F) ?? .monitor
  let message = String(decoding: line.dropFirst(), as: UTF8.self)
  var entry = JournalEntry(
    cursor: "s=1;i=\(number)", at: Timestamp(microseconds: 1_795_539_789_000_000 + Int64(number) * 1000),
    monotonicMicroseconds: UInt64(number) * 1000, bootID: head & 0x80 == 0 ? "a" : "b", machineID: "m", hostname: "h",
    pid: 100 + Int32(head >> 4 & 3), uid: 0, command: "sshd", executable: "/usr/sbin/sshd", identifier: "sshd",
    message: message)
  switch author {
  case .monitor: break
  case .unverified: entry.executable = nil
  case .user: entry.uid = 1000
  case .otherUser: entry.uid = 1001
  case .forger: (entry.uid, entry.command, entry.executable) = (1000, "logger", "/usr/bin/logger")
  case .renamed: (entry.uid, entry.executable) = (0, "/tmp/sshd")
  case .elsewhere: entry.identifier = "cron"
  case .anonymous: entry.uid = nil
  case .logind, .forgedLogind:
    entry.command = "systemd-logind"
    entry.uid = author == .logind ? 0 : 1000
    entry.identifier = author == .logind ? "systemd-logind" : "cron"
    entry.messageID = head & 0x40 == 0 ? MessageID.sessionStarted : MessageID.sessionEnded
    entry.leader = Int32(message.prefix(3))
    entry.sessionID = String(message.dropFirst(3).prefix(8))
  case .journald:
    entry.command = "systemd-journal"
    entry.messageID = MessageID.messagesDropped
  }
  return FuzzEntry(author: author, entry: entry)
}

/// A tracker and the record that it makes.
private final class FuzzRun {
  private var tracker = SessionTracker()
  private var logins: [LoginIdentity: Login] = [:]
  private var factors: [PendingFactor] = []
  private var failures: [FailureKey: FailureTally] = [:]

  /// True where the database would hold the same.
  func isAs(_ other: FuzzRun) -> Bool {
    logins == other.logins && factors == other.factors && failures == other.failures
  }

  /// A new process that goes on from the record.
  func restart() {
    let open = logins.values.filter { $0.session.end == nil }
    tracker = SessionTracker(open: open.sorted { $0.cursor < $1.cursor }, factors: factors)
  }

  func take(_ event: SessionEvent?, of entry: JournalEntry) {
    for change in tracker.apply(event, of: entry) { take(change) }
  }

  private func take(_ change: SessionBatch.Change) {
    switch change {
    case .login(let login):
      if let end = logins[login.identity]?.session.end { require(login.session.end == end, "a closed login changed") }
      require((login.session.end?.durationMicroseconds ?? 0) >= 0, "a session ended before it began")
      if logins.updateValue(login, forKey: login.identity) == nil { forgetFactors(of: login.identity) }
    case .failure(let attempt):
      failures[FailureKey(attempt), default: FailureTally(at: attempt.at)].add(attempt)
    case .factor(let factor): factors.append(factor)
    case .gap: break
    }
  }

  private func forgetFactors(of login: LoginIdentity) {
    factors.removeAll { $0.identity.bootID == login.bootID && $0.identity.pid == login.pid }
  }
}

/// What may come of an entry, whoever wrote it.
private func check(_ event: SessionEvent, _ item: FuzzEntry) {
  require(!item.author.isNobody, "somebody who is not trusted was heard: \(event)")
  switch event {
  case .accepted(let login):
    require(item.author.isRoot, "a login out of an entry that is not trusted")
    require(!login.user.isEmpty, "a login of nobody")
    require(item.entry.message.contains(login.origin.address), "an address that is not in the line")
  case .failed(let attempt):
    require(item.author.isRoot, "a failure out of an entry that is not trusted")
    require((attempt.user?.count ?? 0) <= FailedAttempt.longestUser, "a name that is too long")
    require(attempt.address.map(item.entry.message.contains) ?? true, "an address that is not in the line")
  case .partial, .pamOpened, .pamClosed: require(item.author.isRoot, "a word that only root may say")
  case .started, .disconnected:
    require([.monitor, .unverified, .user, .otherUser].contains(item.author), "a session's word from elsewhere")
  case .logindStarted, .logindEnded, .shutdown: require(item.author == .logind, "logind's word from elsewhere")
  case .suppressed: require(item.author == .journald, "journald's word from elsewhere")
  }
}

/// Ends the process, which is how libFuzzer learns of a finding: it keeps the input, and says what this says.
private func require(_ condition: Bool, _ what: @autoclosure () -> String) {
  if !condition { fatalError(what()) }
}
