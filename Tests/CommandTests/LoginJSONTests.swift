// The JSON of `replay` and `history`, whose names are an interface.

import Foundation
import Sessions
import TestKit
import Testing

@testable import ssh_alertd

struct LoginJSONTests {
  @Test func `what is known stands under its name`() throws {
    let certificate = Certificate(id: "laptop", serial: "18446744073709551615", authority: "SHA256:ca/b")
    let login = Login.make(
      method: "publickey", key: KeyUse(type: "RSA-CERT", fingerprint: "SHA256:x", certificate: certificate),
      end: SessionEnd.make(at: 60, sign: .logind))
    let line = try LoginJSON(login, id: 3).line()
    for part in [
      #""id":3"#, #""user":"alice""#, #""address":"203.0.113.7""#, #""port":50000"#, #""method":"publickey""#,
      #""key_type":"RSA-CERT""#, #""fingerprint":"SHA256:x""#, #""cert_id":"laptop""#,
      #""cert_serial":"18446744073709551615""#, #""cert_ca":"SHA256:ca/b""#, #""at":1795539789000000"#,
      #""closed_at":1795539849000000"#, #""closed_by":"logind""#,
      #""duration_us":60000000"#, #""methods":"publickey""#, #""pid":100"#, #""boot_id":"\#(Scene.boot)""#,
      #""machine_id":"\#(Scene.machine)""#, #""hostname":"web1""#, #""cursor":"s=1;i=0""#, #""verified":true"#,
    ] { #expect(line.contains(part), "\(part)") }
    #expect(!line.contains("\n"))
  }

  @Test func `what is not known is left out`() throws {
    let line = try LoginJSON(.make(user: "a\nb")).line()
    for name in ["key_type", "fingerprint", "cert_", "closed_"] { #expect(!line.contains(name)) }
    #expect(!line.hasPrefix("{\"id\""))
    #expect(line.contains(#""user":"a\nb""#))
  }
}
