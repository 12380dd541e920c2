// The part of `check` that tells who is asked about a login: files of places, a service, the helper for keys. No login is needed,
// and nobody outside is asked.

import Foundation
import GeoIP
import Keys

extension Check {
  /// A line for places, and one for the names of keys.
  func lookups() -> [CheckResult] {
    [places(), keys()]
  }

  private func places() -> CheckResult {
    let files = configuration.lookup.files.map(PlaceFiles.init(paths:)) ?? PlaceFiles()
    let usable = files.usable().map { "\($0.path) (\($0.builtAt.formatted(.iso8601.year().month().day())))" }
    if let error = files.takeErrors().first {
      return CheckResult(
        subject: "places", verdict: .warning, text: "\(error)", hint: "get it again, or remove it from lookup.files")
    }
    do {
      let service = try configuration.lookupSettings().service?.server
      let sources = usable + [service].compactMap(\.self)
      return CheckResult(
        subject: "places", verdict: .ok,
        text: sources.isEmpty
          ? "no files and no service, so mail does not say where a login came from; README says where to get files"
          : "from \(sources.joined(separator: ", "))")
    } catch {
      return CheckResult(subject: "places", verdict: .failed, text: "\(error)", hint: "mend lookup.ipinfo")
    }
  }

  private func keys() -> CheckResult {
    guard configuration.lookup.asksKeyNames, let names = configuration.keyNames else {
      return CheckResult(subject: "keys", verdict: .ok, text: "are told by their fingerprints alone")
    }
    do throws(KeyError) {
      let files = try names.sshdSettings().authorizedKeysFile.joined(separator: " ")
      return CheckResult(subject: "keys", verdict: .ok, text: "named by \(files)")
    } catch {
      return CheckResult(
        subject: "keys", verdict: .warning, text: "mail does not name keys: \(error)",
        hint: "start the helper: systemctl start ssh-alertd-keys.socket; or set lookup.key_names: no")
    }
  }
}
