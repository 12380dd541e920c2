// How many mails of their own: the limit, the reserve for what is new, and the limit for all together.

import Foundation
import Testing

@testable import Alerts

struct AlertRouteTests {
  private static let now = Date(timeIntervalSince1970: 1_000_000)

  /// A record in which the last logins and mails were so many seconds ago, the newest first.
  private struct History: MailHistory {
    var logins: [TimeInterval] = []
    var mails: [TimeInterval] = []
    var reserve: [TimeInterval] = []

    func login(_ nthLast: Int) -> Date? { date(logins, nthLast) }
    func mail(_ nthLast: Int, inReserve: Bool) -> Date? { date(inReserve ? reserve : mails, nthLast) }

    private func date(_ ages: [TimeInterval], _ nthLast: Int) -> Date? {
      nthLast <= ages.count ? AlertRouteTests.now - ages[nthLast - 1] : nil
    }
  }

  private func route(_ history: History, news: Bool = false, limit: Int? = 3) throws -> AlertRoute {
    var alertLimit = AlertLimit()
    alertLimit.mailsAnHour = limit
    return try alertLimit.route(hasNews: news, after: history, at: Self.now)
  }

  @Test(arguments: [
    ([], AlertRoute.ownMail), ([1, 2], .ownMail), ([1, 2, 3], .digest(.burst)), ([1, 2, 3599], .digest(.burst)),
    ([1, 2, 3600], .ownMail),
    ([1, 2, 3, 4, 5], .digest(.burst)), ([-0.000_000_5, 0, 0], .digest(.burst)),
  ]) func `so many logins of a user and network within an hour have a mail each`(
    logins: [TimeInterval], expected: AlertRoute
  ) throws {
    #expect(try route(History(logins: logins)) == expected)
  }

  @Test func `what is new has a mail of its own in the middle of a flood`() throws {
    #expect(try route(History(logins: [1, 1, 1, 1], mails: [1, 1]), news: true) == .reserve)
  }

  @Test func `the reserve has a limit, after which what is new goes the way of the others`() throws {
    #expect(try route(History(reserve: [1, 1]), news: true) == .reserve)
    #expect(try route(History(reserve: [1, 1, 1]), news: true) == .ownMail)
    #expect(try route(History(logins: [1, 1, 1], reserve: [1, 1, 1]), news: true) == .digest(.burst))
  }

  @Test func `all users and networks together have ten times the limit`() throws {
    #expect(try route(History(mails: Array(repeating: 1, count: 29))) == .ownMail)
    #expect(try route(History(mails: Array(repeating: 1, count: 30))) == .digest(.burst))
  }

  @Test func `a clock that was set back makes nobody wait`() throws {
    #expect(try route(History(logins: [-5000, -5000, -5000])) == .ownMail)
  }

  @Test func `without a limit each login has a mail`() throws {
    let flood = Array(repeating: 1.0, count: 999)
    #expect(try route(History(logins: flood, mails: flood, reserve: flood), news: true, limit: nil) == .ownMail)
  }
}
