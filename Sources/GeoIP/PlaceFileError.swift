// What can go wrong with a file of places: the file, the call and its reason.

/// A file that cannot be used, or not for one address.
public struct PlaceFileError: Error, Equatable, CustomStringConvertible {
  /// The file.
  public var path: String
  /// The function: `MMDB_open`.
  public var call: String
  /// Its reason, in words.
  public var reason: String

  /// `'/usr/share/GeoIP/GeoLite2-City.mmdb': Permission denied (open)`.
  public var description: String { "'\(path)': \(reason) (\(call))" }
}
