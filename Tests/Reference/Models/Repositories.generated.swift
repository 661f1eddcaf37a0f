// Generated from schema.yaml; edit that instead. What can be done with each table.

public import RoseyRuntime

extension DatabaseAccess {
    /// The table `order`: A table whose name is a word of SQL and of Swift,
    /// with a comment of "two" lines.
    ///
    @inlinable
    public var order: Repository<Order> { Repository(session) }

    /// The table `categories`.
    @inlinable
    public var categories: Repository<Kind> { Repository(session) }

    /// The table `tag`: Nothing but its key.
    @inlinable
    public var tag: Repository<Tag> { Repository(session) }

    /// The table `an_event_with_a_name_that_is_so_long_that_its_functions_wrap`.
    @inlinable
    public var anEventWithANameThatIsSoLongThatItsFunctionsWrap: Repository<AnEventWithANameThatIsSoLongThatItsFunctionsWrap> {
        Repository(session)
    }

    /// The table `settings`.
    @inlinable
    public var settings: SingletonRepository<Setting> { SingletonRepository(session) }

    /// The table `counters`.
    @inlinable
    public var counters: Repository<Counter> { Repository(session) }
}

extension Order {
    /// The columns by which an upsert finds that the row exists.
    public enum ConflictTarget: Sendable, CaseIterable {
        case classAndNumber
        case _1stPlace
        case größeAndSelf_
        case defaultAndClass
    }
}

