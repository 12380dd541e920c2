// Whom we ask, and whom never.

import Sessions
import Testing

@testable import GeoIP

struct PlaceServiceSettingsTests {
  private func fault(_ settings: PlaceServiceSettings) -> PlaceServiceSettings.Fault? {
    do throws(PlaceServiceSettings.Fault) {
      try settings.check()
      return nil
    } catch {
      return error
    }
  }

  @Test func `each edition has its URL`() throws {
    let address = try #require(IPAddress("2001:218::1"))
    let standard = PlaceServiceSettings(.standard, token: nil)
    let lite = PlaceServiceSettings(.lite, token: "x")
    #expect(standard.url(of: address) == "https://ipinfo.io/2001:218:0:0:0:0:0:1/json")
    #expect(lite.url(of: address) == "https://api.ipinfo.io/lite/2001:218:0:0:0:0:0:1")
    #expect(fault(standard) == nil)
    #expect(fault(lite) == nil)
  }

  @Test(arguments: ["https://geo.example.org", "http://127.0.0.1:80", "http://[::1]:80/x", "http://localhost:80"])
  func `encrypted or on this machine anybody may be asked`(server: String) {
    #expect(fault(PlaceServiceSettings(.standard, token: nil, server: server)) == nil)
  }

  @Test(arguments: [
    "", "ipinfo.io", "http://ipinfo.io", "ftp://127.0.0.1", "file:///etc/passwd", "https://", "https://user@ipinfo.io",
    "https://user:word@ipinfo.io", "https://ipinfo.io?x=", "https://ipinfo.io#", "http://127.0.0.1.example.org",
    "http://localhost.example.org",
  ]) func `nobody else is asked`(server: String) {
    #expect(fault(PlaceServiceSettings(.standard, token: nil, server: server)) == .server(server))
  }

  @Test(arguments: ["", " ", "a b", "a\r\nX: y", "ä", "\0"]) func `a token is one word`(token: String) {
    let fault = fault(PlaceServiceSettings(.standard, token: token))
    #expect(fault == .token)
    if token.count > 1 { #expect(fault?.description.contains(token) == false) }
  }

  @Test func `the lite edition needs a token`() {
    #expect(fault(PlaceServiceSettings(.lite, token: nil)) == .missingToken)
  }
}
