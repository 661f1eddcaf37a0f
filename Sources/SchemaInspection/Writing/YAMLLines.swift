/// The lines of a schema as it is written: two spaces for each level, and nothing of a level that goes over two lines.
struct YAMLLines {
    private var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    /// The numbers of the table and of its column that a line is about.
    func column(at line: Int) -> (table: Int, column: Int)? {
        guard lines.indices.contains(line), level(of: line) == 3, let section = parent(of: line),
            lines[section] == "    columns:",
            let table = parent(of: section), let root = parent(of: table), lines[root] == "tables:"
        else { return nil }
        let column = (section + 1..<line).count { level(of: $0) == 3 }
        return ((root + 1..<table).count { level(of: $0) == 1 }, column)
    }

    /// Makes a comment of a line and of all that belongs to it, and of what would be left with nothing in it.
    ///
    /// - Returns: the names that lead to it; nothing where there is no such line any more.
    mutating func leaveOut(_ line: Int) -> String? {
        guard lines.indices.contains(line), let level = level(of: line), level > 0 else { return nil }
        let path = path(to: line)
        let parent = parent(of: line)
        for number in line..<lines.count {
            guard let inner = self.level(of: number) else { continue }
            if number > line, inner <= level { break }
            lines[number] = "# " + lines[number]
        }
        if let parent, !hasContent(parent) { _ = leaveOut(parent) }
        return path
    }

    /// `nil` for a comment and for an empty line.
    private func level(of line: Int) -> Int? {
        let text = lines[line]
        if text.isEmpty || text.hasPrefix("#") { return nil }
        return text.prefix { $0 == " " }.count / 2
    }

    private func parent(of line: Int) -> Int? {
        guard let level = level(of: line), level > 0 else { return nil }
        return lines[..<line].indices.last { self.level(of: $0) == level - 1 }
    }

    private func hasContent(_ line: Int) -> Bool {
        guard let level = level(of: line),
            let next = lines[(line + 1)...].indices.first(where: { self.level(of: $0) != nil })
        else { return false }
        return (self.level(of: next) ?? 0) > level
    }

    private func path(to line: Int) -> String {
        var names: [Substring] = []
        var place: Int? = line
        while let number = place {
            names.insert(name(in: number), at: 0)
            place = parent(of: number)
        }
        // `tables` and `columns` go without saying.
        return names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element).joined(separator: ".")
    }

    private func name(in line: Int) -> Substring {
        let text = lines[line].drop { $0 == " " }
        if text.hasPrefix("\"") { return text.dropFirst().prefix { $0 != "\"" } }
        return text.prefix { $0 != ":" }
    }
}
