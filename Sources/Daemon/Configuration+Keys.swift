// Whose keys can be named here: those of this machine's users, by this machine's sshd.

import Journal
public import Keys

extension Configuration {
  /// Who is asked whose key it was; nil where the journal is that of other machines.
  public var keyNames: KeyNames? {
    guard case .system = journal else { return nil }
    return KeyNames(sshd: SSHDProgram(adding: sshdExecutables))
  }
}
