// Not let in. Here the name is the attacker's text, up to 100 bytes of anything, and so is the key id of a refused certificate: a
// line that can be read with two addresses has none.
//
// One failure can have four lines. `attempt` and `ending` are those that count, `remark` says why.

extension SSHDGrammar {
  static let failures: [SSHDMessage] = methods + accounts + endings + listener

  private static let methods: [SSHDMessage] = [
    // pam's own line, below, is the one that is always there.
    .init(
      "Failed keyboard-interactive/pam for [invalid user ]{user} from {address} port {port} ssh2{text}",
      .failed(.keyboardInteractive, .remark), in: "auth.c, auth_log()", "7.2-10.x"),
    .init(
      "Failed none for [invalid user ]{user} from {address} port {port} ssh2{text}",
      .failed(FailedAttempt.Kind.none, .remark), in: "auth.c, auth_log()", "7.2-10.x"),
    .init(
      "Failed {method} for [invalid user ]{user} from {address} port {port} ssh2{text}", .failed(nil, .attempt),
      in: "auth.c, auth_log()", "7.2-10.x"),
    .init(
      "PAM: {text} for illegal user {user} from {address}", .failed(.keyboardInteractive, .attempt),
      in: "auth-pam.c, sshpam_query()", "7.2-10.x"),
    .init(
      "PAM: {text} for {user} from {address}", .failed(.keyboardInteractive, .attempt),
      in: "auth-pam.c, sshpam_query()", "7.2-10.x"),
    .init(
      "PAM: {text} for [illegal user ]{user} from {word}", .failed(.keyboardInteractive, .attempt),
      in: "auth-pam.c, sshpam_query(), UseDNS yes", "7.2-10.x"),
  ]

  private static let accounts: [SSHDMessage] = [
    .init(
      "Invalid user {user} from {address}[ port {port}]", .failed(.invalidUser, .remark),
      in: "auth.c, getpwnamallow()", "7.2-10.x, port since 7.3"),
    .init(
      "User {user} from {address} not allowed because {text}", .failed(.notAllowed, .remark),
      in: "auth.c, allowed_user()", "7.2-10.x"),
    .init(
      "ROOT LOGIN REFUSED FROM {address}[ port {port}]", .failed(.rootRefused, .remark),
      in: "auth2.c, auth_root_allowed(); auth.c up to 9.x", "7.2-10.x, port since 7.3"),
    .init(
      "maximum authentication attempts exceeded for [invalid user ]{user} from {address} port {port} ssh2",
      .failed(.tooManyAttempts, .remark), in: "auth.c, auth_maxtries_exceeded()", "7.2-10.x"),
    .init(
      "Access denied for user {user} by PAM account configuration", .failed(.accountDenied, .ending), .beforeLogin,
      in: "auth2.c, userauth_finish()", "7.2-10.x"),
    .init(
      "administratively prohibited connection for [invalid user ]{user} from {address} port {port}",
      .failed(.refused, .ending), in: "monitor.c, mm_answer_pwnamallow()", "9.9-10.x"),
    .init(
      "refused connect from {word} ({address})", .failed(.refused, .ending),
      in: "libwrap: refuse.c, refuse(), as Debian links it", "all"),
  ]

  private static let endings: [SSHDMessage] =
    ending("Connection closed by", .closed, in: "packet.c, sshpkt_vfatal()")
    + ending("Connection reset by", .reset, in: "packet.c, sshpkt_vfatal()")
    + ending("Disconnected from", .disconnected, in: "packet.c, sshpkt_vfatal()")
    + ending("Connection from", .timeout, then: " timed out", in: "packet.c, sshpkt_vfatal()")
    + ending("Disconnecting", .disconnected, then: ": {text}", in: "packet.c, ssh_packet_disconnect()")
    + ending("Unable to negotiate with", .noCommonAlgorithm, then: ": {text}", in: "packet.c, sshpkt_vfatal()")
    + ending("ssh_dispatch_run_fatal: Connection from", .badProtocol, then: ": {text}", in: "dispatch.c, packet.c")
    + [
      .init(
        "banner exchange: Connection from {address} port {port}: {text}", .failed(.badProtocol, .ending),
        in: "sshd.c, main(); sshd-session.c since 9.8", "8.2-10.x"),
      .init(
        "Did not receive identification string from {address}[ port {port}]", .failed(.badProtocol, .ending),
        in: "sshd.c, sshd_exchange_identification()", "7.2-7.9"),
      .init(
        "Bad protocol version identification '{text}' from {address}[ port {port}]", .failed(.badProtocol, .ending),
        in: "sshd.c, sshd_exchange_identification()", "7.2-7.9"),
      .init(
        "Protocol major versions differ for {address}[ port {port}]: {text}", .failed(.badProtocol, .ending),
        in: "sshd.c, sshd_exchange_identification()", "7.2-7.9"),
      .init(
        "probed from {address} port {port} with {text}", .failed(.badProtocol, .ending),
        in: "kex.c, kex_exchange_identification(); sshd.c up to 7.9", "7.3-10.x"),
      .init(
        "scanned from {address} port {port} with {text}", .failed(.badProtocol, .ending),
        in: "kex.c, kex_exchange_identification(); sshd.c up to 7.9", "7.3-10.x"),
      .init(
        "Timeout before authentication for {address}[ port {port}]", .failed(.timeout, .ending),
        in: "sshd.c, grace_alarm_handler()", "7.2-9.7, port since 7.3"),
    ]

  /// What the listener says of connections that are not its own.
  private static let listener: [SSHDMessage] = [
    .init(
      "Timeout before authentication for connection from {address}[ to {address}], pid = {number}[ {text}]",
      .failed(.timeout, .attempt), in: "sshd.c, child_reap()", "9.8-10.x"),
    .init(
      "drop connection #{number} from {socket} on {socket} penalty: {text}",
      .failed(.penalty, .attempt), in: "sshd.c, drop_connection()", "9.8-10.x"),
    .init(
      "drop connection #{number} from {socket} on {socket} {text}", .failed(.dropped, .attempt),
      in: "sshd.c, drop_connection()", "7.8-10.x"),
  ]

  /// How a connection ends that never logged in: with the name that was tried since 7.5, where there was one.
  private static func ending(
    _ start: String, _ kind: FailedAttempt.Kind, then end: String = "", in file: StaticString
  ) -> [SSHDMessage] {
    ["authenticating user {user} ", "invalid user {user} ", ""].map { who in
      .init(
        "\(start) \(who){address} port {port}\(end)", .failed(kind, .ending), .beforeLogin, in: file,
        "7.2-10.x, names since 7.5")
    }
  }
}
