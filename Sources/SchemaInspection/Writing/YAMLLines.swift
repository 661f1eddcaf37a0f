/// The lines of a schema as it is written: two spaces for each level, and nothing of a level that goes over two lines.
struct YAMLLines {
    private var lines: [String]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    var text: String { lines.joined(separator: "\n") }

    // MARK: - Comments

    /// Writes comments, in order, each where the thing that it is about would stand.
    mutating func insert(_ comments: [(place: Remark.Place, text: String)]) {
        let places = tablePlaces()
        var inserted: [(line: Int, text: String)] = []
        for (place, text) in comments {
            let text = CommentText.line(of: text)
            switch place {
            case .column(let table, let count):
                guard let columns = places[table]?.columns else { continue }
                inserted.append((columns.lowerBound + count, "      # \(text)"))
            case .table(let table):
                guard let end = places[table]?.end else { continue }
                inserted.append((end, "    # \(text)"))
            case .schema: inserted.append((lines.count - (lines.last == "" ? 1 : 0), "# \(text)"))
            }
        }
        let order = inserted.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
        for (_, comment) in order.reversed() { lines.insert(comment.text, at: min(comment.line, lines.count)) }
    }

    /// Where the columns of each table are, and where the table ends.
    private func tablePlaces() -> [String: (columns: Range<Int>?, end: Int)] {
        var places: [String: (columns: Range<Int>?, end: Int)] = [:]
        var table: String?
        var columns: Range<Int>?
        func close(_ line: Int) {
            if let table { places[table] = (columns, line) }
        }
        for number in lines.indices {
            guard let level = level(of: number) else { continue }
            if level <= 1 {
                close(number)
                (table, columns) = (level == 1 ? name(in: number) : nil, nil)
            } else if level == 2, lines[number] == "    columns:" {
                columns = (number + 1)..<(number + 1)
            } else if level == 3, let range = columns, range.upperBound == number {
                columns = range.lowerBound..<(number + 1)
            }
        }
        close(lines.count - (lines.last == "" ? 1 : 0))
        return places
    }

    // MARK: - Leaving out

    /// What was left out, by the names that lead to it.
    struct Omission {
        let path: String
        /// The part of the line, or nothing for all of it.
        let part: String?
    }

    /// Makes a comment of the part of a line that begins at a column or before it, where the rest can do without it; else
    /// of the line, of all that belongs to it, and of what would be left with nothing in it.
    ///
    /// - Parameters:
    ///   - column: counted from 0, in Unicode scalars.
    ///   - key: the part that is meant, where that is known.
    /// - Returns: nothing where there is no such line any more.
    mutating func leaveOut(line: Int, column: Int, key: String? = nil) -> Omission? {
        guard lines.indices.contains(line), let level = level(of: line) else { return nil }
        let path = path(to: line)
        if level == 3, var flow = FlowLine(lines[line]), let key = key ?? flow.key(at: column),
            let removed = flow.remove(key)
        {
            lines[line] = flow.text
            lines.insert("      # \(removed)", at: line + 1)
            return Omission(path: path, part: key)
        }
        guard level > 0 else { return nil }
        leaveOutWhole(line, level)
        return Omission(path: path, part: nil)
    }

    private mutating func leaveOutWhole(_ line: Int, _ level: Int) {
        let parent = parent(of: line)
        for number in line..<lines.count {
            if number > line, let inner = self.level(of: number), inner <= level { break }
            if self.level(of: number) != nil { lines[number] = "# " + lines[number] }
        }
        guard let parent, !hasContent(parent), let level = self.level(of: parent) else { return }
        if level > 0 {
            leaveOutWhole(parent, level)
        } else if lines[parent] == "tables:" {
            lines[parent] = "tables: {}"
        } else {
            lines[parent] = "# " + lines[parent]
        }
    }

    /// `nil` for a comment and for an empty line.
    private func level(of line: Int) -> Int? {
        let text = lines[line].utf8
        let blanks = text.prefix { $0 == UInt8(ascii: " ") }.count
        guard let first = text.dropFirst(blanks).first, first != UInt8(ascii: "#") else { return nil }
        return blanks / 2
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
        var names: [String] = []
        var place: Int? = line
        while let number = place {
            names.insert(name(in: number), at: 0)
            place = parent(of: number)
        }
        // `tables` and `columns` go without saying.
        return names.enumerated().filter { $0.offset % 2 == 1 }.map(\.element).joined(separator: ".")
    }

    private func name(in line: Int) -> String {
        let text = lines[line].drop { $0 == " " }
        guard text.hasPrefix("\"") else { return String(text.prefix { $0 != ":" }) }
        var name = ""
        var isEscaped = false
        for character in text.dropFirst() {
            if isEscaped {
                name.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                break
            } else {
                name.append(character)
            }
        }
        return name
    }
}

/// A line with a mapping in braces: `age: { type: integer, default: 5 }`.
private struct FlowLine {
    private let head: String
    private var pairs: [(key: String, text: String, start: Int)]

    /// What a column can do without, and what goes with it.
    private static let parts: [String: Set<String>] = [
        "references": ["references", "on_delete", "on_update"], "on_delete": ["on_delete"], "on_update": ["on_update"],
        "default": ["default"], "default_expression": ["default_expression"], "unique": ["unique"],
        "auto_increment": ["auto_increment"], "comment": ["comment"],
    ]

    init?(_ line: String) {
        let scalars = Array(line.unicodeScalars)
        var pairs: [(key: String, text: String, start: Int)] = []
        var isQuoted = false
        var isEscaped = false
        var depth = 0
        var start = 0
        var begin: Int?
        func add(_ end: Int) {
            var text = String.UnicodeScalarView()
            text.append(contentsOf: scalars[start..<end])
            let pair = String(text).drop { $0 == " " }
            guard !pair.isEmpty else { return }
            let trimmed = pair.last == " " ? pair.dropLast() : pair
            pairs.append((String(trimmed.prefix { $0 != ":" }), String(trimmed), start))
        }
        for (position, scalar) in scalars.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isQuoted {
                if scalar == "\\" { isEscaped = true }
                if scalar == "\"" { isQuoted = false }
            } else {
                switch scalar {
                case "\"": isQuoted = true
                case "{", "[":
                    depth += 1
                    if depth == 1 {
                        if scalar == "[" { return nil }
                        (begin, start) = (position, position + 1)
                    }
                case "}", "]":
                    depth -= 1
                    if depth == 0 { add(position) }
                case "," where depth == 1:
                    add(position)
                    start = position + 1
                default: break
                }
            }
        }
        guard let begin, pairs.first?.key == "type" else { return nil }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[..<begin])
        head = String(text)
        self.pairs = pairs
    }

    var text: String { head + "{ " + pairs.map(\.text).joined(separator: ", ") + " }" }

    /// The part that begins at a place or before it.
    func key(at column: Int) -> String? { pairs.last { $0.start <= column }?.key }

    /// - Returns: what was taken away, if the line can do without it.
    mutating func remove(_ key: String) -> String? {
        guard let keys = Self.parts[key] else { return nil }
        let removed = pairs.filter { keys.contains($0.key) }
        if removed.isEmpty { return nil }
        pairs.removeAll { keys.contains($0.key) }
        return removed.map(\.text).joined(separator: ", ")
    }
}
