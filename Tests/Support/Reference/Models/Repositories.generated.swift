// Generated from schema.yaml; edit that instead. What can be done with each table.

public import RoseyRuntime

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

nonisolated extension DatabaseAccess {
    /// The table `order`: A table whose name is a word of SQL and of Swift,
    /// with a comment of "two" lines.
    @inlinable
    public var order: Repository<Order> { Repository(session) }

    /// The table `categories`.
    @inlinable
    public var categories: Repository<Kind> { Repository(session) }

    /// The table `tag`: Nothing but its key.
    @inlinable
    public var tag: Repository<Tag> { Repository(session) }

    /// The table `events_with_a_rather_long_name`.
    @inlinable
    public var eventsWithARatherLongName: Repository<EventsWithARatherLongName> { Repository(session) }

    /// The table `settings`.
    @inlinable
    public var settings: SingletonRepository<Setting> { SingletonRepository(session) }

    /// The table `counters`.
    @inlinable
    public var counters: Repository<Counter> { Repository(session) }

    /// The table `words`: Names that the generated functions use themselves.
    @inlinable
    public var words: Repository<Word> { Repository(session) }

    /// The table `targets`.
    @inlinable
    public var targets: Repository<Target> { Repository(session) }

    /// The table `members`: One column of every type.
    @inlinable
    public var people: Repository<Member> { Repository(session) }

    /// The table `loans`.
    @inlinable
    public var loans: Repository<Loan> { Repository(session) }

    /// The table `chapters`.
    @inlinable
    public var chapters: Repository<Chapter> { Repository(session) }

    /// The table `pages`.
    @inlinable
    public var pages: Repository<Page> { Repository(session) }

    /// The view `open_loans`: Loans that are not returned.
    @inlinable
    public var openLoans: ViewRepository<OpenLoan> { ViewRepository(session) }
}

nonisolated extension Order {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case classAndNumber
        case _1stPlace
        case größeAndSelf_
        case defaultAndClass
    }
}

