/// The files that make up a schema: the first, and those that are included, each before the one that includes it.
struct SchemaFiles {
    struct Part {
        let path: String
        let reader: MappingReader
    }

    private(set) var parts: [Part] = []
    /// A file could not be read.
    private(set) var isIncomplete = false
    private let collector: DiagnosticCollector
    /// The files being read, from the first to the one that is included deepest.
    private var open: [String] = []
    /// Where each file was included.
    private var places: [String: SourceSpan] = [:]

    private static let depthLimit = 32
    private static let fileLimit = 1_000

    init(collector: DiagnosticCollector) {
        self.collector = collector
    }

    mutating func read(_ file: SourceFile) {
        let document: YAMLNode?
        do throws(Diagnostic) {
            document = try YAMLParser.parse(file)
        } catch {
            fail(error)
            return
        }
        guard let document else {
            let start = SourcePosition(line: 1, column: 1)
            fail(
                Diagnostic(
                    message: "the file is empty; a schema begins with 'tables:'",
                    span: SourceSpan(file: file.path, start: start, end: start)))
            return
        }
        guard let reader = MappingReader(document, SchemaLanguage.schema, collector) else {
            isIncomplete = true
            return
        }
        if ["tables", "views", "include"].allSatisfy({ reader.node($0) == nil }) {
            collector.error("a schema needs the key 'tables'", at: document.span)
        }
        if !open.isEmpty, reader.node("options") != nil {
            collector.error("only the file that is read first has options", at: reader.place(of: "options"))
        }
        open.append(file.path)
        for (path, span) in reader.list("include") ?? [] { include(path, from: file, at: span) }
        open.removeLast()
        parts.append(Part(path: file.path, reader: reader))
    }

    private mutating func include(_ name: String, from file: SourceFile, at span: SourceSpan) {
        guard !name.hasPrefix("/"), !name.isEmpty else {
            fail(Diagnostic(message: "'include' has paths from this file, as in 'tables/users.yaml'", span: span))
            return
        }
        let path = Self.path(name, besides: file.path)
        if open.contains(path) {
            fail(
                Diagnostic(
                    message: "'\(name)' includes this file in turn, so reading it would never end", span: span,
                    notes: places[file.path].map { [.init("this file is included here", $0)] } ?? []))
            return
        }
        if let first = places[path] {
            fail(
                Diagnostic(
                    message: "'\(name)' is included a second time", span: span,
                    notes: [.init("the first is here", first)]))
            return
        }
        guard open.count < Self.depthLimit, places.count < Self.fileLimit else {
            fail(
                Diagnostic(message: "a schema has at most \(Self.fileLimit) files, \(Self.depthLimit) deep", span: span)
            )
            return
        }
        places[path] = span
        do throws(Diagnostic) {
            read(try SourceFile(path: path))
        } catch {
            fail(Diagnostic(message: "'\(name)' \(error.message)", span: span))
        }
    }

    private mutating func fail(_ diagnostic: Diagnostic) {
        isIncomplete = true
        collector.append(diagnostic)
    }

    /// A path relative to a file's folder, without `.` and `..` as far as they can be resolved.
    private static func path(_ name: String, besides file: String) -> String {
        var parts = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        for part in name.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != "..", last != "", last != "." {
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }
}
