// What libcurl's callbacks see and keep of one transfer.

import CCurl

/// The other side of libcurl's callbacks. Lives as long as one transfer.
final class Dialogue {
  private(set) var replies: [String] = []
  private(set) var commands: [String] = []
  var hasUploaded: Bool { bytes != nil }
  private(set) var uploadError: (any Error)?
  private let upload: (() throws -> [UInt8])?
  private var bytes: ArraySlice<UInt8>?

  /// A server may talk without end: so many lines and bytes a line are kept.
  private static let mostReplies = 200
  private static let longestReply = 1000

  init(upload: (() throws -> [UInt8])?) {
    self.upload = upload
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Dialogue? {
    context.map { Unmanaged<Dialogue>.fromOpaque($0).takeUnretainedValue() }
  }

  /// CURLOPT_READFUNCTION: copies the next bytes out; for SMTP first called after the 354.
  static let read: sshalertd_data_callback = { buffer, size, count, context in
    guard let dialogue = of(context), let buffer else { return Int(CURL_READFUNC_ABORT) }
    do {
      let rest = try dialogue.bytes ?? dialogue.firstBytes()
      let chunk = rest.prefix(size * count)
      dialogue.bytes = rest.dropFirst(chunk.count)
      UnsafeMutableRawBufferPointer(start: buffer, count: size * count).copyBytes(from: chunk)
      return chunk.count
    } catch {
      dialogue.uploadError = error
      return Int(CURL_READFUNC_ABORT)
    }
  }

  private func firstBytes() throws -> ArraySlice<UInt8> {
    try (upload?() ?? [])[...]
  }

  /// CURLOPT_HEADERFUNCTION: a line of the other side.
  static let reply: sshalertd_data_callback = { line, size, count, context in
    if let dialogue = of(context), let line, dialogue.replies.count < mostReplies {
      let bytes = UnsafeRawBufferPointer(start: line, count: min(size * count, longestReply))
      dialogue.replies.append(String(decoding: bytes.prefix { $0 != 13 && $0 != 10 }, as: UTF8.self))
    }
    return size * count
  }

  /// CURLOPT_WRITEFUNCTION: nothing that is asked for has a body.
  static let body: sshalertd_data_callback = { _, size, count, _ in size * count }

  /// CURLOPT_DEBUGFUNCTION: notes the verbs that go out.
  static let sent: sshalertd_debug_callback = { _, type, data, size, context in
    guard type == CURLINFO_HEADER_OUT, let data, let dialogue = of(context) else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size)
    let verb = String(decoding: bytes.prefix { (65...90).contains($0) }, as: UTF8.self)
    if verbs.contains(verb) { dialogue.commands.append(verb) }
    return 0
  }

  /// RFC 5321, section 4.1.1; RFC 3207; RFC 4954. A line that is none of these may be part of a password.
  private static let verbs: Set<String> = ["EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "NOOP", "QUIT"]
}
