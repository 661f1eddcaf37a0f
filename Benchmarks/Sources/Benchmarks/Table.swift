/// A table in Markdown.
struct Table {
    private let header: [String]
    private var rows: [[String]] = []

    init(_ header: [String]) { self.header = header }

    mutating func add(_ row: [String]) { rows.append(row) }

    /// Names to the left, numbers to the right.
    func print() {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func printRow(_ cells: [String]) { Swift.print("| " + cells.joined(separator: " | ") + " |") }
        func printTexts(_ texts: [String]) {
            printRow(
                zip(texts, widths).enumerated().map { column, cell in
                    let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                    return column == 0 ? cell.0 + padding : padding + cell.0
                })
        }
        printTexts(header)
        printRow(
            widths.enumerated().map { column, width in
                column == 0 ? String(repeating: "-", count: width) : String(repeating: "-", count: width - 1) + ":"
            })
        rows.forEach(printTexts)
        Swift.print()
    }
}
