// The name of an address. Whoever owns an address names it as he likes, so a name counts only where it leads back to the address.
// The system's resolver has no limit of time, so it works on a thread of its own.

import Processes
public import Sessions

/// Looks up names of addresses, one at a time.
public final class ReverseName: Sendable {
  private let work: BoundedWork<IPAddress, String?>

  /// Starts the thread.
  /// - Parameter look: what tells the name; blocks.
  public init(look: @escaping @Sendable (IPAddress) -> String? = ReverseName.lookUp) {
    work = BoundedWork(name: "reverse-name", look)
  }

  /// The name of an address; nil where it has none that counts, or none within the time, or where an earlier question is still
  /// open. Blocks for the time at the most.
  public func name(of address: IPAddress, within limit: Duration) -> String? {
    work.answer(to: address, within: limit) ?? nil
  }
}
