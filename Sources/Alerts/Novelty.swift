// What is new about a login, against the logins before it in the order of the journal; never against 'now', so that any split
// of a journal into runs gives the same.

public import Sessions

/// Tells what is new. Pure.
public enum Novelty {
  /// So many failures from the same source are told of.
  public static let notableFailures = 5
  /// A login after so many days without any is told of.
  public static let longAbsenceDays: Int64 = 90

  /// What is new about a login, in the order of `News`.
  public static func news(
    about login: Login, _ findings: LoginFindings = LoginFindings(), after past: LoginPast
  ) -> [News] {
    let isNew = { (kind: KnownFact.Kind) in past.newFacts.contains { $0.kind == kind } }
    let found: [News: Bool] = [
      .login: isNew(.login),
      .country: isNew(.country) && past.knownKinds.contains(.country),
      .autonomousSystem: isNew(.autonomousSystem) && past.knownKinds.contains(.autonomousSystem),
      .network: isNew(.network),
      .key: isNew(.key),
      .sharedKey: isNew(.key) && !past.keyUsers.isEmpty,
      .password: isNew(.method) && isPasswordAfterKeys(login, past),
      .method: isNew(.method) && !isPasswordAfterKeys(login, past),
      .rootPassword: login.user == "root" && login.isByPasswordAlone,
      .travel: Travel(from: past.previous, to: login, at: findings.place)?.isImpossible ?? false,
      .failures: past.failuresFromSource >= notableFailures,
      .absence: (past.previous?.at ?? past.lastAt).map { login.at.microseconds - $0.microseconds >= absence } ?? false,
    ]
    return News.allCases.filter { found[$0] ?? false }
  }

  private static let absence = longAbsenceDays * 86_400_000_000

  private static func isPasswordAfterKeys(_ login: Login, _ past: LoginPast) -> Bool {
    login.isByPasswordAlone && !past.methods.isEmpty && !past.methods.contains(where: Login.isPassword)
  }
}

extension Login {
  /// True where nothing but what a person types let them in.
  var isByPasswordAlone: Bool {
    (earlierFactors.map(\.method) + [method]).allSatisfy(Self.isPassword)
  }

  /// A password, or what PAM asks for in its place (sshd_config(5), KbdInteractiveAuthentication).
  static func isPassword(_ method: String) -> Bool {
    method == "password" || method.hasPrefix("keyboard-interactive")
  }
}
