// The one secret that there is on the way of a mail.

import Foundation

/// A file that holds a secret and nothing else.
struct PasswordFile {
  var path: String

  /// The secret: the first line.
  /// - Throws: `ConfigurationError` for a file that cannot be read, is empty, or that others could read too.
  func read() throws(ConfigurationError) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw problem(
        "cannot read this password file: \(String(cString: strerror(errno))); it must belong to the daemon's user")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem("this password file is no regular file")
    }
    guard status.st_mode & forbiddenMode == 0 else {
      throw problem("others can read this password file; run 'chmod 600 \(path)'")
    }
    let data = (try? file.read(upToCount: 4096)) ?? Data()
    let line = String(decoding: data.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    guard !line.isEmpty else { throw problem("this password file is empty; its first line must be the password") }
    return line
  }

  /// A credential of the service manager is readable for its group: systemd gives the daemon access by an ACL, whose mask
  /// shows there.
  private var forbiddenMode: mode_t {
    let directory = ProcessInfo.processInfo.environment["CREDENTIALS_DIRECTORY"]
    return directory.map { path.hasPrefix($0 + "/") } ?? false ? 0o007 : 0o077
  }

  private func problem(_ text: String) -> ConfigurationError {
    ConfigurationError(path: path, problems: [.init(line: nil, text: text)])
  }
}
