// What is looked up about logins, and what is not: nobody outside is asked in a flood, or when the time is over.

import Alerts
import Foundation
import GeoIP
import Keys
import Sessions
import Store
import TestKit
import Testing

@testable import Daemon

@Suite(.timeLimit(.minutes(2))) struct LoginLookupTests {
  private let directory: TemporaryDirectory
  private let log = LogLines()

  init() throws {
    directory = try TemporaryDirectory()
  }

  private func lookup(_ change: (inout LookupSettings) -> Void) throws -> LoginLookup {
    var settings = LookupSettings()
    settings.lookup.files = [PlaceFixture.city]
    settings.lookup.asksReverseNames = false
    change(&settings)
    return try LoginLookup(settings, store: Store.inMemory(), logger: log.logger)
  }

  private static func logins(_ count: Int, from address: String) -> [RecordedLogin] {
    let key = KeyUse(type: "ED25519", fingerprint: "SHA256:" + String(repeating: "A", count: 43))
    return (1...count).map { number in
      RecordedLogin(
        id: Int64(number), login: .make(address: address, method: "publickey", key: key, pid: Int32(number)))
    }
  }

  @Test func `each login has what is known of its address`() throws {
    let found = try lookup { _ in }.findings(on: Self.logins(2, from: "81.2.69.142"), at: .at(0))
    #expect(found[1]?.place?.city == "London")
    #expect(found[2]?.place?.city == "London")
    #expect(found[1]?.reverseName == nil)
  }

  @Test func `in a flood the files are asked, and nobody else`() throws {
    let server = try WebServer(#"{"city": "Prague"}"#)
    let lookup = try lookup {
      $0.service = PlaceServiceSettings(.standard, token: nil, server: "http://127.0.0.1:\(server.port)")
    }
    let flood = Self.logins(LoginLookup.mostAsked, from: "81.2.69.142") + Self.logins(1, from: "8.8.8.8")
    #expect(lookup.findings(on: flood, at: .at(0))[100]?.place?.city == "London")
    #expect(try server.requests().isEmpty)
    #expect(lookup.findings(on: Self.logins(1, from: "8.8.8.8"), at: .at(0))[1]?.place?.city == "Prague")
  }

  @Test func `when the time is over the rest goes without`() throws {
    let server = try WebServer(#"{"city": "Prague"}"#)
    let lookup = try lookup {
      $0.lookup.limit = .zero
      $0.service = PlaceServiceSettings(.standard, token: nil, server: "http://127.0.0.1:\(server.port)")
    }
    #expect(lookup.findings(on: Self.logins(1, from: "8.8.8.8"), at: .at(0)) == [1: LoginFindings()])
    #expect(try server.requests().isEmpty)
  }

  @Test func `a helper that is not there costs the names, and is said once`() throws {
    // As root the lookup is direct, and 'alice' is no user here; else the socket is not there.
    let lookup = try lookup { $0.keyNames = KeyNames(socket: directory.path("nobody.sock")) }
    for _ in 1...2 {
      #expect(lookup.findings(on: Self.logins(2, from: "81.2.69.142"), at: .at(0))[2]?.keyName == nil)
    }
    #expect(log.all.count { $0.hasPrefix("warning: cannot name the keys") } == 1)
  }
}
