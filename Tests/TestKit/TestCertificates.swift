// Certificates for TLS, made by openssl.

import Foundation

/// A CA and a certificate of it.
public struct TestCertificates {
  private let directory: TemporaryDirectory
  /// PEM of the CA.
  public var authority: String { directory.path("ca.pem") }
  /// PEM of the server.
  public var certificate: String { directory.path("server.pem") }
  /// Its key.
  public var key: String { directory.path("server.key") }

  /// Makes them.
  /// - Parameters:
  ///   - names: whom the certificate is for, as openssl's `subjectAltName` wants it.
  ///   - days: how long it is good; -1 for one that has expired.
  public init(for names: String = "DNS:localhost,IP:127.0.0.1", days: Int = 2) throws {
    directory = try TemporaryDirectory()
    try openssl(
      "req", "-x509", "-days", "2", "-subj", "/CN=Test CA \(UUID())", "-addext", "keyUsage=critical,keyCertSign",
      "-keyout", directory.path("ca.key"), "-out", authority)
    try issue("server", subject: "/CN=server.test", names: names, days: days)
  }

  /// Makes another certificate of the same CA.
  /// - Returns: the paths of the certificate and of its key.
  @discardableResult
  public func issue(
    _ name: String, subject: String, names: String = "DNS:client.test", days: Int = 2
  ) throws -> (certificate: String, key: String) {
    let (certificate, key) = (directory.path("\(name).pem"), directory.path("\(name).key"))
    let request = directory.path("\(name).csr")
    let extensions = try directory.write(
      "subjectAltName=\(names)\nbasicConstraints=critical,CA:FALSE\n", to: "\(name).ext")
    try openssl("req", "-subj", subject, "-keyout", key, "-out", request)
    try Command.run(
      "openssl",
      [
        "x509", "-req", "-in", request, "-CA", authority, "-CAkey", directory.path("ca.key"), "-CAcreateserial",
        "-days", "\(days)", "-extfile", extensions, "-out", certificate,
      ])
    return (certificate, key)
  }

  private func openssl(_ command: String, _ arguments: String...) throws {
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    try Command.run("openssl", [command] + key + arguments)
  }
}
