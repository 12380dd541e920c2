// The memory of this process holds secrets on their way to the mail server; nobody else has to see it.

import CLinux
import Glibc

/// The memory of this process.
public enum ProcessMemory {
  /// Lets no core dump be written, not by a program in `core_pattern` either (core(5)), and no other process of the same user
  /// look inside (ptrace(2), `PR_SET_DUMPABLE` in prctl(2)). A program that is started from here begins anew, without dumps.
  public static func keepPrivate() {
    _ = sshalertd_set_dumpable(0)
    // The system call filter of the unit may refuse it; `LimitCORE=0` says the same there.
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
  }
}
