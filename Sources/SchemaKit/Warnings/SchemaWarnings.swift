/// Finds what is allowed but seldom meant.
struct SchemaWarnings {
    let collector: DiagnosticCollector

    func check(_ tables: [TableReader.Result], silenced: Set<Warning>) {
        for table in tables {
            let isOn = { (warning: Warning) in !silenced.contains(warning) && !table.silenced.contains(warning) }
            checkIndexes(table.table, isOn)
            if isOn(.nullableBoolean) { checkBooleans(table.table) }
            if isOn(.caseInsensitiveKey) { checkCase(table.table) }
            if isOn(.wastefulColumnOrder) { ColumnLayout(table.table).warn(collector) }
        }
    }

    // MARK: - Indexes

    /// An index, or what has one: the primary key, a unique constraint.
    private struct Candidate {
        let what: String
        let terms: [Index.Term]
        let isUnique: Bool
        let isConstraint: Bool
        let predicate: DialectText?
        let origin: Origin

        init(_ what: String, _ columns: [String], _ predicate: DialectText? = nil, _ origin: Origin) {
            self.what = what
            terms = columns.map { Index.Term(.column($0)) }
            isUnique = true
            isConstraint = true
            self.predicate = predicate
            self.origin = origin
        }

        init(_ index: Index) {
            what = "the index '\(index.name)'"
            terms = index.terms
            isUnique = index.isUnique
            isConstraint = false
            predicate = index.predicate
            origin = index.origin
        }
    }

    private func checkIndexes(_ table: Table, _ isOn: (Warning) -> Bool) {
        var candidates: [Candidate] = []
        if let key = table.primaryKey { candidates.append(Candidate("the primary key", key.columns, nil, key.origin)) }
        candidates += table.uniques.map {
            Candidate("the unique constraint '\($0.name)'", $0.columns, $0.predicate, $0.origin)
        }
        candidates += table.indexes.map(Candidate.init)
        for (position, candidate) in candidates.enumerated() {
            let others = candidates.enumerated().filter { $0.offset != position }
            // Of two that are the same, the second one is too many.
            let equal = others.first { other in
                other.offset < position && other.element.terms == candidate.terms
                    && other.element.predicate == candidate.predicate
            }
            if let equal = equal?.element, !candidate.isUnique || equal.isUnique {
                if equal.isConstraint {
                    if isOn(.indexDuplicatesKey) { warn(.indexDuplicatesKey, candidate, "has the columns of", equal) }
                } else if isOn(.redundantIndex) {
                    warn(.redundantIndex, candidate, "has the columns of", equal)
                }
                continue
            }
            guard !candidate.isUnique, isOn(.redundantIndex) else { continue }
            let longer = others.first { other in
                // As long only if it is unique, which this one is not; else the first of the two is the one that stays.
                let isLonger = other.element.terms.count > candidate.terms.count || other.element.isUnique
                return isLonger && other.element.terms.starts(with: candidate.terms)
                    && other.element.predicate == candidate.predicate
            }
            if let longer = longer?.element { warn(.redundantIndex, candidate, "is the beginning of", longer) }
        }
    }

    private func warn(_ warning: Warning, _ candidate: Candidate, _ relation: String, _ other: Candidate) {
        guard let span = candidate.origin.span else { return }
        collector.warn(
            warning, "\(candidate.what) \(relation) \(other.what), which serves as well", at: span,
            notes: other.origin.span.map { [.init("\(other.what) is here", $0)] } ?? [])
    }

    // MARK: - Columns

    private func checkBooleans(_ table: Table) {
        for column in table.columns where column.type == .boolean && column.isNullable {
            guard let span = column.origin.span else { continue }
            collector.warn(
                .nullableBoolean, "'\(column.name)' can be true, false or NULL; an enum would give the third a name",
                at: span)
        }
    }

    /// Keys of text that an index or a check compares without regard to upper and lower case.
    private func checkCase(_ table: Table) {
        let keys = table.columns.filter { column in
            guard column.type == .text || column.type.isString else { return false }
            return table.primaryKey?.columns == [column.name]
                || table.uniques.contains { $0.columns == [column.name] && $0.predicate == nil }
        }
        if keys.isEmpty { return }
        var texts: [(text: String, what: String, origin: Origin)] = []
        for index in table.indexes {
            for term in index.terms {
                guard case .expression(let expression) = term.key else { continue }
                texts += expression.texts.map { ($0, "the index '\(index.name)'", index.origin) }
            }
        }
        for check in table.checks {
            texts += check.condition.texts.map { ($0, "the check '\(check.name)'", check.origin) }
        }
        for key in keys {
            guard let use = texts.first(where: { Self.ignoresCase(of: key.name, in: $0.text) }),
                let span = use.origin.span
            else { continue }
            collector.warn(
                .caseInsensitiveKey,
                "\(use.what) compares '\(key.name)' without regard to case, but as a key 'A' and 'a' are two values of it",
                at: span, notes: key.origin.span.map { [.init("'\(key.name)' is here", $0)] } ?? [])
        }
    }

    /// `lower(name)`, `upper(name)` or `name COLLATE NOCASE`.
    private static func ignoresCase(of column: String, in text: String) -> Bool {
        guard let tokens = try? SQLToken.tokens(of: text) else { return false }
        return tokens.indices.contains { position in
            let token = tokens[position]
            guard token.kind == .name ? token.text == column : token.text.lowercased() == column.lowercased() else {
                return false
            }
            if position >= 2, tokens[position - 1].text == "(",
                ["LOWER", "UPPER"].contains(tokens[position - 2].keyword)
            {
                return true
            }
            return position + 2 < tokens.count && tokens[position + 1].keyword == "COLLATE"
                && tokens[position + 2].text.uppercased() == "NOCASE"
        }
    }
}

extension ColumnType {
    fileprivate var isString: Bool {
        if case .string = self { true } else { false }
    }
}
