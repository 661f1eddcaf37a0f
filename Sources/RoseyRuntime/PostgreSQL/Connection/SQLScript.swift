#if PostgreSQL
import CLibPQ

/// A text of many SQL commands, as the commands that it consists of.
///
/// They are sent one by one, so that an error can name its command. The lexical rules are those of the server, and of psql for the bodies of SQL functions.
enum SQLScript {
    /// The commands, without the semicolons between them, and without those that are comments alone.
    ///
    /// - Throws: ``DatabaseError/Code/syntax`` for a comment or a quote that is never closed.
    static func commands(_ text: String) throws -> [String] {
        var scanner = Scanner(text)
        var commands: [String] = []
        while let command = scanner.next() { commands.append(command.text) }
        if let opening = scanner.opening { throw DatabaseError.neverClosed(at: opening, in: text) }
        return commands
    }

    /// Refuses a command that would begin or end a transaction.
    ///
    /// - Throws: ``DatabaseError/Code/misuse``
    static func requireHarmless(_ sql: String) throws {
        var scanner = Scanner(sql)
        guard let command = scanner.next(), controlWords.contains(command.firstWord) else { return }
        throw DatabaseError(
            .misuse, "a script runs in a transaction: it cannot begin or end one, nor attach a database", sql: sql)
    }

    private static let controlWords: Set<String> = [
        "begin", "start", "commit", "end", "rollback", "abort", "prepare", "savepoint", "release", "copy",
    ]

    private struct Command {
        var text = ""
        var firstWord = ""
    }

    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0
        /// Where a comment or a quote begins that the text does not end.
        private(set) var opening: Int?

        init(_ text: String) {
            bytes = Array(text.utf8)
        }

        private func byte(_ offset: Int = 0) -> UInt8 {
            position + offset < bytes.count ? bytes[position + offset] : 0
        }

        mutating func next() -> Command? {
            var start = position
            var command = Command()
            var hasContent = false
            // Semicolons inside brackets, and inside the body of an SQL function, end nothing.
            var depth = 0
            var bodies = 0
            var words = 0
            var lastWord = ""
            var isRoutine = false
            while position < bytes.count {
                let byte = byte()
                switch byte {
                case UInt8(ascii: ";") where depth == 0 && bodies == 0:
                    position += 1
                    if hasContent {
                        command.text = String(decoding: bytes[start..<position - 1], as: UTF8.self).trimmedCommand
                        return command
                    }
                    start = position
                    continue
                case UInt8(ascii: "-") where self.byte(1) == UInt8(ascii: "-"):
                    skipLine()
                    continue
                case UInt8(ascii: "/") where self.byte(1) == UInt8(ascii: "*"):
                    skipComment()
                    continue
                case UInt8(ascii: "'"):
                    skipQuoted(byte, hasEscapes: false)
                case UInt8(ascii: "\""):
                    skipQuoted(byte, hasEscapes: false)
                case UInt8(ascii: "("): depth += 1; position += 1
                case UInt8(ascii: ")"): depth = max(0, depth - 1); position += 1
                case UInt8(ascii: "$"): skipDollarQuoted()
                case _ where Self.isLetter(byte):
                    let word = word()
                    words += 1
                    if words == 1 { command.firstWord = word }
                    if words <= 4, word == "function" || word == "procedure" { isRoutine = true }
                    defer { lastWord = word }
                    if word == "e", self.byte() == UInt8(ascii: "'") {
                        skipQuoted(UInt8(ascii: "'"), hasEscapes: true)
                    } else if command.firstWord == "create", isRoutine, depth == 0 {
                        if bodies == 0 {
                            if word == "atomic", lastWord == "begin" { bodies = 1 }
                        } else if word == "case" || word == "begin" {
                            bodies += 1
                        } else if word == "end" {
                            bodies -= 1
                        }
                    }
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0x0c:
                    position += 1
                    continue
                default: position += 1
                }
                hasContent = true
            }
            guard hasContent else { return nil }
            command.text = String(decoding: bytes[start...], as: UTF8.self).trimmedCommand
            return command
        }

        private static func isLetter(_ byte: UInt8) -> Bool {
            byte >= 0x80 || byte == UInt8(ascii: "_")
                || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        }

        /// A word in small letters; the position is after it.
        private mutating func word() -> String {
            let start = position
            while Self.isLetter(byte()) || byte() == UInt8(ascii: "$") || (byte() >= 0x30 && byte() <= 0x39) {
                position += 1
            }
            return String(decoding: bytes[start..<position], as: UTF8.self).lowercased()
        }

        private mutating func skipLine() {
            while position < bytes.count, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "\r") { position += 1 }
        }

        /// Comments can contain comments.
        private mutating func skipComment() {
            let start = position
            var depth = 0
            repeat {
                if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*") {
                    depth += 1
                    position += 2
                } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                    depth -= 1
                    position += 2
                } else {
                    position += 1
                }
            } while depth > 0 && position < bytes.count
            if depth > 0 { opening = start }
        }

        private mutating func skipQuoted(_ quote: UInt8, hasEscapes: Bool) {
            let start = position
            position += 1
            while position < bytes.count {
                if hasEscapes, byte() == UInt8(ascii: "\\") {
                    position += 2
                } else if byte() == quote {
                    position += 1
                    return
                } else {
                    position += 1
                }
            }
            opening = start
            position = bytes.count
        }

        /// `$tag$ … $tag$`, or a parameter, which is no quote.
        private mutating func skipDollarQuoted() {
            var end = position + 1
            while end < bytes.count,
                Self.isLetter(bytes[end]) || (end > position + 1 && bytes[end] >= 0x30 && bytes[end] <= 0x39)
            {
                end += 1
            }
            guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
                position += 1
                return
            }
            let start = position
            let tag = bytes[position...end]
            position = end + 1
            while position < bytes.count {
                if byte() == UInt8(ascii: "$"), bytes[position...].starts(with: tag) {
                    position += tag.count
                    return
                }
                position += 1
            }
            opening = start
        }
    }
}

extension PostgreSQLConnection {
    func commands(of script: String) throws -> [String] { try Dialect.postgresql.texts(of: script) }

    func runCommand(_ sql: String, progress: (@Sendable (Int) -> Void)?) async throws -> Int {
        try SQLScript.requireHarmless(sql)
        let changed = try await runUnwatched(sql)
        try await restoreViews()
        return changed
    }

    /// Runs a command, and looks after nothing.
    @discardableResult
    func runUnwatched(_ sql: String) async throws -> Int {
        let statement = Statement(sql, .bulkWrite, table: "")
        try requireSound(statement)
        queuePrefix()
        queue(sql, as: .statement)
        queueSync()
        var changed = 0
        let failure = await receiveRound(statement) { result in
            let isChange = PQresultStatus(result) == PGRES_COMMAND_OK
            changed = isChange ? PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? 0 : 0
            PQclear(result)
        }
        if let failure { throw failure.error }
        return changed
    }
}
#endif
