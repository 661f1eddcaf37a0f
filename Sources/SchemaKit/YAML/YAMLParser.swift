import CLibYAML
import ExactText

/// Reads a YAML document with libyaml into nodes that know their position.
///
/// What could make a small file expensive is bounded: nesting, and the nodes that aliases multiply.
struct YAMLParser {
    static let depthLimit = 64
    private static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]
    static let nodeLimit = 1_000_000

    private let file: SourceFile
    private var parser = yaml_parser_t()
    private var anchors: [String: Anchor] = [:]
    /// How many nodes there are, each counted as often as aliases repeat it.
    private var nodeCount = 0
    /// The file's lines, once somebody has asked for them.
    private var lines: [Substring]?

    private struct Anchor {
        /// `nil` while the node is not complete: an alias to it would never end.
        var node: YAMLNode?
        var size: Int
    }

    /// The file's only document, or `nil` where the file has none.
    static func parse(_ file: SourceFile) throws(Diagnostic) -> YAMLNode? {
        try checkEncoding(file)
        var parser = YAMLParser(file: file)
        return try parser.parseFile()
    }

    private init(file: SourceFile) {
        self.file = file
    }

    private mutating func parseFile() throws(Diagnostic) -> YAMLNode? {
        guard yaml_parser_initialize(&parser) == 1 else { throw failure("there is not enough memory to read it") }
        defer { yaml_parser_delete(&parser) }
        // A byte order mark would count as a column.
        let hasMark = file.bytes.starts(with: Self.byteOrderMark)
        let text = hasMark ? file.bytes[3...] : file.bytes[...]
        let result = text.withUnsafeBufferPointer { bytes -> Result<YAMLNode?, Diagnostic> in
            yaml_parser_set_input_string(&parser, bytes.baseAddress, bytes.count)
            yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
            do throws(Diagnostic) { return .success(try parseStream()) } catch { return .failure(error) }
        }
        return try result.get()
    }

    private mutating func parseStream() throws(Diagnostic) -> YAMLNode? {
        var root: YAMLNode?
        while true {
            let event = try next()
            switch event.kind {
            case .documentStart where root != nil:
                throw Diagnostic(
                    message: "a second document begins here; a schema is one document", span: event.span)
            case .streamEnd: return root
            case .streamStart, .documentStart, .documentEnd: continue
            default: root = try node(from: event, depth: 0)
            }
        }
    }

    private mutating func node(from event: Event, depth: Int) throws(Diagnostic) -> YAMLNode {
        guard depth < Self.depthLimit else {
            throw Diagnostic(message: "nested more than \(Self.depthLimit) levels deep", span: event.span)
        }
        let firstNode = nodeCount
        try count(1, at: event.span)
        if let anchor = event.anchor { anchors[anchor] = Anchor(node: nil, size: 0) }
        let node: YAMLNode
        switch event.kind {
        case .alias(let name):
            guard let anchor = anchors[name] else {
                throw Diagnostic(message: "no anchor '&\(name)' comes before this alias", span: event.span)
            }
            guard let target = anchor.node else {
                throw Diagnostic(message: "the alias '*\(name)' is inside what it stands for", span: event.span)
            }
            try count(anchor.size, at: event.span)
            // What is wrong with it as a whole is wrong here; what is inside has the place where it was written.
            return YAMLNode(content: target.content, span: event.span)
        case .scalar(let text, let isPlain):
            // An escape can say one, but no database takes it in a name, in SQL or in a comment.
            if text.utf8.contains(0) {
                throw Diagnostic(message: "a NUL character cannot stand in a schema", span: event.span)
            }
            node = YAMLNode(content: .scalar(text, isPlain: isPlain), span: event.span)
        case .sequenceStart:
            var items: [YAMLNode] = []
            var end = event.span.end
            while true {
                let item = try next()
                if case .sequenceEnd = item.kind {
                    end = item.span.end
                    break
                }
                items.append(try self.node(from: item, depth: depth + 1))
            }
            if event.isFlow { items = flowParentheses().joined(items) }
            node = YAMLNode(content: .sequence(items), span: event.span.extended(to: end))
        case .mappingStart:
            var pairs: [(key: YAMLNode, value: YAMLNode)] = []
            var end = event.span.end
            while true {
                let key = try next()
                if case .mappingEnd = key.kind {
                    end = key.span.end
                    break
                }
                let keyNode = try self.node(from: key, depth: depth + 1)
                pairs.append((keyNode, try self.node(from: next(), depth: depth + 1)))
            }
            if event.isFlow { pairs = flowParentheses().joined(pairs) }
            node = YAMLNode(content: .mapping(pairs), span: event.span.extended(to: end))
        default:
            throw Diagnostic(message: "a value is expected here", span: event.span)
        }
        if let anchor = event.anchor { anchors[anchor] = Anchor(node: node, size: nodeCount - firstNode) }
        return node
    }

    private mutating func flowParentheses() -> FlowParentheses {
        let hasMark = file.bytes.starts(with: Self.byteOrderMark)
        let lines =
            lines
            ?? String(decoding: file.bytes.dropFirst(hasMark ? 3 : 0), as: UTF8.self).lines
        self.lines = lines
        return FlowParentheses { start, end in
            guard start.line == end.line, start.line <= lines.count else { return nil }
            let scalars = lines[start.line - 1].unicodeScalars
            return String(scalars.dropFirst(start.column - 1).prefix(end.column - start.column))
        }
    }

    private mutating func count(_ nodes: Int, at span: SourceSpan) throws(Diagnostic) {
        nodeCount += nodes
        guard nodeCount <= Self.nodeLimit else {
            throw Diagnostic(message: "with its aliases the file has more than \(Self.nodeLimit) values", span: span)
        }
    }
}

