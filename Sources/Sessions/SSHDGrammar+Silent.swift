// What sshd and pam also say of sessions and failures, and which another line tells better: who reads the log by hand meets it,
// the record needs none of it. The ends that are no ends for us stand here (SSHDGrammar+Sessions.swift says why).
//
// One line has no row, since it begins with a file's name: `FILE:LINE: Authentication tried for …` (auth2-pubkey.c).

extension SSHDGrammar {
  static let silent: [SSHDMessage] = connections + farewells + reasons + throttling + pam

  /// On the way to a login, and in it.
  private static let connections: [SSHDMessage] = [
    .init("Server listening on {text}", .nothing, in: "sshd.c, listen_on_addrs()", "7.2-10.x"),
    .init("Received signal {text}", .nothing, in: "sshd.c, server_accept_loop()", "7.2-10.x"),
    .init("Connection from {address} port {port} on {text}", .nothing, in: "sshd.c, main()", "7.2-10.x, VERBOSE"),
    .init("Postponed {method} for {text}", .nothing, in: "auth.c, auth_log()", "7.2-10.x, VERBOSE"),
    .init("Accepted key {text}", .nothing, in: "auth2-pubkeyfile.c; auth2-pubkey.c up to 9.0", "7.7-10.x, VERBOSE"),
    .init(
      "Accepted certificate ID {text}", .nothing, in: "auth2-pubkey.c, user_cert_trusted_ca()", "7.2-10.x, VERBOSE"),
    .init(
      "Accepted {word} public key {text}", .nothing, in: "auth2-hostbased.c, hostbased_key_allowed()",
      "7.2-10.x, VERBOSE"),
    .init("Authorized to {text}", .nothing, in: "gss-serv-krb5.c, ssh_gssapi_krb5_userok()", "7.2-10.x"),
    .init("Root login accepted for forced command.", .nothing, in: "auth2.c, auth_root_allowed()", "7.2-10.x"),
    .init("User child is on pid {number}", .nothing, in: "sshd.c, privsep_postauth()", "7.2-10.x, VERBOSE"),
    .init("Starting session: {text}", .nothing, in: "session.c, do_exec(), without a terminal", "7.2-10.x, VERBOSE"),
    .init("Close session: {text}", .nothing, in: "session.c, session_close()", "7.2-10.x, VERBOSE"),
  ]

  /// How a connection is said to end, beside `Disconnected from`.
  private static let farewells: [SSHDMessage] = [
    .init("Received disconnect from {text}", .nothing, in: "packet.c, ssh_packet_read_poll_seqnr()", "7.2-10.x"),
    .init("Connection closed by {text}", .nothing, in: "serverloop.c, process_input(); packet.c", "7.2-10.x"),
    .init("Connection reset by {text}", .nothing, in: "packet.c, sshpkt_vfatal()", "7.2-10.x"),
    .init("Connection from {text} timed out", .nothing, in: "packet.c, sshpkt_vfatal()", "7.5-10.x"),
    .init("Disconnecting user {text}", .nothing, in: "packet.c, ssh_packet_disconnect()", "7.5-10.x"),
    .init("Disconnecting: {text}", .nothing, in: "packet.c, ssh_packet_disconnect()", "7.2-7.4"),
    .init("Read error from remote host {text}", .nothing, in: "serverloop.c, process_input()", "7.2-10.x"),
    .init("Timeout, client not responding{text}", .nothing, in: "serverloop.c, client_alive_check()", "7.2-10.x"),
    .init("terminating inactive connection from {text}", .nothing, in: "serverloop.c", "9.2-10.x"),
    .init("Closing connection to {text}", .nothing, in: "sshd.c, main()", "7.2-10.x, VERBOSE"),
    .init("Transferred: {text}", .nothing, in: "sshd.c, main()", "7.2-10.x, VERBOSE"),
    .init("Exiting on signal {number}", .nothing, in: "serverloop.c, server_loop2()", "7.2-9.7"),
    .init("mm_reap: {text}", .nothing, in: "monitor.c, mm_reap()", "9.9-10.x"),
    .init("mm_request_send: {text}", .nothing, in: "monitor_wrap.c, mm_request_send()", "7.2-9.x"),
    .init("syslogin_perform_logout: {text}", .nothing, in: "loginrec.c, syslogin_perform_logout()", "7.2-10.x"),
  ]

