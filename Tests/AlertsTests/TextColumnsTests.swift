// Columns of a text part.

import Testing

@testable import Alerts

struct TextColumnsTests {
  @Test func `each column is as wide as its widest cell, and nothing stands at the end`() {
    let rows = [["a", "", "long name", "x"], ["bcd", "", "b", ""]]
    let columns = TextColumns(rows, limit: 20)
    #expect(rows.map(columns.line) == ["a    long name  x", "bcd  b"])
  }

  @Test func `a cell that is wider than the limit pushes its own line only`() {
    let rows = [["abcdef", "x"], ["a", "y"], ["", "z"]]
    #expect(rows.map(TextColumns(rows, limit: 3).line) == ["abcdef  x", "a    y", "     z"])
  }

  @Test func `nothing has no columns`() {
    #expect(TextColumns([], limit: 3).line([]) == "")
  }
}
