// What the record holds of a week, for the mail that sums it up. It goes by when things were recorded, not by when they were:
// what was read late is told of a week later, and not left out.

import Alerts
import GRDB
import Sessions

/// Looks at what was recorded after a moment. Only good within a transaction.
struct WeekRecord {
  private let database: Database
  private let since: Timestamp
  /// The last login before.
  private let lastID: Int64

  init(_ database: Database, since: Timestamp) throws {
    self.database = database
    self.since = since
    // From the end, in the order of the rows: no more of them are looked at than belong to the week.
    let before = "SELECT id FROM login WHERE recorded_at <= ? ORDER BY id DESC LIMIT 1"
    lastID = try Int64.fetchOne(database, sql: before, arguments: [since.microseconds]) ?? 0
  }

  func summary(of hostname: String, at now: Timestamp) throws -> WeeklySummary {
    var week = WeeklySummary(of: hostname, from: since, to: now)
    try addLogins(to: &week)
    try addGaps(to: &week)
    week.failureCount = try FailedHourTable.count(after: since, database)
    week.waitingCount = try count("FROM outbox WHERE \(OutboxTable.isWaiting)")
    week.failedCount = try count("FROM outbox WHERE state = 'failed'")
    week.recordCount = try count("FROM login")
    week.oldestAt = try Int64.fetchOne(database, sql: "SELECT min(at) FROM login").map(Timestamp.init(microseconds:))
    week.databaseSize =
      try Int.fetchOne(
        database, sql: "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") ?? 0
    return week
  }

  private func addLogins(to week: inout WeeklySummary) throws {
    week.loginCount = try count("FROM login WHERE id > ?", [lastID])
    let users = "SELECT user, count(*) FROM login WHERE id > ? GROUP BY user ORDER BY 2 DESC, 1 LIMIT ?"
    week.users = try Row.fetchAll(database, sql: users, arguments: [lastID, NamedCount.most]).map {
      NamedCount($0[0], $0[1])
    }
    week.userCount =
      try Int.fetchOne(
        database, sql: "SELECT count(DISTINCT user) FROM login WHERE id > ?", arguments: [lastID]) ?? 0
    let isNew = "FROM login WHERE id > ? AND news <> '[]'"
    week.newCount = try count(isNew, [lastID])
    let news = "SELECT * \(isNew) ORDER BY id DESC LIMIT ?"
    week.news = try Row.fetchAll(database, sql: news, arguments: [lastID, WeeklySummary.mostLines]).reversed().map {
      WeeklySummary.NewLogin(LoginTable.login($0), news: LoginTable.news($0))
    }
  }

  private func addGaps(to week: inout WeeklySummary) throws {
    let isOfWeek = "FROM gap WHERE noted_at > ? OR closed_at > ? OR closed_at IS NULL"
    let time = since.microseconds
    week.gapCount = try count(isOfWeek, [time, time])
    let gaps = "SELECT * \(isOfWeek) ORDER BY id DESC LIMIT ?"
    week.gaps = try Row.fetchAll(database, sql: gaps, arguments: [time, time, WeeklySummary.mostLines]).reversed()
      .map(GapTable.gap).map { WeeklySummary.GapLine($0.gap, isOver: $0.isOver) }
  }

  private func count(_ rows: String, _ arguments: StatementArguments = []) throws -> Int {
    try Int.fetchOne(database, sql: "SELECT count(*) \(rows)", arguments: arguments) ?? 0
  }
}