  /// Why somebody was not let in, without his address.
  private static let reasons: [SSHDMessage] = [
    .init("input_userauth_request: invalid user {text}", .nothing, in: "auth2.c, input_userauth_request()", "7.2-7.4"),
    .init("User {user} not allowed because {text}", .nothing, in: "auth.c, allowed_user(); session.c", "7.2-10.x"),
    .init(
      "User {user} password has expired {text}", .nothing, in: "auth-shadow.c, auth_shadow_pwexpired()", "7.2-10.x"),
    .init("Account {user} has expired", .nothing, in: "auth-shadow.c, auth_shadow_acctexpired()", "7.2-10.x"),
    .init("Could not get shadow information for {text}", .nothing, in: "xcrypt.c, shadow_pw()", "7.2-10.x"),
    .init("Authentication refused{text}", .nothing, in: "auth.c, auth_openfile()", "7.2-10.x"),
    .init("Rhosts authentication refused for {text}", .nothing, in: "auth-rhosts.c, auth_rhosts2()", "7.2-10.x"),
    .init("Authentication tried for {text}", .nothing, in: "auth-options.c", "7.2-7.6"),
    .init("cert: Authentication tried for {text}", .nothing, in: "auth.c, auth_authorise_keyopts()", "7.7-10.x"),
    .init("Refused by {text}", .nothing, in: "auth2-pubkey.c", "7.7-10.x"),
    .init("Certificate invalid: {text}", .nothing, in: "auth2-pubkey.c", "7.2-10.x"),
    .init("Authentication key {text}", .nothing, in: "auth.c, auth_key_is_revoked()", "7.2-10.x"),
    .init("public key {text}", .nothing, in: "auth2-pubkey.c, userauth_pubkey()", "8.2-10.x"),
    .init("userauth_pubkey: {text}", .nothing, in: "auth2-pubkey.c, userauth_pubkey()", "7.2-10.x"),
    .init("userauth_hostbased mismatch: {text}", .nothing, in: "auth2-hostbased.c", "7.2-10.x"),
    .init("GSSAPI MIC check failed", .nothing, in: "auth2-gss.c, input_gssapi_mic()", "7.2-10.x"),
    .init("reverse mapping checking {text}", .nothing, in: "canohost.c; auth.c, remote_hostname()", "7.2-10.x"),
    .init("Address {text}", .nothing, in: "canohost.c; auth.c, remote_hostname()", "7.2-10.x"),
    .init("kex_exchange_identification: {text}", .nothing, in: "kex.c, kex_exchange_identification()", "8.0-10.x"),
    .init("Protocol major versions differ: {text}", .nothing, in: "kex.c, kex_exchange_identification()", "8.0-10.x"),
    .init("Bad remote protocol version identification: {text}", .nothing, in: "kex.c", "8.0-10.x"),
    .init("Bad packet length {text}", .nothing, in: "packet.c, ssh_packet_read_poll2()", "7.2-10.x"),
    .init("padding error: {text}", .nothing, in: "packet.c, ssh_packet_read_poll2()", "7.2-10.x"),
    .init("Connection from {text}", .nothing, in: "sshd.c, check_ip_options()", "7.3-10.x"),
    .init("privsep_preauth: {text}", .nothing, in: "sshd.c, privsep_preauth()", "7.2-10.x"),
    .init("monitor_read: {text}", .nothing, in: "monitor.c, monitor_read()", "7.2-10.x"),
  ]

  /// Connections that were dropped, in sum.
  private static let throttling: [SSHDMessage] = [
    .init("beginning MaxStartups throttling", .nothing, in: "sshd.c, drop_connection()", "8.2-9.9"),
    .init("in MaxStartups throttling {text}", .nothing, in: "sshd.c, drop_connection()", "8.2-9.9"),
    .init("exited MaxStartups throttling {text}", .nothing, in: "sshd.c, drop_connection()", "8.2-9.9"),
    .init("Maxstartups logging rate-limited: {text}", .nothing, in: "sshd.c, drop_connection()", "10.0-10.x"),
    .init("PerSourcePenalties logging rate-limited: {text}", .nothing, in: "sshd.c, drop_connection()", "10.0-10.x"),
    .init("srclimit_penalise: {text}", .nothing, in: "srclimit.c, srclimit_penalise()", "9.8-10.x"),
    .init("Session process {text}", .nothing, in: "sshd.c, child_reap()", "9.8-10.x"),
    .init("session process {text}", .nothing, in: "sshd.c, child_reap()", "9.8-10.x"),
  ]

  private static let pam: [SSHDMessage] = [
    .init("PAM: {word} {text}", .nothing, in: "auth-pam.c, do_pam_session(), do_pam_setcred()", "7.2-10.x"),
    .init("PAM {text}", .nothing, in: "linux-pam: pam_unix, _cleanup_failures()", "all"),
    .init("pam_unix(sshd:auth): {text}", .nothing, in: "linux-pam: pam_unix/support.c, pam_unix_auth.c", "all"),
    .init("pam_unix(sshd:account): {text}", .nothing, in: "linux-pam: pam_unix_acct.c", "all"),
    .init("pam_systemd(sshd:session): {text}", .nothing, in: "systemd: pam_systemd.c", "all"),
  ]
}
