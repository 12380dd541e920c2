// The doorbell on a real bus, which may be absent, go, come back, or be flooded. Each test has a process of its own: sd-bus
// takes the address from the environment.

import Foundation
import Glibc
import TestKit
import Testing

@testable import Journal

struct DoorbellBusTests {
  @Test func `a session that begins rings`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["up"])
      let now = try Self.connect(bell)
      for _ in 1...3 {
        #expect(!Self.isRinging(bell, at: now, within: 0))
        try bus.tell("ring 1")
        #expect(Self.isRinging(bell, at: now))
        bell.answer(at: now)
        #expect(bell.isListening)
      }
      #expect(!Self.isRinging(bell, at: now, within: 0))
    }
  }

  @Test func `a reader that waits is woken`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["up"])
      try Self.connect(bell)
      let directory = try TemporaryDirectory()
      let reader = try JournalReader(.directory(directory.path))
      var ends: [Int32] = [-1, -1]
      #expect(pipe(&ends) == 0)
      try bus.tell("ring 1")
      let begin = ContinuousClock.now
      try reader.wait(orReadable: ends[0], orRungBy: [bell], atMost: .milliseconds(Self.limit))
      #expect(ContinuousClock.now - begin < .milliseconds(Self.limit))
      #expect(bell.isListening && !Self.isRinging(bell, at: .now, within: 0))
    }
  }

  @Test func `other signals, and whoever is not logind, wake nobody`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["up"])
      let now = try Self.connect(bell)
      for command in ["other 3 SessionRemoved", "forge 3", "ring 1"] { try bus.tell(command) }
      #expect(Self.isRinging(bell, at: now))
      let come = Self.peek(bell, at: now)  // The bus keeps the order: the others would have come before.
      #expect(come.contains("of logind") && !come.contains("forged") && !come.contains("SessionRemoved"))
    }
  }

  @Test func `a bus that comes up is found at the next try`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make()
      let now = ContinuousClock.now
      #expect(bell.pollDescriptor(at: now) == nil)
      #expect(bell.timeout(at: now) == .seconds(30))
      try bus.tell("up")
      #expect(bell.pollDescriptor(at: now + .seconds(29)) == nil)
      try Self.expectRing(bell, of: bus, at: now + .seconds(30))
    }
  }

  @Test func `a bus that goes is tried again later, as often as it goes`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make()
      var now = ContinuousClock.now
      for _ in 1...3 {
        try bus.tell("up")
        try Self.expectRing(bell, of: bus, at: now)
        try bus.tell("down")
        #expect(Self.isRinging(bell, at: now))
        bell.answer(at: now)
        #expect(!bell.isListening)
        #expect(bell.pollDescriptor(at: now) == nil)
        #expect(bell.timeout(at: now) == .seconds(30))
        now += .seconds(30)
      }
    }
  }

  @Test func `a flood wakes so often a second and no more, and is forgotten`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["up"])
      var now = try Self.connect(bell)
      let before = Self.memory
      for flood in ["ring 10000 1000", "push 10000"] {
        try bus.tell(flood)
        #expect(Self.isRinging(bell, at: now))
        bell.answer(at: now)
        #expect(bell.rings == Doorbell.mostRings)
        for wait in [Duration.zero, .milliseconds(999)] {
          #expect(bell.pollDescriptor(at: now + wait) == nil)
          #expect(bell.timeout(at: now + wait) == .seconds(1) - wait)
          bell.answer(at: now + wait)
        }
        #expect(bell.rings == Doorbell.mostRings)
        now += .seconds(1)
        try Self.expectRing(bell, of: bus, at: now)
        now += .seconds(1)
      }
      #expect(Self.memory - before < 4096)
    }
  }

  @Test func `a bus that lets nobody listen is left`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["strict"])
      let now = ContinuousClock.now
      #expect(bell.pollDescriptor(at: now) != nil)
      try Self.turn(bell, at: now) { !bell.isListening }
      #expect(bell.timeout(at: now) == .seconds(30))
      try bus.tell("up")
      try Self.expectRing(bell, of: bus, at: now + .seconds(30))
    }
  }

  @Test func `a bus that never answers is waited for in peace`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["deaf"])
      let now = ContinuousClock.now
      #expect(bell.pollDescriptor(at: now) != nil)
      bell.answer(at: now)
      #expect(!Self.isRinging(bell, at: now, within: 0))
      #expect(bell.timeout(at: now).map { $0 > .seconds(10) && $0 < .seconds(600) } == true)
      try bus.tell("down")
      try Self.turn(bell, at: now) { !bell.isListening }
      #expect(bell.timeout(at: now) == .seconds(30))
    }
  }

  @Test func `a bus that speaks nonsense is left`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make(after: ["deaf"])
      let now = ContinuousClock.now
      #expect(bell.pollDescriptor(at: now) != nil)
      try bus.tell("babble")
      try Self.turn(bell, at: now) { !bell.isListening }
      #expect(bell.timeout(at: now) == .seconds(30))
    }
  }

  @Test func `no descriptor is left behind, whatever the bus does`() async {
    await #expect(processExitsWith: .success) {
      let (bus, bell) = try Self.make()
      var now = ContinuousClock.now
      var counts: [Int] = []
      for _ in 1...3 {
        for state in ["down", "strict", "deaf", "up"] {
          try bus.tell(state)
          for _ in 1...5 {
            now += .seconds(30)
            _ = bell.pollDescriptor(at: now)
            if state == "deaf" { try bus.tell("babble") }
            if state == "up" { try Self.connect(bell, at: now); try bus.tell("ring 100") }
            try Self.turn(bell, at: now) { !bell.isListening }
          }
        }
        counts.append(Self.descriptors)
      }
      #expect(Set(counts).count == 1)
    }
  }

  // MARK: Waiting

  /// A bus in some state, and a doorbell for it that has not looked yet.
  private static func make(after commands: [String] = []) throws -> (PrivateBus, Doorbell) {
    let bus = try PrivateBus()
    for command in commands { try bus.tell(command) }
    setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.address, 1)
    return (bus, Doorbell())
  }

  /// Milliseconds that anything may take.
  private static let limit: Int32 = 20_000

  /// True as soon as a reader that waits at this moment would be woken by the bus.
  private static func isRinging(
    _ bell: Doorbell, at now: ContinuousClock.Instant, within limit: Int32 = limit
  ) -> Bool {
    guard var polled = bell.pollDescriptor(at: now) else { return false }
    return poll(&polled, 1, limit) > 0
  }

  /// Does what a reader does, until it has come to something.
  private static func turn(
    _ bell: Doorbell, at now: ContinuousClock.Instant, until condition: () -> Bool
  ) throws {
    let end = ContinuousClock.now + .milliseconds(limit)
    while !condition() {
      try #require(isRinging(bell, at: now) && ContinuousClock.now < end)
      bell.answer(at: now)
    }
  }

  /// Has it listen: it waits for no reply any more.
  @discardableResult
  private static func connect(
    _ bell: Doorbell, at now: ContinuousClock.Instant = .now
  ) throws -> ContinuousClock.Instant {
    _ = try #require(bell.pollDescriptor(at: now))
    try turn(bell, at: now) { bell.isListening && bell.timeout(at: now) == nil }
    return now
  }

  /// Has it listen, and hear one session.
  private static func expectRing(_ bell: Doorbell, of bus: PrivateBus, at now: ContinuousClock.Instant) throws {
    try connect(bell, at: now)
    try bus.tell("ring 1")
    #expect(isRinging(bell, at: now))
    #expect(peek(bell, at: now).ranges(of: "SessionNew").count == 1)
    bell.answer(at: now)
    #expect(bell.isListening && !isRinging(bell, at: now, within: 0))
  }

  /// What the bus has sent and nobody has taken.
  private static func peek(_ bell: Doorbell, at now: ContinuousClock.Instant) -> String {
    guard let polled = bell.pollDescriptor(at: now) else { return "" }
    var bytes = [UInt8](repeating: 0, count: 65536)
    let count = recv(polled.fd, &bytes, bytes.count, Int32(MSG_PEEK | MSG_DONTWAIT))
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  // MARK: This process

  /// KiB that it has in memory.
  private static var memory: Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    return status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }

  /// How many descriptors it has open.
  private static var descriptors: Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count) ?? 0
  }
}
