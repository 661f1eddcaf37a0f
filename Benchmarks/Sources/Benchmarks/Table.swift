/// A table in Markdown.
struct Table {
    private var rows: [[String]]

    init(_ header: [String]) {
        rows = [header, header.indices.map { $0 == 0 ? "---" : "---:" }]
    }

    mutating func add(_ row: [String]) { rows.append(row) }

    func print() {
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: cell.0.hasPrefix("---") ? "-" : " ", count: cell.1 - cell.0.count)
                return column == 0 || cell.0.hasPrefix("---")
                    ? padding.isEmpty || cell.0.hasPrefix("---")
                        ? padding + cell.0 : cell.0 + padding : padding + cell.0
            }
            Swift.print("| " + cells.joined(separator: " | ") + " |")
        }
        Swift.print()
    }
}
