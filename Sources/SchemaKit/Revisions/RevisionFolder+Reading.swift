import ExactText

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

extension RevisionFolder {
    /// The file that describes a revision, in its folder.
    public static let metadataName = "revision.yaml"
    /// The file that names the newest revision, beside the folders: two branches that both add a revision conflict in it.
    public static let headName = "HEAD"

    public struct ReadResult: Sendable {
        /// In the order of their folders, which is that of their age.
        public let revisions: [RevisionFolder]
        public let diagnostics: [Diagnostic]
    }

    /// Reads every revision in a folder of migrations. A folder that does not exist has none.
    ///
    /// - Parameter checksHead: whether ``headName`` has to name the head.
    public static func readAll(in directory: String, checksHead: Bool = true) -> ReadResult {
        let collector = DiagnosticCollector()
        let revisions = Directory.names(in: directory).compactMap { name -> RevisionFolder? in
            guard Directory.isDirectory(directory + "/" + name) else { return nil }
            do throws(Diagnostic) {
                return try read(directory + "/" + name, collector)
            } catch {
                collector.append(error)
                return nil
            }
        }
        if checksHead, !collector.diagnostics.hasErrors, !revisions.isEmpty {
            checkHead(in: directory, revisions, collector)
        }
        return ReadResult(revisions: revisions, diagnostics: collector.diagnostics.sortedByPosition())
    }

    /// The file that names the head is what makes two branches conflict that both add a revision; whoever resolves that
    /// must not forget to join them.
    private static func checkHead(
        in directory: String, _ revisions: [RevisionFolder], _ collector: DiagnosticCollector
    ) {
        let path = directory + "/" + headName
        let heads = heads(of: revisions).map(\.id)
        let hint =
            heads.count > 1
            ? "; there are \(heads.count) (\(heads.joined(separator: " and "))), which 'rosey merge' joins"
            : "; write the id of the head into it (\(heads.joined()))"
        do throws(Diagnostic) {
            let file = try SourceFile(path: path)
            let text = String(decoding: file.bytes, as: UTF8.self)
            let named = text.split(whereSeparator: \.isWhitespace).map(String.init)
            if named.count == 1, heads.contains(named[0]) { return }
            let start = SourcePosition(line: 1, column: 1)
            collector.error(
                named.count == 1
                    ? "it names revision \(named[0]), which is not the head\(hint)"
                    : "it names one revision, the head\(hint)", at: SourceSpan(file: path, start: start, end: start))
        } catch {
            collector.append(error)
        }
    }

    private static func read(_ folder: String, _ collector: DiagnosticCollector) throws(Diagnostic) -> RevisionFolder? {
        let file = try SourceFile(path: folder + "/" + metadataName)
        guard let document = try YAMLParser.parse(file) else {
            let start = SourcePosition(line: 1, column: 1)
            throw Diagnostic(
                message: "the file is empty; a revision has an id, parents and a message",
                span: SourceSpan(file: file.path, start: start, end: start))
        }
        guard let reader = MappingReader(document, SchemaLanguage.revision, collector) else {
            return nil
        }
        guard let id = reader.text("id"), let parents = reader.list("parents"), let message = reader.text("message")
        else {
            return nil
        }
        let modes = ["one", "own"]
        var revision = RevisionFolder(
            id: id, parents: parents.map(\.text), message: message, schemaBefore: reader.text("schema_before"),
            schemaAfter: reader.text("schema_after"), renames: (reader.list("renames") ?? []).map(\.text),
            acknowledged: (reader.list("acknowledged") ?? []).map(\.text),
            replaces: (reader.list("replaces") ?? []).map(\.text), irreversible: reader.text("irreversible"),
            hasOwnTransactions: reader.word("postgresql_transactions", modes) { modes.firstIndex(of: $0) } == 1,
            scripts: try PerDialect { dialect throws(Diagnostic) in try script(folder, dialect) })
        revision.path = folder
        let baselines = folder + "/" + BaselineFolder.folderName
        for name in Directory.names(in: baselines) where Directory.isDirectory(baselines + "/" + name) {
            guard let baseline = try BaselineFolder.read(baselines + "/" + name, collector) else { continue }
            if !parents.isEmpty {
                let start = SourcePosition(line: 1, column: 1)
                collector.error(
                    "revision \(id) comes after another; only the first of a history can take over a database",
                    at: SourceSpan(
                        file: "\(baselines)/\(name)/\(BaselineFolder.metadataName)", start: start, end: start))
            }
            revision.baselines.append(baseline)
        }
        return revision
    }

