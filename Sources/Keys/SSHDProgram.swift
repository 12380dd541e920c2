// Asks the installed sshd for its settings (sshd(8), `-T`). It reads its host keys first: that takes root, or CAP_DAC_READ_SEARCH.
// As root it also wants /run/sshd to be there.

import Glibc
import Processes
import Sessions

/// The sshd of this machine.
public struct SSHDProgram: Equatable, Sendable {
  /// Where it may be; the first one that can be run is asked.
  var executables: [String]

  /// Takes where else it may be, beside the usual places. A name other than `sshd` is passed over: sshd-session has no settings
  /// of its own.
  public init(adding executables: [String] = []) {
    self.init(executables.filter { $0.hasSuffix("/sshd") } + ["/usr/sbin/sshd", "/usr/bin/sshd"])
  }

  init(_ executables: [String]) {
    self.executables = executables
  }

  /// Its settings.
  /// - Parameter user: for whom Match blocks count; nil for what holds outside of them.
  func settings(for user: String? = nil) throws(KeyError) -> SSHDSettings {
    guard let sshd = executables.first(where: Self.canBeRun) else {
      throw .noSettings("no sshd is installed where it is looked for")
    }
    let words = [sshd, "-T"] + Self.connection(of: user)
    let outcome: BoundedCommand.Outcome
    do {
      outcome = try BoundedCommand(words, patience: Self.patience, outputLimit: Self.outputLimit).run()
    } catch {
      throw .noSettings("'\(sshd) -T' \(error)")
    }
    guard outcome.end == .exited(0) else {
      let said = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
      throw .noSettings("'\(sshd) -T' says: \(said.printable(limit: 300))")
    }
    return SSHDSettings(effective: String(decoding: outcome.output, as: UTF8.self))
  }

  /// access(2) would not count the capability that the helper has.
  private static func canBeRun(_ path: String) -> Bool {
    faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0
  }

  /// `-C`: older versions want all three. The address is one of those that nobody has (RFC 5737), since nobody knows from where.
  /// A name that could say more than a name, in a list of `keyword=value`, is not passed on.
  private static func connection(of user: String?) -> [String] {
    guard let user, !user.isEmpty, user.utf8.allSatisfy(isPlain) else { return [] }
    return ["-C", "user=\(user),host=192.0.2.1,addr=192.0.2.1"]
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: "._-@+$".utf8.contains(byte)
    }
  }

  private static let patience = Duration.seconds(3)
  private static let outputLimit = 256 * 1024
}
