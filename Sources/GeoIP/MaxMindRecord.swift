// Reads a record of the MaxMind DB format value by value: https://maxmind.github.io/MaxMind-DB/. The library would walk whole
// records by itself, but its walk has no end that a hostile file could not put off before libmaxminddb 1.14: it follows nested
// maps on the stack, and pointers to pointers in exponential time. So only single values are asked of it, which it checks
// against the end of the section; how many, and how deep, is counted here.

import CMaxMindDB

/// Reads a record.
struct MaxMindRecord {
  private(set) var values = PlaceRecord()
  private let database: UnsafePointer<MMDB_s>
  private var left = Self.mostValues

  /// The largest records of real files have some hundred values, four levels deep.
  private static let mostValues = 4000
  private static let greatestDepth = 16
  /// Four bytes a character at the most.
  private static let longestText = 4 * PlaceValue.longestText

  /// What a file does to be unreadable.
  struct Fault: Error, Equatable {
    var reason: String
  }

  /// Reads all of the record at an offset of the data section.
  init(_ database: UnsafePointer<MMDB_s>, at offset: UInt32) throws(Fault) {
    self.database = database
    _ = try walk(at: offset, path: "", depth: 0)
  }

  /// - Returns: the offset of what follows.
  private mutating func walk(at offset: UInt32, path: String, depth: Int) throws(Fault) -> UInt32 {
    left -= 1
    guard left > 0, depth < Self.greatestDepth else { throw Fault(reason: "a record has no end") }
    let value = try decode(offset)
    switch Int32(value.type) {
    case MMDB_DATA_TYPE_MAP:
      let end = try walkMap(value, path, depth)
      return self.end(ofPointerAt: offset) ?? end
    case MMDB_DATA_TYPE_ARRAY:
      let end = try walkArray(value, path, depth)
      return self.end(ofPointerAt: offset) ?? end
    default:
      if let known = Self.known(value) { values.set(path, known) }
      return value.offset_to_next
    }
  }

  private mutating func walkMap(_ map: MMDB_entry_data_s, _ path: String, _ depth: Int) throws(Fault) -> UInt32 {
    var next = map.offset_to_next
    for _ in 0..<map.data_size {
      let key = try decode(next)
      guard case .text(let name) = Self.known(key) else { throw Fault(reason: "a key is no text") }
      next = try walk(at: key.offset_to_next, path: path.isEmpty ? name : "\(path).\(name)", depth: depth + 1)
    }
    return next
  }

  private mutating func walkArray(_ array: MMDB_entry_data_s, _ path: String, _ depth: Int) throws(Fault) -> UInt32 {
    var next = array.offset_to_next
    for place in 0..<array.data_size { next = try walk(at: next, path: "\(path).\(place)", depth: depth + 1) }
    return next
  }

  /// An empty path asks for the value itself; where that is a pointer, for the one that it points to.
  private func decode(_ offset: UInt32) throws(Fault) -> MMDB_entry_data_s {
    var entry = MMDB_entry_s(mmdb: database, offset: offset)
    var value = MMDB_entry_data_s()
    var path: UnsafePointer<CChar>?
    let status = MMDB_aget_value(&entry, &value, &path)
    guard status == MMDB_SUCCESS, value.has_data else {
      throw Fault(reason: String(cString: MMDB_strerror(status == MMDB_SUCCESS ? MMDB_INVALID_DATA_ERROR : status)))
    }
    return value
  }

  /// A pointer stands in five bytes at the most, whatever it points to; nil where there is none. The library has read it, so it
  /// is within the section.
  private func end(ofPointerAt offset: UInt32) -> UInt32? {
    let control = database.pointee.data_section[Int(offset)]
    guard control >> 5 == UInt8(MMDB_DATA_TYPE_POINTER) else { return nil }
    return offset + 2 + UInt32(control >> 3 & 3)
  }

  /// The value, where it is of a kind that places are made of.
  private static func known(_ value: MMDB_entry_data_s) -> PlaceValue? {
    switch Int32(value.type) {
    case MMDB_DATA_TYPE_UTF8_STRING:
      let bytes = UnsafeRawBufferPointer(start: value.utf8_string, count: Int(value.data_size))
      return .text(String(decoding: bytes.prefix(longestText), as: UTF8.self))
    case MMDB_DATA_TYPE_DOUBLE: return .number(value.double_value)
    case MMDB_DATA_TYPE_FLOAT: return .number(Double(value.float_value))
    case MMDB_DATA_TYPE_UINT16: return .number(Double(value.uint16))
    case MMDB_DATA_TYPE_UINT32: return .number(Double(value.uint32))
    case MMDB_DATA_TYPE_INT32: return .number(Double(value.int32))
    case MMDB_DATA_TYPE_BOOLEAN: return .flag(value.boolean)
    default: return nil
    }
  }
}
