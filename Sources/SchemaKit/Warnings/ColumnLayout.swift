/// How PostgreSQL lays out the columns of a row: each at a multiple of its alignment, with nothing in between filled in.
struct ColumnLayout {
    private let table: Table
    private let columns: [Column]

    init(_ table: Table) {
        self.table = table
        columns = table.columns
    }

    /// From how many wasted bytes of a row on it is worth a warning: one more 64-bit column could have it for nothing.
    private static let worthTelling = 8

    func warn(_ collector: DiagnosticCollector) {
        guard let span = table.origin.span else { return }
        // What comes after a column of variable size stands at a place that differs from row to row.
        let fixed = columns.prefix { $0.type.fixedSize != nil }
        let wasted = padding(Array(fixed))
        let ordered = fixed.enumerated().sorted { left, right in
            let (a, b) = (left.element.type.fixedSize?.alignment ?? 0, right.element.type.fixedSize?.alignment ?? 0)
            return a == b ? left.offset < right.offset : a > b
        }.map(\.element)
        let saved = wasted - padding(ordered)
        guard saved >= Self.worthTelling else { return }
        collector.warn(
            .wastefulColumnOrder,
            "PostgreSQL fills \(wasted) bytes of each row of '\(table.name)' with nothing; in the order "
                + "\(ordered.map(\.name).joined(separator: ", ")) it is \(padding(ordered))", at: span)
    }

    private func padding(_ columns: [Column]) -> Int {
        var offset = 0
        var padding = 0
        for column in columns {
            guard let (size, alignment) = column.type.fixedSize else { continue }
            let gap = (alignment - offset % alignment) % alignment
            padding += gap
            offset += gap + size
        }
        return padding
    }
}

extension ColumnType {
    /// The size and alignment in a row of PostgreSQL, in bytes; `nil` where the size varies.
    fileprivate var fixedSize: (size: Int, alignment: Int)? {
        switch self {
        case .integer, .real, .timestamp: (8, 8)
        case .int32, .date: (4, 4)
        case .boolean: (1, 1)
        case .uuid: (16, 1)
        case .decimal, .string, .text, .blob, .json, .enumeration: nil
        }
    }
}
