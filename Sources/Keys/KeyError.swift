// Why nobody can say whose key it was. It costs the name, never the alert.

import Glibc

/// A question that was not answered.
public enum KeyError: Error, Equatable, CustomStringConvertible {
  /// Nobody listens on the socket.
  case noHelper(socket: String)
  /// A call for the socket failed with this number.
  case socket(call: String, errno: Int32, path: String)
  /// The helper did not answer within this time.
  case tooSlow(Duration, socket: String)
  /// What the helper said is no answer.
  case noAnswer(socket: String)
  /// The helper's own words.
  case refused(String)
  /// The user database was of no use, or has no such user.
  case noAccount(String)
  /// It does not look like a fingerprint.
  case noFingerprint
  /// A file of keys that was not read.
  case file(path: String, fault: KeyFileFault)
  /// sshd did not tell its settings.
  case noSettings(String)

  /// What is wrong, and with what.
  public var description: String {
    switch self {
    case .noHelper(let socket): "nobody answers on '\(socket)'; run 'systemctl start ssh-alertd-keys.socket'"
    case .socket(let call, let errno, let path): "helper '\(path)': \(String(cString: strerror(errno))) (\(call))"
    case .tooSlow(let patience, let path): "helper '\(path)': no answer within \(patience / .seconds(1)) s"
    case .noAnswer(let path): "helper '\(path)': what it says is no answer"
    case .refused(let words), .noAccount(let words), .noSettings(let words): words
    case .noFingerprint: "that is no fingerprint: it begins with SHA256: or MD5:"
    case .file(let path, let fault): "keys in '\(path)': \(fault)"
    }
  }
}
