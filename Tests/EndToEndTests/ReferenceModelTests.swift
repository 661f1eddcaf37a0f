import ReferenceModels
import RoseyRuntime
import TestDatabases
import Testing

/// The snapshot of the generated code, run.
@Suite struct ReferenceModelTests {
    private func withDatabase(_ storage: Storage, _ body: (Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            try await db.create(ReferenceModels.schema)
            try await body(db)
            await db.close()
        }
    }

    @Test(arguments: Storage.both)
    func compositeKeysAndOddNames(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let order = try await db.order.insert(
                .init(class: "a", number: 7, self_: [0, 255], größe: nil, dialect: true))
            #expect(order.default == "it's \"here\"" && order._1stPlace == -2.5)
            #expect(order.id == Order.ID(class: "a", number: 7))
            #expect(try await db.order.find(class: "a", number: 7) == order)
            #expect(try await db.order.find(class: "a", number: 8) == nil)
            #expect(
                try await db.order.update(class: "a", number: 7) {
                    $0.größe = 5
                    $0.default = "x"
                    $0._1stPlace -= 0.5
                    $0.dialect = nil
                })
            var changed = try #require(try await db.order.find(class: "a", number: 7))
            #expect(changed.größe == 5 && changed.default == "x" && changed._1stPlace == -3 && changed.dialect == nil)
            changed.self_ = []
            #expect(try await db.order.update(changed))
            #expect(try await db.order.where { $0.self_ == [] && $0.größe > 4 }.fetchAll() == [changed])
            let pair = try await db.order.where { $0.class == "a" && $0.number >= 7 }.select { ($0.number, $0.größe) }
                .first()
            #expect(pair?.0 == 7 && pair?.1 == 5)
            // A partial unique constraint as a target: only rows that satisfy it count.
            let other = Order.Draft(class: "b", number: 1, self_: [], _1stPlace: 1, größe: 5)
            let upserted = try await db.order.upsert(other, onConflict: .größeAndSelf_)
            #expect(upserted.class == "a" && upserted._1stPlace == 1 && upserted.größe == 5)
            #expect(try await db.order.exists(class: "a", number: 7))
            #expect(try await db.order.delete(class: "a", number: 7))
            #expect(try await !db.order.exists(class: "a", number: 7))
        }
    }

    @Test(arguments: Storage.both)
    func constraintsOfTheReference(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            func code(_ body: () async throws -> Void) async -> (DatabaseError.Code?, String?) {
                do {
                    try await body()
                    return (nil, nil)
                } catch {
                    let error = error as? DatabaseError
                    return (error?.code, error?.constraint?.rawValue ?? error?.column)
                }
            }
            try await db.order.insert(.init(class: "a", number: 1, self_: [1], größe: 3))
            #expect(
                await code { try await db.order.insert(.init(class: "a", number: 1, default: "z", _1stPlace: 3)) } == (
                    .unique, "order_pkey"
                ))
            #expect(await code { try await db.order.insert(.init(class: "b", number: 1)) } == (.unique, "order_place"))
            #expect(
                await code {
                    try await db.order.insert(.init(class: "b", number: 1, self_: [1], _1stPlace: 3, größe: 3))
                }
                    == (.unique, "odd \"name\""))
            #expect(
                await code { try await db.order.insert(.init(class: "b", number: 1, _1stPlace: 3, größe: 1000)) } == (
                    .check, "order_size"
                ))
            #expect(
                await code { try await db.order.insert(.init(class: "01234567890", number: 1)) } == (.tooLong, "class"))
            #expect(
                await code {
                    try await db.session.execute(
                        Statement("UPDATE \"order\" SET größe = 3000000000", .bulkWrite, table: "order")
                    ) { _ in }
                    // PostgreSQL does not say which column.
                } == (.typeMismatch, storage == .postgresql ? nil : "größe"))
        }
    }

    @Test(arguments: Storage.both)
    func smallTables(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            // Nothing but a key: the upsert has nothing to change, and still returns the row.
            #expect(try await db.tag.upsert(.init(name: "a"), onConflict: .name) == Tag(name: "a"))
            #expect(try await db.tag.upsert(.init(name: "a"), onConflict: .name) == Tag(name: "a"))
            #expect(try await db.counters.insert(.init()).id == 1)
            #expect(try await db.counters.insert(.init()).id == 2)
            try await db.counters.insert(contentsOf: [.init(), .init()])
            #expect(try await db.counters.count() == 4)
            // A column called as an inner query might call its result.
            for (id, value) in [(1, 30), (2, 20), (3, 10), (4, 40)] {
                try await db.counters.update(id) { $0.value = value }
            }
            let last = db.counters.order { $0.value.descending }.limit(1)
            #expect(try await last.sum { $0.id } == 4)
            #expect(try await last.max { $0.value } == 40)
            #expect(try await db.settings.put(.init(muted: true)) == Setting(volume: 0.5, key: 1, muted: true))
            let kind = try await db.categories.upsert(.init(id: 1, name: "x"), onConflict: .id)
            #expect(try await db.categories.upsert(Kind(id: 1, name: "y"), onConflict: .id) == Kind(id: 1, name: "y"))
            #expect(kind == Kind(id: 1, name: "x"))
            let word = try await db.words.insert(.init(session: "s", parameters: "p", row: "r", draft: "d"))
            #expect(try await db.words.find(session: "s", parameters: "p", row: "r") == word)
        }
    }
}
