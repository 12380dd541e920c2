// No core dump, and no look from outside.

import Foundation
import Testing

@testable import Processes

struct ProcessMemoryTests {
  @Test func `a process that keeps its memory private leaves no core`() async {
    await #expect(processExitsWith: .success) {
      ProcessMemory.keepPrivate()
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &limit)
      precondition(limit.rlim_cur == 0 && limit.rlim_max == 0)
    }
  }

  @Test(.enabled(if: getuid() == 0)) func `another process of the same user may not look inside`() async {
    await #expect(processExitsWith: .success) {
      // Otherwise the change of user alone would do it.
      precondition(setuid(65534) == 0)
      var status = stat()
      ProcessMemory.keepPrivate()
      precondition(stat("/proc/self/environ", &status) == 0 && status.st_uid == 0)
    }
  }
}
