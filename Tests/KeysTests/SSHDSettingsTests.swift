// What `sshd -T` prints.

import Testing

@testable import Keys

struct SSHDSettingsTests {
  @Test func `both settings are found among the others`() {
    let text = "port 22\nloglevel VERBOSE\nusepam yes\nauthorizedkeysfile /etc/keys/%u .ssh/authorized_keys\nx y\n"
    let settings = SSHDSettings(effective: text)
    #expect(settings.logLevel == "VERBOSE")
    #expect(settings.authorizedKeysFile == ["/etc/keys/%u", ".ssh/authorized_keys"])
    #expect(SSHDSettings(effective: "LogLevel verbose\nauthorizedkeysfile none").authorizedKeysFile == ["none"])
    #expect(SSHDSettings(effective: "LogLevel verbose\n").logLevel == "VERBOSE")
  }

  @Test(arguments: ["", "port 22\n", "logleveler QUIET\n", "x loglevel QUIET\n", "loglevel\nauthorizedkeysfile \n"])
  func `what sshd does not tell is not known, and the files are the usual ones`(text: String) {
    #expect(SSHDSettings(effective: text) == .standard)
    #expect(SSHDSettings.standard.logLevel == nil)
    #expect(SSHDSettings.standard.authorizedKeysFile == [".ssh/authorized_keys", ".ssh/authorized_keys2"])
  }
}
