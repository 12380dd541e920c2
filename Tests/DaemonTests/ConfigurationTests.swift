// The defaults, and what to say where they notify nobody.

import Delivery
import Foundation
import Journal
import Testing

@testable import Daemon

struct ConfigurationTests {
  @Test func `the defaults keep everything in the state directory`() {
    let configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    #expect(configuration.journal == .system)
    #expect(configuration.database == "/state/ssh-alertd.db")
    #expect(configuration.mail.server == .maildir(path: "/state/mail"))
    #expect(configuration.mail.sender == "ssh-alertd@web1")
    #expect(configuration.mail.heloName == "web1")
    #expect(configuration.mail.requiresTLS == nil)
  }

  @Test func `mail that only goes to a file is said to notify nobody`() {
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    #expect(configuration.notifiesNobody)
    #expect(configuration.nobodyNotice == "mail is kept in /state/mail, nobody is notified")
    configuration.mail.server = .smtp(host: "mail.example.org", port: 587, isImplicitTLS: false)
    #expect(!configuration.notifiesNobody)
    #expect(configuration.nobodyNotice == nil)
  }

  @Test func `the state directory is the service manager's choice`() async {
    await #expect(processExitsWith: .success) {
      setenv("STATE_DIRECTORY", "/var/lib/a:/var/lib/b", 1)
      precondition(Configuration.stateDirectory == "/var/lib/a")
      unsetenv("STATE_DIRECTORY")
      precondition(Configuration.stateDirectory == "/var/lib/ssh-alertd")
    }
  }
}
