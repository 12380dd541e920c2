// A secret at rest: a password, a token, or the key of a certificate, in a file that nobody else may read.

import Foundation

/// A file that holds a secret. A link to one will do, as secret managers make them: what counts is the file that was opened.
struct SecretFile {
  var path: String
  /// What it is, in the words of a complaint: `password`.
  var kind: String

  /// The longest secret, bytes; a token can have thousands.
  private static let limit = 16 * 1024

  /// The secret: the first line.
  /// - Throws: `ConfigurationError` for a file that cannot be read or holds no secret, or that others could read too.
  func read() throws(ConfigurationError) -> String {
    let file = try opened()
    // One that cannot be read is an empty one.
    let data = (try? file.read(upToCount: Self.limit + 1)) ?? Data()
    let line = data.prefix { $0 != 10 && $0 != 13 }
    guard !line.isEmpty else { throw problem("this \(kind) file is empty; its first line must be the \(kind)") }
    guard line.count <= Self.limit, !line.contains(0), let text = String(validating: line, as: UTF8.self) else {
      throw problem("the first line of this \(kind) file is no text of at most \(Self.limit) bytes")
    }
    return text
  }

  /// Opens the file.
  /// - Throws: `ConfigurationError` where it cannot be opened, or others could do so too.
  @discardableResult
  func opened() throws(ConfigurationError) -> FileHandle {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else {
      throw problem(
        "cannot read this \(kind) file: \(String(cString: strerror(errno))); it must belong to the daemon's user")
    }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw problem("this \(kind) file is no regular file")
    }
    guard status.st_mode & forbiddenMode == 0 else {
      throw problem("others can read this \(kind) file; run 'chmod 600 \(path)'")
    }
    guard Self.owners.contains(status.st_uid) else {
      throw problem(
        "this \(kind) file belongs to user \(status.st_uid), who can read it; run 'chown ssh-alertd \(path)'")
    }
    return file
  }

  /// A credential of the service manager is readable for its group: systemd gives the daemon access by an ACL, whose mask
  /// shows there.
  private var forbiddenMode: mode_t {
    ServiceCredential.directory.map { path.hasPrefix($0 + "/") } ?? false ? 0o007 : 0o077
  }

  /// Root, we ourselves, and the account that the daemon has, for whom root may run `check`.
  private static var owners: Set<uid_t> {
    var owners: Set<uid_t> = [0, geteuid()]
    if geteuid() == 0, let account = getpwnam("ssh-alertd") { owners.insert(account.pointee.pw_uid) }
    return owners
  }

  private func problem(_ text: String) -> ConfigurationError {
    ConfigurationError(path: path, problems: [.init(line: nil, text: text)])
  }
}
