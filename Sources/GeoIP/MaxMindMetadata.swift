// Looks at the metadata of a file before MMDB_open does, which before libmaxminddb 1.14 decodes it without any limit, and reads
// past its end where nothing stands behind the marker.

import CMaxMindDB

enum MaxMindMetadata {
  /// `\xab\xcd\xefMaxMind.com`; what stands behind the last one is metadata.
  private static let marker: [UInt8] = [0xAB, 0xCD, 0xEF] + Array("MaxMind.com".utf8)
  /// Where it is looked for, from the end of the file; of the format's specification.
  private static let greatestSize = 128 * 1024

  /// - Throws: what is wrong with the metadata, if it cannot be read within the bounds of a record.
  static func check(_ file: OpenedFile) throws(PlaceFileError) {
    let tail = try file.tail(greatestSize + marker.count)
    let bytes = try metadata(in: tail, of: file.path)
    let fault = bytes.withUnsafeBufferPointer { bytes -> MaxMindRecord.Fault? in
      var section = MMDB_s()
      section.data_section = bytes.baseAddress
      section.data_section_size = UInt32(bytes.count)
      do throws(MaxMindRecord.Fault) {
        _ = try MaxMindRecord(&section, at: 0)
        return nil
      } catch {
        return error
      }
    }
    if let fault { throw PlaceFileError(path: file.path, call: "MMDB_open", reason: "metadata: \(fault.reason)") }
  }

  private static func metadata(in tail: [UInt8], of path: String) throws(PlaceFileError) -> [UInt8] {
    let starts = tail.indices.reversed().filter { tail[$0] == marker[0] }
    guard let start = starts.first(where: { tail[$0...].starts(with: marker) }) else {
      throw PlaceFileError(path: path, call: "MMDB_open", reason: "it is no MaxMind DB, or it is cut off")
    }
    // The library tells the size of what it decodes by the number of bytes, and would find three at the least.
    let bytes = Array(tail[(start + marker.count)...])
    guard bytes.count >= 3 else {
      throw PlaceFileError(path: path, call: "MMDB_open", reason: "its metadata is cut off")
    }
    return bytes
  }
}