extension Repository where Model == Order {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func find(`class`: String, number: Int32) async throws -> Order? {
        try await session.fetchFirst(
            OrderStatements.find,
            { $0.bind(`class`, at: 1); $0.bind(number, at: 2) },
            Order.init(row:)
        )
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func exists(`class`: String, number: Int32) async throws -> Bool {
        try await session.fetchFirst(
            OrderStatements.exists,
            { $0.bind(`class`, at: 1); $0.bind(number, at: 2) },
            { _ in true }
        ) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: Order.Draft) async throws -> Order {
        try await session.execute(OrderStatements.insert, { draft.bind(to: &$0) })
        return Order(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func insert(contentsOf drafts: some Sequence<Order.Draft> & Sendable) async throws {
        try await session.executeAll(OrderStatements.insert, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func upsert(_ draft: Order.Draft, onConflict target: Order.ConflictTarget) async throws -> Order {
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
    public func upsert(_ row: Order, onConflict target: Order.ConflictTarget) async throws -> Order {
        try await upsert(Order.Draft(row), onConflict: target)
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func update(_ row: Order) async throws -> Bool {
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
    public func update(
        `class`: String,
        number: Int32,
        _ change: (inout Order.Changes) throws -> Void
    ) async throws -> Bool {
        try await self.where { $0.`class` == `class` && $0.number == number }.update(change) > 0
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func delete(`class`: String, number: Int32) async throws -> Bool {
        try await session.execute(OrderStatements.delete, { $0.bind(`class`, at: 1); $0.bind(number, at: 2) }).affectedRows > 0
    }
}

extension Kind {
    /// The columns by which an upsert finds that the row exists.
    public enum ConflictTarget: Sendable, CaseIterable {
        case id
        case name
    }
}

extension Repository where Model == Kind {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func find(_ id: Int32) async throws -> Kind? {
        try await session.fetchFirst(KindStatements.find, { $0.bind(id, at: 1) }, Kind.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func exists(_ id: Int32) async throws -> Bool {
        try await session.fetchFirst(KindStatements.exists, { $0.bind(id, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: Kind.Draft) async throws -> Kind {
        try await session.execute(KindStatements.insert, { draft.bind(to: &$0) })
        return Kind(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func insert(contentsOf drafts: some Sequence<Kind.Draft> & Sendable) async throws {
        try await session.executeAll(KindStatements.insert, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func upsert(_ draft: Kind.Draft, onConflict target: Kind.ConflictTarget) async throws -> Kind {
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
    public func upsert(_ row: Kind, onConflict target: Kind.ConflictTarget) async throws -> Kind {
        try await upsert(Kind.Draft(row), onConflict: target)
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func update(_ row: Kind) async throws -> Bool {
        try await session.execute(KindStatements.update) { parameters in
            parameters.bind(row.name, at: 1)
            parameters.bind(row.id, at: 2)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public func update(_ id: Int32, _ change: (inout Kind.Changes) throws -> Void) async throws -> Bool {
        try await self.where { $0.id == id }.update(change) > 0
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func delete(_ id: Int32) async throws -> Bool {
        try await session.execute(KindStatements.delete, { $0.bind(id, at: 1) }).affectedRows > 0
    }
}

extension Tag {
    /// The columns by which an upsert finds that the row exists.
    public enum ConflictTarget: Sendable, CaseIterable {
        case name
    }
}

extension Repository where Model == Tag {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func find(_ name: String) async throws -> Tag? {
        try await session.fetchFirst(TagStatements.find, { $0.bind(name, at: 1) }, Tag.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func exists(_ name: String) async throws -> Bool {
        try await session.fetchFirst(TagStatements.exists, { $0.bind(name, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: Tag.Draft) async throws -> Tag {
        try await session.execute(TagStatements.insert, { draft.bind(to: &$0) })
        return Tag(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func insert(contentsOf drafts: some Sequence<Tag.Draft> & Sendable) async throws {
        try await session.executeAll(TagStatements.insert, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func upsert(_ draft: Tag.Draft, onConflict target: Tag.ConflictTarget) async throws -> Tag {
        let statement =
            switch target {
            case .name: TagStatements.upsertOnName
            }
        return try await session.fetchOne(statement, { draft.bind(to: &$0) }, Tag.init(row:))
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public func upsert(_ row: Tag, onConflict target: Tag.ConflictTarget) async throws -> Tag {
        try await upsert(Tag.Draft(row), onConflict: target)
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func delete(_ name: String) async throws -> Bool {
        try await session.execute(TagStatements.delete, { $0.bind(name, at: 1) }).affectedRows > 0
    }
}

extension AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
    /// The columns by which an upsert finds that the row exists.
    public enum ConflictTarget: Sendable, CaseIterable {
        case aKeyColumnWithARatherLongNameAndAnotherKeyColumnWithARatherLongName
    }
}

extension Repository where Model == AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func find(aKeyColumnWithARatherLongName: Int, anotherKeyColumnWithARatherLongName: String) async throws -> AnEventWithANameThatIsSoLongThatItsFunctionsWrap? {
        try await session.fetchFirst(
            AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.find,
            { $0.bind(aKeyColumnWithARatherLongName, at: 1); $0.bind(anotherKeyColumnWithARatherLongName, at: 2) },
            AnEventWithANameThatIsSoLongThatItsFunctionsWrap.init(row:)
        )
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func exists(aKeyColumnWithARatherLongName: Int, anotherKeyColumnWithARatherLongName: String) async throws -> Bool {
        try await session.fetchFirst(
            AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.exists,
            { $0.bind(aKeyColumnWithARatherLongName, at: 1); $0.bind(anotherKeyColumnWithARatherLongName, at: 2) },
            { _ in true }
        ) ?? false
    }

    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: AnEventWithANameThatIsSoLongThatItsFunctionsWrap.Draft) async throws -> AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
        try await session.execute(AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.insert, { draft.bind(to: &$0) })
        return AnEventWithANameThatIsSoLongThatItsFunctionsWrap(draft)
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func insert(contentsOf drafts: some Sequence<AnEventWithANameThatIsSoLongThatItsFunctionsWrap.Draft> & Sendable) async throws {
        try await session.executeAll(AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.insert, drafts) { $0.bind(to: &$1) }
    }

    /// Inserts a row, or where one exists with the same `target`, gives that the draft's values. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func upsert(
        _ draft: AnEventWithANameThatIsSoLongThatItsFunctionsWrap.Draft,
        onConflict target: AnEventWithANameThatIsSoLongThatItsFunctionsWrap.ConflictTarget
    ) async throws -> AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
        let statement =
            switch target {
            case .aKeyColumnWithARatherLongNameAndAnotherKeyColumnWithARatherLongName: AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.upsertOnAKeyColumnWithARatherLongNameAndAnotherKeyColumnWithARatherLongName
            }
        return try await session.fetchOne(
            statement,
            { draft.bind(to: &$0) },
            AnEventWithANameThatIsSoLongThatItsFunctionsWrap.init(row:)
        )
    }

    /// Inserts a row, or replaces the one with the same `target`. Returns the row.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @_disfavoredOverload
    @discardableResult
    public func upsert(
        _ row: AnEventWithANameThatIsSoLongThatItsFunctionsWrap,
        onConflict target: AnEventWithANameThatIsSoLongThatItsFunctionsWrap.ConflictTarget
    ) async throws -> AnEventWithANameThatIsSoLongThatItsFunctionsWrap {
        try await upsert(AnEventWithANameThatIsSoLongThatItsFunctionsWrap.Draft(row), onConflict: target)
    }

    /// Stores all columns of a row that exists, and returns whether it does.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func update(_ row: AnEventWithANameThatIsSoLongThatItsFunctionsWrap) async throws -> Bool {
        try await session.execute(AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.update) { parameters in
            parameters.bind(row.id, at: 1)
            parameters.bind(row.aKeyColumnWithARatherLongName, at: 2)
            parameters.bind(row.anotherKeyColumnWithARatherLongName, at: 3)
        }.affectedRows > 0
    }

    /// Changes the row with this key as the closure says, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @discardableResult
    public func update(
        aKeyColumnWithARatherLongName: Int,
        anotherKeyColumnWithARatherLongName: String,
        _ change: (inout AnEventWithANameThatIsSoLongThatItsFunctionsWrap.Changes) throws -> Void
    ) async throws -> Bool {
        try await self.where { $0.aKeyColumnWithARatherLongName == aKeyColumnWithARatherLongName && $0.anotherKeyColumnWithARatherLongName == anotherKeyColumnWithARatherLongName }.update(change) > 0
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func delete(aKeyColumnWithARatherLongName: Int, anotherKeyColumnWithARatherLongName: String) async throws -> Bool {
        try await session.execute(AnEventWithANameThatIsSoLongThatItsFunctionsWrapStatements.delete, { $0.bind(aKeyColumnWithARatherLongName, at: 1); $0.bind(anotherKeyColumnWithARatherLongName, at: 2) }).affectedRows > 0
    }
}

extension SingletonRepository where Model == Setting {
    /// Inserts a row and returns it as it is stored.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: Setting.Draft) async throws -> Setting {
        try await session.execute(SettingStatements.insert, { draft.bind(to: &$0) })
        return Setting(draft)
    }

    /// Makes the row, or replaces it.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func put(_ draft: Setting.Draft) async throws -> Setting {
        return try await session.fetchOne(SettingStatements.upsertOnKey, { draft.bind(to: &$0) }, Setting.init(row:))
    }
}

extension Repository where Model == Counter {
    /// The row with this key, if there is one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func find(_ id: Int) async throws -> Counter? {
        try await session.fetchFirst(CounterStatements.find, { $0.bind(id, at: 1) }, Counter.init(row:))
    }

    /// Whether there is a row with this key.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func exists(_ id: Int) async throws -> Bool {
        try await session.fetchFirst(CounterStatements.exists, { $0.bind(id, at: 1) }, { _ in true }) ?? false
    }

    /// Inserts a row and returns it as it is stored, with its new `id`.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func insert(_ draft: Counter.Draft) async throws -> Counter {
        let outcome = try await session.execute(CounterStatements.insert, { draft.bind(to: &$0) })
        return Counter(draft, id: Int(outcome.generatedKey))
    }

    /// Inserts all rows or none.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    public func insert(contentsOf drafts: some Sequence<Counter.Draft> & Sendable) async throws {
        try await session.executeAll(CounterStatements.insert, drafts) { $0.bind(to: &$1) }
    }

    /// Removes the row with this key, and returns whether there was one.
    ///
    /// - Throws: `DatabaseError`
    @inlinable
    @discardableResult
    public func delete(_ id: Int) async throws -> Bool {
        try await session.execute(CounterStatements.delete, { $0.bind(id, at: 1) }).affectedRows > 0
    }
}