// MARK: - libyaml's events

extension YAMLParser {
    /// An event of libyaml as a value, so that the memory of the original is free already.
    private struct Event {
        enum Kind {
            case streamStart, streamEnd, documentStart, documentEnd
            case alias(String)
            case scalar(String, isPlain: Bool)
            case sequenceStart, sequenceEnd, mappingStart, mappingEnd
        }

        let kind: Kind
        let anchor: String?
        let span: SourceSpan
        /// A list or mapping in brackets or braces.
        var isFlow = false
    }

    private mutating func next() throws(Diagnostic) -> Event {
        var event = yaml_event_t()
        guard yaml_parser_parse(&parser, &event) == 1 else { throw problem() }
        defer { yaml_event_delete(&event) }
        let span = SourceSpan(file: file.path, start: position(event.start_mark), end: position(event.end_mark))
        switch event.type {
        case YAML_STREAM_START_EVENT: return Event(kind: .streamStart, anchor: nil, span: span)
        case YAML_DOCUMENT_START_EVENT: return Event(kind: .documentStart, anchor: nil, span: span)
        case YAML_DOCUMENT_END_EVENT: return Event(kind: .documentEnd, anchor: nil, span: span)
        case YAML_ALIAS_EVENT:
            return Event(kind: .alias(Self.text(event.data.alias.anchor) ?? ""), anchor: nil, span: span)
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
            let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            return Event(kind: .scalar(text, isPlain: isPlain), anchor: Self.text(scalar.anchor), span: span)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            let isFlow = start.style == YAML_FLOW_SEQUENCE_STYLE
            return Event(kind: .sequenceStart, anchor: Self.text(start.anchor), span: span, isFlow: isFlow)
        case YAML_SEQUENCE_END_EVENT: return Event(kind: .sequenceEnd, anchor: nil, span: span)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            let isFlow = start.style == YAML_FLOW_MAPPING_STYLE
            return Event(kind: .mappingStart, anchor: Self.text(start.anchor), span: span, isFlow: isFlow)
        case YAML_MAPPING_END_EVENT: return Event(kind: .mappingEnd, anchor: nil, span: span)
        default: return Event(kind: .streamEnd, anchor: nil, span: span)
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { String(cString: $0) }
    }

    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(line: mark.line + 1, column: mark.column + 1)
    }

    /// What libyaml could not read, and where.
    private func problem() -> Diagnostic {
        let text = parser.problem.map { String(cString: $0) } ?? "not understood"
        var message = Self.explanation(of: text)
        if let context = parser.context { message += " (\(String(cString: context)))" }
        let place = position(parser.problem_mark)
        return Diagnostic(
            message: "invalid YAML: \(message)", span: SourceSpan(file: file.path, start: place, end: place))
    }

    /// libyaml's words for the most common mistakes, said in a way that helps to mend them.
    private static func explanation(of problem: String) -> String {
        switch problem {
        case "found character that cannot start any token":
            "this character cannot begin a value; indent with spaces, not tabs, and put quotes around '@', '`' or '%'"
        case "mapping values are not allowed in this context":
            "a ':' cannot stand here; put the value in quotes if the ':' belongs to it, or look for a wrong indentation"
        case "did not find expected key":
            "a key is expected here; look for a wrong indentation, or for quotes that are missing or too many"
        case "could not find expected ':'": "a ':' is missing after this key"
        case "did not find expected ',' or '}'": "a ',' or '}' is missing"
        case "did not find expected ',' or ']'": "a ',' or ']' is missing"
        case "found unexpected end of stream": "the file ends before the quotes do"
        default: problem
        }
    }

    private func failure(_ message: String) -> Diagnostic {
        let start = SourcePosition(line: 1, column: 1)
        return Diagnostic(message: message, span: SourceSpan(file: file.path, start: start, end: start))
    }
}

// MARK: - Encoding

extension YAMLParser {
    /// Finds the first byte that is not UTF-8, and the first character that YAML forbids: libyaml tells both only by their
    /// offset.
    private static func checkEncoding(_ file: SourceFile) throws(Diagnostic) {
        // One scalar after the other only where one of them may be wrong.
        if let text = String(validating: file.bytes, as: UTF8.self), !text.mayContain(anyOf: mayBeForbidden) { return }
        var line = 1
        var column = 1
        var decoder = UTF8()
        var bytes = file.bytes.makeIterator()
        func diagnostic(_ message: String) -> Diagnostic {
            let place = SourcePosition(line: line, column: column)
            return Diagnostic(message: message, span: SourceSpan(file: file.path, start: place, end: place))
        }
        while true {
            switch decoder.decode(&bytes) {
            case .emptyInput: return
            case .error: throw diagnostic("not valid UTF-8; is this a text file?")
            case .scalarValue("\n"):
                line += 1
                column = 1
            case .scalarValue(let scalar):
                if isForbidden(scalar) {
                    let code = String(scalar.value, radix: 16, uppercase: true)
                    throw diagnostic("a control character (U+\(code)) cannot stand in YAML")
                }
                // A byte order mark takes no place on the line.
                if !(scalar == "\u{feff}" && line == 1 && column == 1) { column += 1 }
            }
        }
    }

    private static let mayBeForbidden =
        String(String.controlCharacters.filter { !"\t\n\r".contains($0) }) + "\u{fffe}\u{ffff}"

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\t", "\n", "\r", "\u{85}": false
        case "\u{fffe}", "\u{ffff}": true
        default: scalar.properties.generalCategory == .control
        }
    }
}

extension SourceSpan {
    fileprivate func extended(to end: SourcePosition) -> SourceSpan {
        SourceSpan(file: file, start: start, end: end)
    }
}
