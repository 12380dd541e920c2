// All files of places together. They are looked for at each lookup, which costs little, so that one that is installed, replaced
// or removed counts at once; and none keeps the others from telling what they know.

public import Alerts
import Foundation
public import Sessions

/// The files that tell where an address is. Not Sendable: owned by one thread.
public final class PlaceFiles {
  private let places: Places
  private var files: [String: Opened] = [:]
  private var errors: [PlaceFileError] = []

  /// Where packages and geoipupdate(1) put them.
  public static let directories = ["/usr/share/GeoIP", "/var/lib/GeoIP"]
  /// Files by vendor and kind are a handful; whoever has more names them.
  private static let mostFiles = 16

  private enum Places {
    case files([String])
    case directories([String])
  }

  private struct Opened {
    var identity: FileIdentity?
    /// Nil for one that cannot be used as it is.
    var file: PlaceFile?
    /// True once it was said that something in it cannot be read.
    var isReported = false
  }

  /// Takes these files, in the order of their authority.
  public init(paths: [String]) {
    places = .files(paths)
  }

  /// Takes all files `*.mmdb` in directories, by name.
  public init(directories: [String] = PlaceFiles.directories) {
    places = .directories(directories)
  }

  /// What all files together know of an address; nil where they know nothing.
  public func place(of address: IPAddress) -> Place? {
    Place.merged(current().compactMap { path, file in place(of: address, in: file, path) })
  }

  /// The files that can be used now.
  public func usable() -> [PlaceFile] {
    current().map(\.1)
  }

  /// What went wrong since this was last asked; a file is named once until it is replaced.
  public func takeErrors() -> [PlaceFileError] {
    defer { errors = [] }
    return errors
  }

  private func place(of address: IPAddress, in file: PlaceFile, _ path: String) -> Place? {
    do throws(PlaceFileError) {
      return try file.place(of: address)
    } catch {
      if files[path]?.isReported == false { errors.append(error) }
      files[path]?.isReported = true
      return nil
    }
  }

  // MARK: Which there are

  private func current() -> [(String, PlaceFile)] {
    let paths = paths()
    files = files.filter { paths.contains($0.key) }
    return paths.compactMap { path in opened(path).map { (path, $0) } }
  }

  private func opened(_ path: String) -> PlaceFile? {
    let identity = FileIdentity(path: path)
    if let known = files[path], known.identity == identity { return known.file }
    var opened = Opened(identity: identity)
    do throws(PlaceFileError) {
      let file = try PlaceFile(path: path)
      (opened.file, opened.identity) = (file, file.identity)
    } catch {
      errors.append(error)
    }
    files[path] = opened
    return opened.file
  }

  private func paths() -> [String] {
    switch places {
    case .files(let paths): paths
    case .directories(let directories): Array(directories.flatMap(Self.names).prefix(Self.mostFiles))
    }
  }

  /// A directory that is not there has none.
  private static func names(in directory: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []  // Most have only one of them.
    return names.filter { $0.hasSuffix(".mmdb") && !$0.hasPrefix(".") }.sorted().map { "\(directory)/\($0)" }
  }
}
