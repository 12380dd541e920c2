// From a user and a fingerprint to the name of the key, by what stands in the user's files. Needs root, or CAP_DAC_READ_SEARCH.

import Alerts

/// Looks into the files where sshd looks for keys.
struct KeyLookup {
  var sshd = SSHDProgram()

  /// What stands beside a key; nil where no file has it. The files of a user whose sshd cannot be asked are the usual ones.
  /// - Parameter fingerprint: of the key, or of the CA where a certificate was used.
  /// - Throws: `KeyError` where it was not found, and a file that may have it was not read.
  func name(of fingerprint: KeyFingerprint, user: String) throws(KeyError) -> KeyName? {
    try name(of: fingerprint, account: Account(named: user))
  }

  func name(of fingerprint: KeyFingerprint, account: Account) throws(KeyError) -> KeyName? {
    let settings = (try? sshd.settings(for: account.name)) ?? .standard  // They are the best guess then.
    var problem: KeyError?
    for path in settings.authorizedKeysFile.compactMap({ AuthorizedKeysPattern(text: $0).path(for: account) }) {
      do throws(KeyFileFault) {
        guard let bytes = try StrictFile(path: path, account: account).read() else { continue }
        if let name = Self.name(of: fingerprint, in: bytes) { return name }
      } catch {
        problem = problem ?? .file(path: path, fault: error)
      }
    }
    if let problem { throw problem }
    return nil
  }

  /// The first line with the key counts, as it does for sshd.
  static func name(of fingerprint: KeyFingerprint, in bytes: [UInt8]) -> KeyName? {
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard let key = AuthorizedKey(line) else { continue }
      if KeyFingerprint(of: key.blob, by: fingerprint.algorithm) == fingerprint { return key.name }
    }
    return nil
  }
}
