// From the login to its end. The user of an accepted login is a real account, and all that somebody else could have put into the
// line comes behind the address: so the first address is the true one.
//
// Only `Disconnected from` is an end of sshd's own. What it says of a client that is gone (`Connection closed by`, `Read error`,
// `Timeout, client not responding`, `Closing connection to`) differs from version to version, and pam or logind says it as well.

extension SSHDGrammar {
  static let sessions: [SSHDMessage] = [
    .init(
      "Accepted {method} for {user} from {address} port {port} ssh2[: {text}]", .accepted,
      in: "auth.c, auth_log()", "7.2-10.x"),
    .init(
      "Partial {method} for {user} from {address} port {port} ssh2[: {text}]", .partial,
      in: "auth.c, auth_log()", "7.2-10.x, VERBOSE"),

    .init(
      "pam_unix(sshd:session): session opened for user {text}", .pamOpened,
      in: "linux-pam: pam_unix_sess.c, pam_sm_open_session()", "all"),
    .init(
      "pam_unix(sshd:session): session closed for user {text}", .pamClosed,
      in: "linux-pam: pam_unix_sess.c, pam_sm_close_session()", "all"),

    .init(
      "Starting session: shell on {tty} for {user} from {address} port {port} id {number}", .started, .afterLogin,
      in: "session.c, do_exec()", "7.2-10.x, VERBOSE"),
    .init(
      "Starting session: command on {tty} for {user} from {address} port {port} id {number}", .started, .afterLogin,
      in: "session.c, do_exec()", "7.2-10.x, VERBOSE"),
    .init(
      "Starting session: forced-command ({word} '{text}' on {tty} for {user} from {address} port {port} id {number}",
      .started, .afterLogin, in: "session.c, do_exec()", "7.2-10.x, VERBOSE"),

    .init(
      "Disconnected from user {user} {address} port {port}", .disconnected, .afterLogin,
      in: "packet.c, sshpkt_vfatal()", "7.5-10.x"),
    .init(
      "Disconnected from {address} port {port}", .disconnected, .afterLogin,
      in: "packet.c, sshpkt_fatal()", "7.2-7.4"),
  ]
}
