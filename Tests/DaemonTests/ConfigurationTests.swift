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
    #expect(configuration.mail.servers == [.maildir(path: "/state/mail")])
    #expect(configuration.mail.sender == "ssh-alertd@web1")
    #expect(configuration.mail.heloName == "web1")
    #expect(configuration.mail.requiresTLS == nil)
  }

  @Test func `mail that only goes to a file is said to notify nobody`() {
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    #expect(configuration.notifiesNobody)
    #expect(configuration.nobodyNotice == "mail is kept in /state/mail, nobody is notified")
    configuration.mail.servers = [.smtp(host: "mail.example.org", port: 587, isImplicitTLS: false)]
    #expect(!configuration.notifiesNobody)
    #expect(configuration.nobodyNotice == nil)
  }

  @Test(arguments: [
    ("/var/lib/ssh-alertd/ssh-alertd.db", "/run/ssh-alertd/control"), ("/srv/a.db", "/srv/a.db.control"),
    ("/var/lib/ssh-alertd/other.db", "/var/lib/ssh-alertd/other.db.control"),
  ]) func `each database has a control socket of its own`(database: String, socket: String) {
    var configuration = Configuration(stateDirectory: "/state", hostname: "web1")
    configuration.database = database
    #expect(configuration.controlSocket == socket)
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
