// How far to step over what cannot be read.

import Testing

@testable import Daemon

struct JournalFaultTests {
  private func fault(tries: Int) -> JournalFault {
    (0..<tries).reduce(JournalFault()) { fault, _ in fault.again }
  }

  @Test(arguments: 0..<JournalFault.patience) func `a few tries come first`(tries: Int) {
    #expect(fault(tries: tries).step == nil)
  }

  @Test func `each further try steps farther, until it is the end`() {
    let steps = (JournalFault.patience...JournalFault.patience + 8).map { fault(tries: $0).step }
    #expect(steps == [.entry, .second, .minute, .hour, .day, .end, .end, .end, .end])
  }

  @Test func `steps by time grow`() {
    let spans = [FaultStep.entry, .second, .minute, .hour, .day, .end].map(\.span)
    #expect(spans == [nil, 1, 60, 3600, 86_400, nil])
  }
}
