// Table `pending_factor`: methods that succeeded, of connections that are not logged in yet. It survives a restart between the
// two.

import GRDB
public import Sessions

enum PendingFactorTable {
  /// Keeps a factor, and of all the newest only. One that is read again after its login waits for nothing.
  static func save(_ pending: PendingFactor, _ database: Database) throws {
    let identity = pending.identity
    try database.execute(
      sql: """
        INSERT INTO pending_factor (machine_id, boot_id, pid, monotonic_us, factor)
        SELECT :machine_id, :boot_id, :pid, :monotonic_us, :factor
        WHERE NOT EXISTS (SELECT * FROM login WHERE machine_id = :machine_id AND boot_id = :boot_id AND pid = :pid
          AND monotonic_us >= :monotonic_us)
        """,
      arguments: [
        "machine_id": identity.machineID, "boot_id": identity.bootID, "pid": identity.pid,
        "monotonic_us": Int64(clamping: identity.monotonicMicroseconds), "factor": try JSONText.encode(pending.factor),
      ])
    try database.execute(
      sql: """
        DELETE FROM pending_factor
        WHERE id <= (SELECT id FROM pending_factor ORDER BY id DESC LIMIT 1 OFFSET ?)
        """, arguments: [PendingFactor.most])
  }

  /// Forgets the factors of a connection that has logged in.
  static let forget = "DELETE FROM pending_factor WHERE machine_id = ? AND boot_id = ? AND pid = ?"
}

extension Store {
  /// The factors of connections that have not logged in yet, in journal order.
  public func pendingFactors() throws -> [PendingFactor] {
    try queue.read { database in
      try Row.fetchAll(database, sql: "SELECT * FROM pending_factor ORDER BY id").compactMap { row in
        JSONText.decode(Factor.self, row["factor"]).map {
          PendingFactor(
            identity: LoginIdentity(
              machineID: row["machine_id"], bootID: row["boot_id"],
              monotonicMicroseconds: UInt64(clamping: row["monotonic_us"] as Int64), pid: row["pid"]), factor: $0)
        }
      }
    }
  }
}
