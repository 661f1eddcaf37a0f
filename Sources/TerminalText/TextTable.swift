/// Rows of text in columns as wide as they need to be.
public struct TextTable: Sendable {
    public enum Alignment: Sendable {
        case left, right
    }

    public let header: [String]
    public let alignments: [Alignment]
    public var rows: [[String]]

    public init(header: [String], alignments: [Alignment], rows: [[String]] = []) {
        self.header = header
        self.alignments = alignments
        self.rows = rows
    }

    public var text: String {
        let lines = ([header] + rows).map { $0.map(\.visibleOnOneLine) }
        let widths = header.indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = cells.enumerated().map { column, cell in
                let space = String(repeating: " ", count: widths[column] - cell.displayWidth)
                return alignments[column] == .left ? cell + space : space + cell
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
        let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ")
        return ([line(lines[0]), rule] + lines.dropFirst().map(line)).joined(separator: "\n")
    }
}
