// A file of places in the MaxMind DB format, over libmaxminddb.
//
// The library maps the file. Whoever replaces it by renaming (geoipupdate does) harms nobody; where it is cut off or written over
// in place, a page that is gone ends the process (SIGBUS). So `PlaceFiles` looks before each lookup whether the file is still the
// one that was opened, and only a cut in the moment after that is left: the daemon then starts again, and has lost nothing. A copy
// in memory would cost up to 150 MB for ever.

public import Alerts
import CMaxMindDB
public import Foundation
public import Sessions

/// An open file of places. Not Sendable: owned by one thread.
public final class PlaceFile {
  /// The file.
  public let path: String
  /// What it calls itself: `GeoLite2-City`.
  public let kind: String
  /// When it was made.
  public let builtAt: Date
  /// Which file was opened, and as what.
  let identity: FileIdentity
  private let database: UnsafeMutablePointer<MMDB_s>

  /// Opens it, and nothing but a regular file.
  public init(path: String) throws(PlaceFileError) {
    let file = try OpenedFile(path: path)
    try MaxMindMetadata.check(file)
    let database = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
    database.initialize(to: MMDB_s())
    // The file that was checked, whatever has the name by now.
    let status = MMDB_open("/proc/self/fd/\(file.descriptor)", UInt32(MMDB_MODE_MMAP), database)
    guard status == MMDB_SUCCESS else {
      database.deallocate()
      throw PlaceFileError(path: path, call: "MMDB_open", reason: String(cString: MMDB_strerror(status)))
    }
    self.path = path
    self.database = database
    identity = file.identity
    kind = database.pointee.metadata.database_type.map { String(cString: $0).printable(limit: 64) } ?? ""
    builtAt = Date(timeIntervalSince1970: Double(min(database.pointee.metadata.build_epoch, Self.latestBuild)))
  }

  deinit {
    MMDB_close(database)
    database.deallocate()
  }

  /// 9999-12-31: what is later no calendar shows.
  private static let latestBuild: UInt64 = 253_402_214_400

  /// Its name in the directory, fit to be shown.
  var name: String { String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...]).printable() }

  /// The place of an address; nil where the file tells nothing of it.
  public func place(of address: IPAddress) throws(PlaceFileError) -> Place? {
    guard let entry = try entry(for: address) else { return nil }
    do throws(MaxMindRecord.Fault) {
      return try MaxMindRecord(database, at: entry).values.place(source: name)
    } catch {
      throw PlaceFileError(path: path, call: "MMDB_aget_value", reason: "\(error.reason), at \(address)")
    }
  }

  /// - Returns: the offset of the address's record in the data section.
  private func entry(for address: IPAddress) throws(PlaceFileError) -> UInt32? {
    var status = MMDB_SUCCESS
    let result = address.withSocketAddress { MMDB_lookup_sockaddr(database, $0, &status) }
    // A file of IPv4 knows nothing of IPv6, and is none the worse for it.
    guard status != MMDB_IPV6_LOOKUP_IN_IPV4_DATABASE_ERROR else { return nil }
    guard status == MMDB_SUCCESS else {
      let reason = String(cString: MMDB_strerror(status))
      throw PlaceFileError(path: path, call: "MMDB_lookup_sockaddr", reason: "\(reason), at \(address)")
    }
    return result.found_entry ? result.entry.offset : nil
  }
}
