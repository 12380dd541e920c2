// What to do about a login that should not have been: steps, each with the commands that do it, filled in for this login. What
// cannot stand in a command safely has a word in capitals in its place.

import Sessions

/// A step, for root on the login's host.
struct RemedyStep: Equatable {
  /// What it does, in words that are ours.
  var what: String
  /// Lines for a shell, none wider than `widest` columns.
  var commands: [String]

  /// A text part of 72 columns has room for so many.
  static let widest = 68
}

extension LoginReport {
  /// The steps, in the order in which they matter.
  var remedy: [RemedyStep] {
    [sessionStep, accountStep, keyStep, addressStep, recordStep].compactMap(\.self)
  }

  /// loginctl(1). What is over needs no end.
  private var sessionStep: RemedyStep? {
    guard login.session.end == nil else { return nil }
    guard let id = login.session.logindID.flatMap(CommandWord.session) else {
      return RemedyStep(
        what: "Find the session (sshd's process is \(login.identity.pid)), and end it",
        commands: ["loginctl list-sessions", "loginctl terminate-session SESSION"])
    }
    return RemedyStep(what: "End the session", commands: ["loginctl terminate-session \(id)"])
  }

  /// passwd(1): a locked password is no bar to a key, an account that has expired is (shadow(5)). Root's would take cron and
  /// sudo's targets with it.
  private var accountStep: RemedyStep {
    if login.user == "root" {
      return RemedyStep(what: "Lock root's password; its keys still let in", commands: ["passwd -l root"])
    }
    let user = CommandWord.user(login.user)
    return RemedyStep(
      what: "Lock the account, its password first and then its keys" + (user == nil ? "; USER is its name" : ""),
      commands: ["passwd -l \(user ?? "USER")", "usermod --expiredate 1 \(user ?? "USER")"])
  }

  private var keyStep: RemedyStep? {
    guard let key = login.keyUses.lazy.compactMap(\.self).first else { return nil }
    let fingerprint = key.fingerprint.flatMap(CommandWord.fingerprint)
    if let certificate = key.certificate { return Self.revocation(fingerprint, certificate) }
    return fingerprint.map { Self.keyLine($0, of: CommandWord.user(login.user) ?? "USER") }
  }

  /// Says on which line of the file the key is. ssh-keygen(1) sees to options in front of it, and makes the comment printable.
  private static func keyLine(_ fingerprint: String, of user: String) -> RemedyStep {
    let kind = fingerprint.hasPrefix("MD5:") ? "-E md5 -lf" : "-lf"
    return RemedyStep(
      what: "Find the key's line in authorized_keys, and delete it",
      commands: [
        "key=\(fingerprint)",
        "file=~\(user)/.ssh/authorized_keys",
        "cat -n \"$file\" | while read -r number line; do",
        "  printf '%s\\n' \"$line\" | ssh-keygen \(kind) - 2>&1 |",
        "    grep -F \"$key\" && echo \"line $number of $file\"",
        "done",
      ])
  }

  /// ssh-keygen(1), KEY REVOCATION LISTS. A digest names the key whoever signed it, a serial only beside its CA.
  private static func revocation(_ fingerprint: String?, _ certificate: Certificate) -> RemedyStep? {
    let isDigest = fingerprint?.hasPrefix("SHA256:") == true
    let serial = CommandWord.serial(certificate.serial).map { "serial: \($0)" }
    guard let entry = isDigest ? fingerprint.map({ "hash: \($0)" }) : serial else { return nil }
    return RemedyStep(
      what: "Revoke the certificate, where sshd_config has RevokedKeys FILE"
        + (isDigest ? "" : ", and CA is its CA's key"),
      commands: [
        "test -s FILE || ssh-keygen -k -f FILE /dev/null",
        "echo '\(entry)' |",
        "  ssh-keygen -k -u \(isDigest ? "" : "-s CA ")-f FILE -",
      ])
  }

  /// A table of its own in nft(8), before others, for what comes in by connections that are open as well.
  private var addressStep: RemedyStep? {
    CommandWord.source(login.origin.address).map { family, address in
      RemedyStep(
        what: "Keep the address out, if it is not yours as well; nft delete table inet ban lets it in again",
        commands: [
          "nft add table inet ban",
          "nft add chain inet ban in '{ type filter hook input priority -9; }'",
        ] + Self.dropRule("nft add rule inet ban in \(family) saddr", address))
    }
  }

  /// In two lines, as a shell takes them for one, where the address is long.
  private static func dropRule(_ start: String, _ address: String) -> [String] {
    let line = "\(start) \(address) drop"
    return line.count <= RemedyStep.widest ? [line] : ["\(start) \\", "  \(address) drop"]
  }

  private var recordStep: RemedyStep? {
    id.map {
      RemedyStep(what: "See all that is known of it, where ssh-alertd runs", commands: ["ssh-alertd explain \($0)"])
    }
  }
}
