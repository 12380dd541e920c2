// What an answer means. The service is not trusted more than anybody else: what it writes is bounded, made printable, and believed
// only where it makes sense.
//
//     libcurl, status                     outcome
//     CURLE_OK, 200, a place              found
//     CURLE_OK, 200, bogon or no place    unknown
//     CURLE_OK, 404                       unknown
//     CURLE_OK, 429                       limited, for as long as Retry-After says, within bounds
//     CURLE_OK, anything else             failed: 401 and 403 are about the token, 3xx is not followed
//     anything else                       failed: no connection, no encryption, too late, too long

import Alerts
import CCurl
import Curl
import Foundation
import Sessions

enum PlaceAnswer {
  /// `Place.source`.
  static let source = "ipinfo.io"

  /// Tells what an answer about an address comes to.
  static func outcome(_ result: CurlResult, about address: IPAddress) -> PlaceOutcome {
    guard result.code == CURLE_OK else { return .failed(reason: "cannot ask \(source): \(result.reason.printable())") }
    switch result.responseCode {
    case 200: return outcome(ofBody: result.body, about: address)
    case 404: return .unknown
    case 429: return .limited(retryAfter: pause(result.retryAfterSeconds))
    case 401, 403: return .failed(reason: "\(source) refuses the token, or has none (status \(result.responseCode))")
    default: return .failed(reason: "\(source) answers with status \(result.responseCode)")
    }
  }

  private static func outcome(ofBody body: [UInt8], about address: IPAddress) -> PlaceOutcome {
    guard let record = PlaceRecord(json: body) else {
      return .failed(reason: "the answer of \(source) is no JSON object")
    }
    if let told = record.address, IPAddress(told) != address {
      return .failed(reason: "\(source) answers about another address")
    }
    if record.isBogon { return .unknown }
    return record.place(source: source).map(PlaceOutcome.found) ?? .unknown
  }

  /// Whoever says 429 without a time is left alone for an hour; nobody silences us for more than a day.
  private static func pause(_ seconds: Int) -> Duration {
    seconds > 0 ? .seconds(min(max(seconds, 60), 86_400)) : .seconds(3600)
  }
}