    static func script(_ folder: String, _ dialect: Dialect) throws(Diagnostic) -> Script {
        Script(
            up: try sql(folder, fileName(dialect, .up), dialect.lexerRules),
            down: try sql(folder, fileName(dialect, .down), dialect.lexerRules))
    }

    /// A script, of which each comment and each quote that begins also ends: it would take in whatever comes after.
    private static func sql(_ folder: String, _ name: String, _ rules: SQLLexer.Rules) throws(Diagnostic) -> String {
        let file = try SourceFile(path: "\(folder)/\(name)")
        func mistake(_ message: String, _ line: Int, _ column: Int) -> Diagnostic {
            let place = SourcePosition(line: line, column: column)
            return Diagnostic(message: message, span: SourceSpan(file: file.path, start: place, end: place))
        }
        guard let text = String(validating: file.bytes, as: UTF8.self), !file.bytes.contains(0) else {
            throw mistake("not valid UTF-8; is this a text file?", 1, 1)
        }
        do throws(SQLMistake) {
            _ = try SQLLexer.statements(of: text, rules)
        } catch {
            throw mistake(error.message, error.line, error.column)
        }
        return withUnixLineEnds(text, rules)
    }

    /// Git may have given the file the line ends of another system. One in quotes is a part of what is quoted.
    private static func withUnixLineEnds(_ text: String, _ rules: SQLLexer.Rules) -> String {
        guard text.has(part: "\r\n") else { return text }
        var lexer = SQLLexer(text, rules)
        var result = ""
        var end = 0
        while let token = lexer.next() {
            guard [.text, .bits, .name].contains(token.kind) else { continue }
            result += lexer.text(in: end..<token.range.lowerBound).replacing("\r\n", by: "\n")
            result += lexer.text(in: token.range)
            end = token.range.upperBound
        }
        return result + lexer.text(in: end..<text.utf8.count).replacing("\r\n", by: "\n")
    }
}

extension RevisionFolder {
    /// What `revision.yaml` says.
    public var metadata: String {
        func quoted(_ text: String) -> String { "\"\(YAMLText.escaped(text))\"" }
        var lines = [
            "id: \(quoted(id))", "parents: [\(parents.map(quoted).joined(separator: ", "))]",
            "message: \(quoted(message))",
        ]
        if let schemaBefore { lines.append("schema_before: \(quoted(schemaBefore))") }
        if let schemaAfter { lines.append("schema_after: \(quoted(schemaAfter))") }
        if hasOwnTransactions { lines.append("postgresql_transactions: own") }
        for (key, texts) in [("renames", renames), ("acknowledged", acknowledged), ("replaces", replaces)]
        where !texts.isEmpty {
            lines += ["\(key):"] + texts.map { "  - \(quoted($0))" }
        }
        if let irreversible { lines.append("irreversible: \(quoted(irreversible))") }
        return lines.joined(separator: "\n") + "\n"
    }
}

/// What is in a folder, in the order of the names' bytes whatever the file system's is.
enum Directory {
    static func names(in path: String) -> [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) {
                    String(cString: $0)
                }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func isDirectory(_ path: String) -> Bool {
        var info = stat()
        return stat(path, &info) == 0 && info.st_mode & S_IFMT == S_IFDIR
    }
}
