// What a look at the journal brings.

import Sessions
import Store

/// Entries, and all that has to be committed with them.
struct JournalBatch {
  /// In journal order.
  var entries: [JournalEntry] = []
  /// How far the journal is read with them.
  var position: JournalPosition
  /// What was skipped before them.
  var gaps: [Gap] = []
  /// False where the journal has no more for now.
  var hasMore = false
}
