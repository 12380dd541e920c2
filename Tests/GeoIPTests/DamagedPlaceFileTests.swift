// Whatever stands in a file, the daemon goes on.

import Foundation
import Glibc
import Sessions
import TestKit
import Testing

@testable import GeoIP

struct DamagedPlaceFileTests {
  private let directory: TemporaryDirectory
  private static let addresses = [
    "0.0.0.0", "1.1.1.1", "1.1.1.16", "1.1.1.32", "81.2.69.142", "128.0.0.1", "255.255.255.255", "::", "2001:218::1",
  ]

  init() throws {
    directory = try TemporaryDirectory()
  }

  /// Opens it and looks something up.
  /// - Returns: what was wrong with it.
  private func read(_ path: String) -> [PlaceFileError] {
    do throws(PlaceFileError) {
      let file = try PlaceFile(path: path)
      let addresses = Self.addresses.compactMap { IPAddress($0) }
      return addresses.compactMap { address in
        do throws(PlaceFileError) {
          _ = try file.place(of: address)
          return nil
        } catch {
          return error
        }
      }
    } catch {
      return [error]
    }
  }

  /// These harm a reader with other needs than ours: what they hold is read, and is no place.
  private static let harmless = [
    "libmaxminddb-corrupt-search-tree.mmdb",
    "libmaxminddb-empty-array-last-in-metadata.mmdb", "libmaxminddb-empty-map-last-in-metadata.mmdb",
    "libmaxminddb-uint64-max-epoch.mmdb",
  ]

  @Test(.timeLimit(.minutes(1)), arguments: try PlaceFixture.bad())
  func `a file that is made to harm is refused`(path: String) throws {
    let errors = read(path)
    #expect(errors.isEmpty == Self.harmless.contains { path.hasSuffix($0) }, "\(path): \(errors)")
    for error in errors { #expect(error.path == path && !error.reason.isEmpty) }
  }

  @Test(.timeLimit(.minutes(1)), arguments: [PlaceFixture.city, PlaceFixture.network])
  func `a good file with wrong bytes in it does no harm`(path: String) throws {
    let good = try Data(contentsOf: URL(filePath: path))
    var random = SeededRandom(seed: 7)
    var refused = 0
    for round in 0..<300 {
      var bytes = good
      for _ in 0...round % 8 {
        bytes[Int.random(in: 0..<good.count, using: &random)] = .random(in: 0...255, using: &random)
      }
      let file = directory.path("\(round).mmdb")
      try bytes.write(to: URL(filePath: file))
      if !read(file).isEmpty { refused += 1 }
      unlink(file)
    }
    #expect((1..<300).contains(refused))
  }

  @Test func `wrong metadata does no harm`() throws {
    let good = try Data(contentsOf: URL(filePath: PlaceFixture.network))
    let start = try #require(good.range(of: Data("MaxMind.com".utf8), options: .backwards)).upperBound
    for place in start..<good.count {
      for byte in [0, 0x1F, 0x28, 0x5F, 0xE1, 0xFF] as [UInt8] {
        var bytes = good
        bytes[place] = byte
        let file = directory.path("file.mmdb")
        try bytes.write(to: URL(filePath: file))
        _ = read(file)
      }
    }
  }

  @Test func `a file that is cut off is refused, wherever that is`() throws {
    let good = try Data(contentsOf: URL(filePath: PlaceFixture.network))
    for count in stride(from: 0, to: good.count, by: 97) {
      let file = directory.path("file.mmdb")
      try good.prefix(count).write(to: URL(filePath: file))
      #expect(read(file).count == 1, "\(count) bytes")
    }
  }

  @Test func `what is no file of places is refused in words`() throws {
    let text = try directory.write("no places here", to: "a.mmdb")
    #expect(read(text).map(\.description) == ["'\(text)': it is no MaxMind DB, or it is cut off (MMDB_open)"])
    let missing = directory.path("missing.mmdb")
    #expect(read(missing).map(\.description) == ["'\(missing)': No such file or directory (open)"])
    let empty = try directory.write("", to: "empty.mmdb")
    #expect(read(empty).count == 1)
    #expect(read(directory.path).map(\.reason) == ["it is no regular file"])
  }

  @Test(.timeLimit(.minutes(1))) func `a pipe under the name of a file is not waited for`() throws {
    let pipe = directory.path("pipe.mmdb")
    #expect(mkfifo(pipe, 0o600) == 0)
    #expect(read(pipe).map(\.reason) == ["it is no regular file"])
  }

  @Test func `a file that may not be read is named with the reason`() throws {
    let secret = directory.path("loop.mmdb")
    #expect(symlink(secret, secret) == 0)
    #expect(read(secret).map(\.reason) == [String(cString: strerror(ELOOP))])
  }
}
