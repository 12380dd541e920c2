// Rows of text, in a mail or on a terminal, each column as wide as what stands in it.

/// Lines of columns with two spaces between them.
public struct TextColumns {
  private let widths: [Int]

  /// Takes all rows, which have as many cells each.
  /// - Parameter limit: a column gets no wider; what is longer pushes the rest of its own line to the right.
  public init(_ rows: [[String]], limit: Int = .max) {
    widths = rows.reduce(into: [Int](repeating: 0, count: rows.first?.count ?? 0)) { widths, row in
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], min(limit, cell.count)) }
    }
  }

  /// A row as a line, without spaces at its end. A column in which no row has anything is left out.
  public func line(_ row: [String]) -> String {
    var line = ""
    var missing = 0
    for (cell, width) in zip(row, widths) where width > 0 {
      if !cell.isEmpty {
        line += String(repeating: " ", count: missing) + cell
        missing = 0
      }
      missing += max(0, width - cell.count) + 2
    }
    return line
  }
}
