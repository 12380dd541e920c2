// Whom the daemon asks whose key it was, and what sshd's settings are: itself where it is root, else the helper, which has the
// rights that the daemon does without.

public import Alerts
import Glibc

/// Names keys. Blocks the calling thread for as long as a file system takes, or a second where the helper is asked.
public struct KeyNames: Equatable, Sendable {
  /// Who looks.
  enum Way: Equatable {
    /// This process.
    case direct(SSHDProgram)
    /// The helper.
    case helper(HelperSocket)
  }

  let way: Way

  /// Where the unit has the helper's socket.
  public static let standardSocket = "/run/ssh-alertd-keys.sock"

  /// Chooses by who we are.
  /// - Parameters:
  ///   - sshd: whom root asks; the helper has its own.
  ///   - socket: where the helper is.
  public init(sshd: SSHDProgram = SSHDProgram(), socket: String = Self.standardSocket) {
    self.init(geteuid() == 0 ? .direct(sshd) : .helper(HelperSocket(path: socket)))
  }

  init(_ way: Way) {
    self.way = way
  }

  /// What stands beside a key in the files of its user; nil where they do not have it.
  /// - Parameter fingerprint: as sshd logs it: of the key, or of the CA where a certificate was used.
  public func name(of fingerprint: String, user: String) throws(KeyError) -> KeyName? {
    switch way {
    case .direct(let sshd):
      guard let fingerprint = KeyFingerprint(fingerprint) else { throw .noFingerprint }
      return try KeyLookup(sshd: sshd).name(of: fingerprint, user: user)
    case .helper(let socket):
      switch try socket.ask(.keyName(user: user, fingerprint: fingerprint)) {
      case .name(let name): return name
      case .nothing: return nil
      default: throw .noAnswer(socket: socket.path)
      }
    }
  }

  /// Sshd's settings.
  /// - Parameter user: for whom Match blocks count; nil for what holds outside of them.
  public func sshdSettings(for user: String? = nil) throws(KeyError) -> SSHDSettings {
    switch way {
    case .direct(let sshd): return try sshd.settings(for: user)
    case .helper(let socket):
      guard case .settings(let settings) = try socket.ask(.sshdSettings(user: user)) else {
        throw .noAnswer(socket: socket.path)
      }
      return settings
    }
  }
}
