// Names of addresses, from a real name server where we may have one, and the limit of time.

import Foundation
import Sessions
import Synchronization
import TestKit
import Testing

@testable import GeoIP

struct ReverseNameTests {
  @Test(arguments: ["a.example.org", "ip-1_2.EXAMPLE.org", "1.2.3.4.in-addr.arpa", "xn--e1afmkfd.example"])
  func `a host's name is known by its form`(name: String) {
    #expect(ReverseName.isHostName(name))
  }

  @Test(arguments: [
    "", ".", "localhost", "example.org.", "a..b", ".a.b", "a b.example.org", "<b>.example.org", "ä.example.org",
    "\u{1b}[31m.example.org", "a.\n", "203.0.113.7", String(repeating: "a", count: 64) + ".example.org",
    String(repeating: "a.", count: 127) + "a",
  ]) func `no other text is a host's name`(name: String) {
    #expect(!ReverseName.isHostName(name))
  }

  @Test(.enabled(if: getuid() == 0), .timeLimit(.minutes(2))) func `a name counts where it leads back to the address`()
    async
  {
    await #expect(processExitsWith: .success) {
      let server = try NameServer()
      let names = ReverseName()
      func name(_ address: String) throws -> String? {
        names.name(of: try #require(IPAddress(address)), within: .seconds(30))
      }
      #expect(try name("198.51.100.7") == "good.example.org")
      #expect(try name("2001:db8::7") == "six.example.org")
      #expect(try name("198.51.100.8") == nil)
      #expect(try name("198.51.100.9") == nil)
      #expect(try name("198.51.100.10") == nil)
      #expect(try name("198.51.100.11") == nil)
      #expect(try name("198.51.100.99") == nil)
      withExtendedLifetime(server) {}
    }
  }

  @Test(.enabled(if: getuid() == 0), .timeLimit(.minutes(2))) func `a name server that is silent is not waited for`()
    async
  {
    await #expect(processExitsWith: .success) {
      let server = try NameServer()
      let names = ReverseName()
      let (silent, good) = try (#require(IPAddress("198.51.100.66")), #require(IPAddress("198.51.100.7")))
      let start = ContinuousClock.now
      #expect(names.name(of: silent, within: .milliseconds(200)) == nil)
      #expect(names.name(of: good, within: .seconds(30)) == nil)
      #expect(ContinuousClock.now - start < .seconds(3))
      withExtendedLifetime(server) {}
    }
  }

  @Test func `while a question is open no other is asked, and after it the next is`() throws {
    let address = try #require(IPAddress("203.0.113.7"))
    let (asked, go, answered) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let count = Mutex(0)
    let first = Mutex<String?>(nil)
    let names = ReverseName { _ in
      asked.signal()
      go.wait()
      return "\(count.withLock { count in count += 1; return count }).example.org"
    }
    Thread {
      let name = names.name(of: address, within: .seconds(60))
      first.withLock { $0 = name }
      answered.signal()
    }.start()
    asked.wait()
    #expect(names.name(of: address, within: .seconds(60)) == nil)
    go.signal()
    answered.wait()
    #expect(first.withLock(\.self) == "1.example.org")
    go.signal()
    #expect(names.name(of: address, within: .seconds(60)) == "2.example.org")
    #expect(names.name(of: address, within: .milliseconds(50)) == nil)
    go.signal()
  }
}