nonisolated extension Repository where Model == Order {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(`class`: String, number: Int32) async throws -> Order? {
        try await session.fetchFirst(
            OrderStatements.find,
            { parameters in
                parameters.bind(`class`, at: 1)
                parameters.bind(number, at: 2)
            },
            Order.init(row:)
        )
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(`class`: String, number: Int32) async throws -> Bool {
        try await session.fetchFirst(
            OrderStatements.exists,
            { parameters in
                parameters.bind(`class`, at: 1)
                parameters.bind(number, at: 2)
            },
            { _ in true }
        ) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Order.Draft) async throws -> Order {
        try await session.execute(OrderStatements.insert, { draft.bind(to: &$0) })
        return Order(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Order.Draft> & Sendable) async throws {
        try await session.executeAll(OrderStatements.insert, copy: OrderStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Order.Draft,
        onConflict target: Order.ConflictTarget
    ) async throws -> Order {
        let statement =
            switch target {
            case .classAndNumber: OrderStatements.upsertOnClassAndNumber
            case ._1stPlace: OrderStatements.upsertOn_1stPlace
            case .größeAndSelf_: OrderStatements.upsertOnGrößeAndSelf_
            case .defaultAndClass: OrderStatements.upsertOnDefaultAndClass
            }
        return try await session.fetchOne(statement, { draft.bind(to: &$0) }, Order.init(row:))
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Order,
        onConflict target: Order.ConflictTarget
    ) async throws -> Order {
        try await upsert(Order.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Order.Draft> & Sendable,
        onConflict target: Order.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .classAndNumber: OrderStatements.upsertManyOnClassAndNumber
            case ._1stPlace: OrderStatements.upsertManyOn_1stPlace
            case .größeAndSelf_: OrderStatements.upsertManyOnGrößeAndSelf_
            case .defaultAndClass: OrderStatements.upsertManyOnDefaultAndClass
            }
        try await session.executeAll(statement, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Order) async throws -> Bool {
        try await session.execute(OrderStatements.update) { parameters in
            parameters.bind(row.`default`, at: 1)
            parameters.bind(row.self_, at: 2)
            parameters.bind(row._1stPlace, at: 3)
            parameters.bind(row.größe, at: 4)
            parameters.bind(row.dialect, at: 5)
            parameters.bind(row.`class`, at: 6)
            parameters.bind(row.number, at: 7)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        `class`: String,
        number: Int32,
        _ change: (inout Order.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"class\" = ? AND \"Number\" = ?", `class`.sqlValue, number.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(`class`: String, number: Int32) async throws -> Bool {
        try await session.execute(
            OrderStatements.delete,
            { parameters in
                parameters.bind(`class`, at: 1)
                parameters.bind(number, at: 2)
            }
        ).affectedRows > 0
    }
}

nonisolated extension Kind {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case id
        case name
    }
}

nonisolated extension Repository where Model == Kind {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ id: Int32) async throws -> Kind? {
        try await session.fetchFirst(KindStatements.find, { $0.bind(id, at: 1) }, Kind.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ id: Int32) async throws -> Bool {
        try await session.fetchFirst(KindStatements.exists, { $0.bind(id, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Kind.Draft) async throws -> Kind {
        try await session.execute(KindStatements.insert, { draft.bind(to: &$0) })
        return Kind(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Kind.Draft> & Sendable) async throws {
        try await session.executeAll(KindStatements.insert, copy: KindStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Kind.Draft,
        onConflict target: Kind.ConflictTarget
    ) async throws -> Kind {
        let statement =
            switch target {
            case .id: KindStatements.upsertOnId
            case .name: KindStatements.upsertOnName
            }
        return try await session.fetchOne(statement, { draft.bind(to: &$0) }, Kind.init(row:))
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Kind,
        onConflict target: Kind.ConflictTarget
    ) async throws -> Kind {
        try await upsert(Kind.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Kind.Draft> & Sendable,
        onConflict target: Kind.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .id: KindStatements.upsertManyOnId
            case .name: KindStatements.upsertManyOnName
            }
        let joined: JoinedUpsert? =
            switch target {
            case .id: nil
            case .name: KindStatements.upsertJoinedOnName
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Kind) async throws -> Bool {
        try await session.execute(KindStatements.update) { parameters in
            parameters.bind(row.name, to: "name", maxLength: 20, at: 1)
            parameters.bind(row.id, at: 2)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ id: Int32,
        _ change: (inout Kind.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"id\" = ?", id.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ id: Int32) async throws -> Bool {
        try await session.execute(KindStatements.delete, { $0.bind(id, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Tag {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case name
    }
}

nonisolated extension Repository where Model == Tag {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ name: String) async throws -> Tag? {
        try await session.fetchFirst(TagStatements.find, { $0.bind(name, at: 1) }, Tag.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ name: String) async throws -> Bool {
        try await session.fetchFirst(TagStatements.exists, { $0.bind(name, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Tag.Draft) async throws -> Tag {
        try await session.execute(TagStatements.insert, { draft.bind(to: &$0) })
        return Tag(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Tag.Draft> & Sendable) async throws {
        try await session.executeAll(TagStatements.insert, copy: TagStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Tag.Draft,
        onConflict target: Tag.ConflictTarget
    ) async throws -> Tag {
        let statement =
            switch target {
            case .name: TagStatements.upsertOnName
            }
        try await session.execute(statement, { draft.bind(to: &$0) })
        return Tag(draft)
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(_ row: Tag, onConflict target: Tag.ConflictTarget) async throws -> Tag {
        try await upsert(Tag.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Tag.Draft> & Sendable,
        onConflict target: Tag.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .name: TagStatements.upsertOnName
            }
        let joined: JoinedUpsert? =
            switch target {
            case .name: TagStatements.upsertJoinedOnName
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ name: String) async throws -> Bool {
        try await session.execute(TagStatements.delete, { $0.bind(name, at: 1) }).affectedRows > 0
    }
}

nonisolated extension EventsWithARatherLongName {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case longKeyColumnAndOtherLongKeyColumn
    }
}

nonisolated extension Repository where Model == EventsWithARatherLongName {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(
        longKeyColumn: Int,
        otherLongKeyColumn: String
    ) async throws -> EventsWithARatherLongName? {
        try await session.fetchFirst(
            EventsWithARatherLongNameStatements.find,
            { parameters in
                parameters.bind(longKeyColumn, at: 1)
                parameters.bind(otherLongKeyColumn, at: 2)
            },
            EventsWithARatherLongName.init(row:)
        )
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(longKeyColumn: Int, otherLongKeyColumn: String) async throws -> Bool {
        try await session.fetchFirst(
            EventsWithARatherLongNameStatements.exists,
            { parameters in
                parameters.bind(longKeyColumn, at: 1)
                parameters.bind(otherLongKeyColumn, at: 2)
            },
            { _ in true }
        ) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(
        _ draft: EventsWithARatherLongName.Draft
    ) async throws -> EventsWithARatherLongName {
        try await session.execute(EventsWithARatherLongNameStatements.insert, { draft.bind(to: &$0) })
        return EventsWithARatherLongName(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(
        contentsOf drafts: some Sequence<EventsWithARatherLongName.Draft> & Sendable
    ) async throws {
        try await session.executeAll(
            EventsWithARatherLongNameStatements.insert,
            copy: EventsWithARatherLongNameStatements.copy,
            drafts
        ) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: EventsWithARatherLongName.Draft,
        onConflict target: EventsWithARatherLongName.ConflictTarget
    ) async throws -> EventsWithARatherLongName {
        let statement =
            switch target {
            case .longKeyColumnAndOtherLongKeyColumn:
                EventsWithARatherLongNameStatements.upsertOnLongKeyColumnAndOtherLongKeyColumn
            }
        try await session.execute(statement, { draft.bind(to: &$0) })
        return EventsWithARatherLongName(draft)
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: EventsWithARatherLongName,
        onConflict target: EventsWithARatherLongName.ConflictTarget
    ) async throws -> EventsWithARatherLongName {
        try await upsert(EventsWithARatherLongName.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<EventsWithARatherLongName.Draft> & Sendable,
        onConflict target: EventsWithARatherLongName.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .longKeyColumnAndOtherLongKeyColumn:
                EventsWithARatherLongNameStatements.upsertOnLongKeyColumnAndOtherLongKeyColumn
            }
        let joined: JoinedUpsert? =
            switch target {
            case .longKeyColumnAndOtherLongKeyColumn:
                EventsWithARatherLongNameStatements.upsertJoinedOnLongKeyColumnAndOtherLongKeyColumn
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: EventsWithARatherLongName) async throws -> Bool {
        try await session.execute(EventsWithARatherLongNameStatements.update) { parameters in
            parameters.bind(row.id, at: 1)
            parameters.bind(row.longKeyColumn, at: 2)
            parameters.bind(row.otherLongKeyColumn, at: 3)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        longKeyColumn: Int,
        otherLongKeyColumn: String,
        _ change: (inout EventsWithARatherLongName.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(
            changes(change),
            where: "\"long_key_column\" = ? AND \"other_long_key_column\" = ?",
            longKeyColumn.sqlValue,
            otherLongKeyColumn.sqlValue
        )
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(longKeyColumn: Int, otherLongKeyColumn: String) async throws -> Bool {
        try await session.execute(
            EventsWithARatherLongNameStatements.delete,
            { parameters in
                parameters.bind(longKeyColumn, at: 1)
                parameters.bind(otherLongKeyColumn, at: 2)
            }
        ).affectedRows > 0
    }
}

nonisolated extension SingletonRepository where Model == Setting {
    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Setting.Draft) async throws -> Setting {
        try await session.execute(SettingStatements.insert, { draft.bind(to: &$0) })
        return Setting(draft)
    }

    /// Makes the row, or replaces it.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func put(_ draft: Setting.Draft) async throws -> Setting {
        return try await session.fetchOne(SettingStatements.upsertOnKey, { draft.bind(to: &$0) }, Setting.init(row:))
    }
}

nonisolated extension Repository where Model == Counter {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ id: Int) async throws -> Counter? {
        try await session.fetchFirst(CounterStatements.find, { $0.bind(id, at: 1) }, Counter.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ id: Int) async throws -> Bool {
        try await session.fetchFirst(CounterStatements.exists, { $0.bind(id, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored, with its new `id`.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Counter.Draft) async throws -> Counter {
        let outcome = try await session.execute(CounterStatements.insert, { draft.bind(to: &$0) })
        return Counter(draft, id: Int(outcome.generatedKey))
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(
        contentsOf drafts: some Sequence<Counter.Draft> & Sendable
    ) async throws {
        try await session.executeAll(
            CounterStatements.insert,
            copy: CounterStatements.copy,
            drafts
        ) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Counter) async throws -> Bool {
        try await session.execute(CounterStatements.update) { parameters in
            parameters.bind(row.value, at: 1)
            parameters.bind(row.id, at: 2)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ id: Int,
        _ change: (inout Counter.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"id\" = ?", id.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ id: Int) async throws -> Bool {
        try await session.execute(CounterStatements.delete, { $0.bind(id, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Word {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case sessionAndParametersAndRow
    }
}

nonisolated extension Repository where Model == Word {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(
        session session_: String,
        parameters parameters_: String,
        row row_: String
    ) async throws -> Word? {
        try await session.fetchFirst(
            WordStatements.find,
            { parameters in
                parameters.bind(session_, at: 1)
                parameters.bind(parameters_, at: 2)
                parameters.bind(row_, at: 3)
            },
            Word.init(row:)
        )
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(
        session session_: String,
        parameters parameters_: String,
        row row_: String
    ) async throws -> Bool {
        try await session.fetchFirst(
            WordStatements.exists,
            { parameters in
                parameters.bind(session_, at: 1)
                parameters.bind(parameters_, at: 2)
                parameters.bind(row_, at: 3)
            },
            { _ in true }
        ) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Word.Draft) async throws -> Word {
        try await session.execute(WordStatements.insert, { draft.bind(to: &$0) })
        return Word(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Word.Draft> & Sendable) async throws {
        try await session.executeAll(WordStatements.insert, copy: WordStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Word.Draft,
        onConflict target: Word.ConflictTarget
    ) async throws -> Word {
        let statement =
            switch target {
            case .sessionAndParametersAndRow: WordStatements.upsertOnSessionAndParametersAndRow
            }
        try await session.execute(statement, { draft.bind(to: &$0) })
        return Word(draft)
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Word,
        onConflict target: Word.ConflictTarget
    ) async throws -> Word {
        try await upsert(Word.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Word.Draft> & Sendable,
        onConflict target: Word.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .sessionAndParametersAndRow: WordStatements.upsertOnSessionAndParametersAndRow
            }
        let joined: JoinedUpsert? =
            switch target {
            case .sessionAndParametersAndRow: WordStatements.upsertJoinedOnSessionAndParametersAndRow
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Word) async throws -> Bool {
        try await session.execute(WordStatements.update) { parameters in
            parameters.bind(row.draft, at: 1)
            parameters.bind(row.change, at: 2)
            parameters.bind(row.session, at: 3)
            parameters.bind(row.parameters, at: 4)
            parameters.bind(row.row, at: 5)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        session session_: String,
        parameters parameters_: String,
        row row_: String,
        _ change: (inout Word.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(
            changes(change),
            where: "\"session\" = ? AND \"parameters\" = ? AND \"row\" = ?",
            session_.sqlValue,
            parameters_.sqlValue,
            row_.sqlValue
        )
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(
        session session_: String,
        parameters parameters_: String,
        row row_: String
    ) async throws -> Bool {
        try await session.execute(
            WordStatements.delete,
            { parameters in
                parameters.bind(session_, at: 1)
                parameters.bind(parameters_, at: 2)
                parameters.bind(row_, at: 3)
            }
        ).affectedRows > 0
    }
}

nonisolated extension Target {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case target
        case statement
    }
}

nonisolated extension Repository where Model == Target {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ draft_: Int) async throws -> Target? {
        try await session.fetchFirst(TargetStatements.find, { $0.bind(draft_, at: 1) }, Target.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ draft_: Int) async throws -> Bool {
        try await session.fetchFirst(TargetStatements.exists, { $0.bind(draft_, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored, with its new `draft`.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Target.Draft) async throws -> Target {
        let outcome = try await session.execute(TargetStatements.insert, { draft.bind(to: &$0) })
        return Target(draft, draft: Int(outcome.generatedKey))
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Target.Draft> & Sendable) async throws {
        try await session.executeAll(TargetStatements.insert, copy: TargetStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Target.Draft,
        onConflict target: Target.ConflictTarget
    ) async throws -> Target {
        let statement =
            switch target {
            case .target: TargetStatements.upsertOnTarget
            case .statement: TargetStatements.upsertOnStatement
            }
        return try await session.fetchOne(statement, { draft.bind(to: &$0) }, Target.init(row:))
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Target.Draft> & Sendable,
        onConflict target: Target.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .target: TargetStatements.upsertManyOnTarget
            case .statement: TargetStatements.upsertManyOnStatement
            }
        try await session.executeAll(statement, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Target) async throws -> Bool {
        try await session.execute(TargetStatements.update) { parameters in
            parameters.bind(row.target, at: 1)
            parameters.bind(row.statement, at: 2)
            parameters.bind(row.draft, at: 3)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ draft_: Int,
        _ change: (inout Target.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"draft\" = ?", draft_.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ draft_: Int) async throws -> Bool {
        try await session.execute(TargetStatements.delete, { $0.bind(draft_, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Member {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case id
        case name
    }
}

nonisolated extension Repository where Model == Member {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ id: UUID) async throws -> Member? {
        try await session.fetchFirst(MemberStatements.find, { $0.bind(id, at: 1) }, Member.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ id: UUID) async throws -> Bool {
        try await session.fetchFirst(MemberStatements.exists, { $0.bind(id, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Member.Draft) async throws -> Member {
        try await session.fetchOne(MemberStatements.insert, { try draft.bind(to: &$0) }, Member.init(row:))
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Member.Draft> & Sendable) async throws {
        try await session.executeAll(MemberStatements.insertWithoutReading, drafts) { try $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Member.Draft,
        onConflict target: Member.ConflictTarget
    ) async throws -> Member {
        let statement =
            switch target {
            case .id: MemberStatements.upsertOnId
            case .name: MemberStatements.upsertOnName
            }
        return try await session.fetchOne(statement, { try draft.bind(to: &$0) }, Member.init(row:))
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Member,
        onConflict target: Member.ConflictTarget
    ) async throws -> Member {
        try await upsert(Member.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Member.Draft> & Sendable,
        onConflict target: Member.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .id: MemberStatements.upsertManyOnId
            case .name: MemberStatements.upsertManyOnName
            }
        try await session.executeAll(statement, drafts) { try $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Member) async throws -> Bool {
        try await session.execute(MemberStatements.update) { parameters in
            parameters.bind(row.name, to: "name", maxLength: 80, at: 1)
            parameters.bind(row.born, at: 2)
            try parameters.bind(row.joined, at: 3)
            try parameters.bind(row.left, at: 4)
            try parameters.bind(row.fee, precision: 8, scale: 2, at: 5)
            try parameters.bind(row.discount, precision: 3, scale: 3, at: 6)
            parameters.bind(row.level.rawValue, at: 7)
            parameters.bind(row.mood?.rawValue, at: 8)
            parameters.bind(row.photo, at: 9)
            try parameters.bindJSON(row.notes, at: 10)
            try parameters.bindJSON(row.extra, at: 11)
            try parameters.bindJSON(row.settings, at: 12)
            parameters.bind(row.rank.rawValue, at: 13)
            parameters.bind(row.nick?.rawValue, to: "nickname", maxLength: 20, at: 14)
            parameters.bind(row.since, at: 15)
            try parameters.bind(row.at, at: 16)
            parameters.bind(row.token, at: 17)
            parameters.bind(row.id, at: 18)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ id: UUID,
        _ change: (inout Member.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"id\" = ?", id.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ id: UUID) async throws -> Bool {
        try await session.execute(MemberStatements.delete, { $0.bind(id, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Repository where Model == Loan {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ id: LoanID) async throws -> Loan? {
        try await session.fetchFirst(LoanStatements.find, { $0.bind(id.rawValue, at: 1) }, Loan.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ id: LoanID) async throws -> Bool {
        try await session.fetchFirst(LoanStatements.exists, { $0.bind(id.rawValue, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored, with its new `id`.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Loan.Draft) async throws -> Loan {
        let outcome = try await session.execute(LoanStatements.insert, { draft.bind(to: &$0) })
        return Loan(draft, id: try outcome.generatedKey(as: LoanID.self))
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Loan.Draft> & Sendable) async throws {
        try await session.executeAll(LoanStatements.insert, copy: LoanStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Loan) async throws -> Bool {
        try await session.execute(LoanStatements.update) { parameters in
            parameters.bind(row.memberId, at: 1)
            parameters.bind(row.tagName, at: 2)
            parameters.bind(row.previous, at: 3)
            parameters.bind(row.long, at: 4)
            parameters.bind(row.other, to: "other", maxLength: 100, at: 5)
            parameters.bind(row.returned, at: 6)
            parameters.bind(row.id.rawValue, at: 7)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ id: LoanID,
        _ change: (inout Loan.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"id\" = ?", id.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ id: LoanID) async throws -> Bool {
        try await session.execute(LoanStatements.delete, { $0.bind(id.rawValue, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Chapter {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case title
    }
}

nonisolated extension Repository where Model == Chapter {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ title: String) async throws -> Chapter? {
        try await session.fetchFirst(ChapterStatements.find, { $0.bind(title, at: 1) }, Chapter.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ title: String) async throws -> Bool {
        try await session.fetchFirst(ChapterStatements.exists, { $0.bind(title, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Chapter.Draft) async throws -> Chapter {
        try await session.execute(ChapterStatements.insert, { draft.bind(to: &$0) })
        return Chapter(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(
        contentsOf drafts: some Sequence<Chapter.Draft> & Sendable
    ) async throws {
        try await session.executeAll(
            ChapterStatements.insert,
            copy: ChapterStatements.copy,
            drafts
        ) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Chapter.Draft,
        onConflict target: Chapter.ConflictTarget
    ) async throws -> Chapter {
        let statement =
            switch target {
            case .title: ChapterStatements.upsertOnTitle
            }
        try await session.execute(statement, { draft.bind(to: &$0) })
        return Chapter(draft)
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Chapter,
        onConflict target: Chapter.ConflictTarget
    ) async throws -> Chapter {
        try await upsert(Chapter.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Chapter.Draft> & Sendable,
        onConflict target: Chapter.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .title: ChapterStatements.upsertOnTitle
            }
        let joined: JoinedUpsert? =
            switch target {
            case .title: ChapterStatements.upsertJoinedOnTitle
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Chapter) async throws -> Bool {
        try await session.execute(ChapterStatements.update) { parameters in
            parameters.bind(row.first, to: "first", maxLength: 40, at: 1)
            parameters.bind(row.title, at: 2)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ title: String,
        _ change: (inout Chapter.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"title\" = ?", title.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ title: String) async throws -> Bool {
        try await session.execute(ChapterStatements.delete, { $0.bind(title, at: 1) }).affectedRows > 0
    }
}

nonisolated extension Page {
    /// The columns by which an upsert finds that the row exists.
    public nonisolated enum ConflictTarget: Sendable, CaseIterable {
        case title
    }
}

nonisolated extension Repository where Model == Page {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func find(_ title: String) async throws -> Page? {
        try await session.fetchFirst(PageStatements.find, { $0.bind(title, at: 1) }, Page.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @inline(__always)
    public nonisolated(nonsending) func exists(_ title: String) async throws -> Bool {
        try await session.fetchFirst(PageStatements.exists, { $0.bind(title, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func insert(_ draft: Page.Draft) async throws -> Page {
        try await session.execute(PageStatements.insert, { draft.bind(to: &$0) })
        return Page(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func insert(contentsOf drafts: some Sequence<Page.Draft> & Sendable) async throws {
        try await session.executeAll(PageStatements.insert, copy: PageStatements.copy, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ draft: Page.Draft,
        onConflict target: Page.ConflictTarget
    ) async throws -> Page {
        let statement =
            switch target {
            case .title: PageStatements.upsertOnTitle
            }
        try await session.execute(statement, { draft.bind(to: &$0) })
        return Page(draft)
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public nonisolated(nonsending) func upsert(
        _ row: Page,
        onConflict target: Page.ConflictTarget
    ) async throws -> Page {
        try await upsert(Page.Draft(row), onConflict: target)
    }

    /// Upserts all rows or none, one after another.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public nonisolated(nonsending) func upsert(
        contentsOf drafts: some Sequence<Page.Draft> & Sendable,
        onConflict target: Page.ConflictTarget
    ) async throws {
        let statement =
            switch target {
            case .title: PageStatements.upsertOnTitle
            }
        let joined: JoinedUpsert? =
            switch target {
            case .title: PageStatements.upsertJoinedOnTitle
            }
        try await session.executeAll(statement, joined: joined, drafts) { $0.bind(to: &$1) }
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func update(_ row: Page) async throws -> Bool {
        try await session.execute(PageStatements.update) { parameters in
            parameters.bind(row.chapter, to: "chapter", maxLength: 40, at: 1)
            parameters.bind(row.title, at: 2)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public nonisolated(nonsending) func update(
        _ title: String,
        _ change: (inout Page.Changes) throws -> Void
    ) async throws -> Bool {
        try await apply(changes(change), where: "\"title\" = ?", title.sqlValue)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public nonisolated(nonsending) func delete(_ title: String) async throws -> Bool {
        try await session.execute(PageStatements.delete, { $0.bind(title, at: 1) }).affectedRows > 0
    }
}
