// Asks ipinfo.io over HTTPS, by libcurl. Whoever is asked learns which address logged in: only global ones are told to anybody.
// A proxy that the environment names (https_proxy, as curl has it) is used, but not for this machine.

import CCurl
import Curl
public import Sessions

/// Asks a service where addresses are. Not Sendable: see `CurlTransfer`.
public final class PlaceService {
  private let settings: PlaceServiceSettings
  private let transfer: CurlTransfer

  /// Answers have less than a kilobyte.
  private static let longestAnswer = 64 * 1024

  /// Makes the asker; nothing is connected yet.
  /// - Throws: `PlaceServiceSettings.Fault`, `CurlError`.
  public init(_ settings: PlaceServiceSettings) throws {
    try settings.check()
    self.settings = settings
    transfer = try CurlTransfer()
    transfer.redaction = Redaction([settings.token].compactMap { $0 })
  }

  /// Asks where an address is; one that is not global is not asked about.
  /// - Parameter limit: how long an answer may take, if that is less than the settings say.
  public func place(of address: IPAddress, within limit: Duration? = nil) -> PlaceOutcome {
    guard AddressScope(of: address) == .global else { return .unknown }
    do throws(CurlError) {
      try configure(for: address, limit: min(limit ?? settings.limit, settings.limit))
      return PlaceAnswer.outcome(try transfer.perform(bodyLimit: Self.longestAnswer), about: address)
    } catch {
      return .failed(reason: transfer.redaction.applied(to: error.description))
    }
  }

  /// curl_easy_setopt(3) has a page for each option. Redirects are not followed, which is libcurl's default.
  private func configure(for address: IPAddress, limit: Duration) throws(CurlError) {
    transfer.reset()
    try transfer.set(CURLOPT_URL, settings.url(of: address))
    try transfer.set(CURLOPT_PROTOCOLS_STR, settings.isLoopback ? "http,https" : "https")
    try transfer.set(CURLOPT_USERAGENT, "ssh-alertd")
    try transfer.set(CURLOPT_HTTPHEADER, headers)
    try transfer.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if settings.isLoopback { try transfer.set(CURLOPT_PROXY, "") }
    if let caFile = settings.caFile {
      try transfer.set(CURLOPT_CAINFO, caFile)
      // Debian's libcurl would still trust the system's directory of CAs.
      try transfer.set(CURLOPT_CAPATH, nil)
    }
    try set(limit)
  }

  private var headers: [String] {
    ["Accept: application/json"] + (settings.token.map { ["Authorization: Bearer \($0)"] } ?? [])
  }

  /// 0 would be none at all.
  private func set(_ limit: Duration) throws(CurlError) {
    let milliseconds = max(1, Int(limit / .milliseconds(1)))
    try transfer.set(CURLOPT_TIMEOUT_MS, milliseconds)
    try transfer.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
    // Whoever looks up a silent name server must not keep the daemon from stopping.
    try transfer.set(CURLOPT_QUICK_EXIT, 1)
  }
}
