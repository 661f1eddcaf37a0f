/// Rows of text in columns as wide as they need to be.
struct TextTable {
    enum Alignment {
        case left, right
    }

    let header: [String]
    let alignments: [Alignment]
    var rows: [[String]] = []

    var text: String {
        let lines = [header] + rows
        let widths = header.indices.map { column in lines.map { Self.width($0[column]) }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - Self.width(cell))
                return alignments[column] == .left ? cell + space : space + cell
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(header), rule] + rows.map(line)).joined(separator: "\n")
    }

    private static func width(_ text: String) -> Int { text.count }
}
