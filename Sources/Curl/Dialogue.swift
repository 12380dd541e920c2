// What libcurl's callbacks see and keep of one transfer. Secrets end here: nothing that is kept or told has any.

import CCurl
import Foundation

/// The other side of libcurl's callbacks. Lives as long as one transfer.
final class Dialogue {
  private(set) var replies: [String] = []
  private(set) var commands: [String] = []
  var hasUploaded: Bool { bytes != nil }
  private(set) var uploadError: (any Error)?
  /// True where the other side said more than anybody has to say.
  private(set) var isFlooded = false
  private(set) var body: [UInt8] = []
  private(set) var isBodyTooLong = false
  private let upload: (() throws -> [UInt8])?
  private let bodyLimit: Int?
  private let canceller: CurlCanceller
  private let listener: ((DialogueLine) -> Void)?
  private var redaction: Redaction
  private var bytes: ArraySlice<UInt8>?
  /// Set once QUIT is sent.
  private var farewell: ContinuousClock.Instant?

  /// A server may talk without end: so many lines end the transfer, and so many characters a line are kept.
  private static let mostReplies = 500
  private static let longestReply = 1000
  /// `250-`, `250 `: these no secret can be, however short it is.
  private static let codeLength = 4
  /// libcurl would wait for the answer to QUIT as long as for any other.
  private static let longestFarewell = Duration.seconds(1)

  init(
    upload: (() throws -> [UInt8])?, bodyLimit: Int?, canceller: CurlCanceller, redaction: Redaction,
    listener: ((DialogueLine) -> Void)?
  ) {
    self.upload = upload
    self.bodyLimit = bodyLimit
    self.canceller = canceller
    self.redaction = redaction
    self.listener = listener
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> Dialogue? {
    context.map { Unmanaged<Dialogue>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: What is uploaded

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
    let bytes = try upload?() ?? []
    listener?(.uploaded(bytes.count))
    return bytes[...]
  }

  // MARK: What is received

  /// CURLOPT_HEADERFUNCTION: a line of the other side. Fewer bytes than were given end the transfer.
  static let reply: sshalertd_data_callback = { line, size, count, context in
    guard let dialogue = of(context), let line else { return size * count }
    dialogue.take(UnsafeRawBufferPointer(start: line, count: size * count).prefix { $0 != 13 && $0 != 10 })
    return dialogue.isFlooded ? 0 : size * count
  }

  private func take(_ line: Slice<UnsafeRawBufferPointer>) {
    isFlooded = replies.count >= Self.mostReplies
    guard !isFlooded else { return }
    let (code, words) = (line.prefix(Self.codeLength), challenge(line) ?? Array(line.dropFirst(Self.codeLength)))
    let text = String((String(decoding: code, as: UTF8.self) + redaction.applied(to: words)).prefix(Self.longestReply))
    replies.append(text)
    listener?(.received(text))
  }

  /// The words of a 334 (RFC 4954, section 4) without what it asks; why XOAUTH2 refuses a token is told as it is meant.
  private func challenge(_ line: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    guard line.starts(with: "334 ".utf8) else { return nil }
    let words = Data(base64Encoded: Data(line.dropFirst(Self.codeLength))).map(Array.init) ?? []
    return words.starts(with: "{".utf8) ? words : Array("***".utf8)
  }

  /// CURLOPT_WRITEFUNCTION: a piece of the body. Fewer bytes than were given end the transfer.
  static let write: sshalertd_data_callback = { piece, size, count, context in
    guard let dialogue = of(context), let piece, let limit = dialogue.bodyLimit else { return size * count }
    dialogue.isBodyTooLong = dialogue.body.count + size * count > limit
    guard !dialogue.isBodyTooLong else { return 0 }
    dialogue.body += UnsafeRawBufferPointer(start: piece, count: size * count)
    return size * count
  }

  // MARK: What is sent

  /// CURLOPT_DEBUGFUNCTION: notes the verbs that go out, and what libcurl tells.
  static let debug: sshalertd_debug_callback = { _, type, data, size, context in
    guard let data, let dialogue = of(context) else { return 0 }
    let bytes = UnsafeRawBufferPointer(start: data, count: size).prefix { $0 != 13 && $0 != 10 }
    if type == CURLINFO_HEADER_OUT { dialogue.send(Array(bytes)) }
    if type == CURLINFO_TEXT, let listener = dialogue.listener {
      DialogueLine.note(about: dialogue.redaction.applied(to: Array(bytes))).map(listener)
    }
    return 0
  }

  private func send(_ line: [UInt8]) {
    let verb = String(decoding: line.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    guard Self.verbs.contains(verb) else {
      redaction.add(line)
      listener?(.sent("***"))
      return
    }
    commands.append(verb)
    farewell = verb == "QUIT" ? .now + Self.longestFarewell : nil
    listener?(.sent(verb == "AUTH" ? Self.withoutArgument(line) : redaction.applied(to: line)))
  }

  private static func withoutArgument(_ line: [UInt8]) -> String {
    let words = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    return (words.prefix(2) + (words.count > 2 ? ["***"] : [])).joined(separator: " ")
  }

  /// RFC 5321, section 4.1.1; RFC 3207; RFC 4954; RFC 9110, section 9. A line that is none of these may be part of a password.
  private static let verbs: Set<String> = [
    "EHLO", "HELO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "NOOP", "QUIT", "GET",
  ]

  // MARK: How long

  /// CURLOPT_XFERINFOFUNCTION: anything but 0 aborts.
  static let progress: curl_xferinfo_callback = { context, _, _, _, _ in
    of(context)?.isOver ?? false ? 1 : 0
  }

  private var isOver: Bool {
    canceller.isOver || farewell.map { $0 <= .now } ?? false
  }
}
