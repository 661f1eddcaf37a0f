import Foundation
import ReferenceModels
import RoseyRuntime
import SchemaKit
import SchemaSQL
import TestDatabases
import TestSupport
import Testing

/// The table of the reference that has a column of every type, through its generated code.
@Suite struct EveryTypeTests {
    private func withDatabase(_ storage: Storage, _ body: (Database) async throws -> Void) async throws {
        try await storage.withURL { url in
            let db = try await Database.open(url: url, configuration: .patient)
            try await db.create(ReferenceModels.schema)
            try await body(db)
            await db.close()
        }
    }

    private func failure(_ body: () async throws -> Void) async -> DatabaseError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? DatabaseError
        }
    }

    @Test(arguments: Storage.both)
    func defaults(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let before = Date()
            let member = try await db.people.insert(.init(name: "Ada"))
            #expect(try await db.people.find(member.id) == member)
            #expect(abs(member.joined.timeIntervalSince(before)) < 5)
            let left = try #require(member.left)
            #expect(abs(left.timeIntervalSince(before) - 60) < 5)
            #expect(member.fee == Decimal(string: "9.5") && member.discount == nil)
            #expect(member.level == .new && member.mood == nil && member.photo == [0, 255])
            #expect(member.notes == ["tags": [], "seen": 1] && member.extra == nil)
            #expect(member.rank == .first && member.nick == nil && member.settings == nil)
            #expect(member.since == CalendarDate(year: 2020, month: 2, day: 29))
            #expect(member.at == Date(timeIntervalSince1970: 1_582_977_600.25))
            #expect(member.token == UUID(uuidString: "6ba7b810-9dad-11d1-80b4-00c04fd430c8"))
            #expect(member.initial == "A" && member.doubleFee == 19)
            // Each row has a new key.
            #expect(try await db.people.insert(.init(name: "Bob")).id != member.id)
        }
    }

    @Test(arguments: Storage.both)
    func values(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let id = UUID()
            let draft = Member.Draft(
                id: id, name: "Zoë 😀", born: CalendarDate(year: 1912, month: 6, day: 23),
                joined: Date(timeIntervalSince1970: -1.000_001), left: .some(nil), fee: 1000,
                discount: Decimal(string: "-0.125"), level: .boardMember, mood: .bad, photo: [],
                notes: .array([.null, true, 1.5, "\"\\\n"]), extra: .null,
                settings: MemberSettings(theme: "dark", size: 3),
                rank: .third, nick: Nickname(rawValue: "zo"), since: .latest,
                at: Date(timeIntervalSince1970: 0.1234567),
                token: id)
            let inserted = try await db.people.insert(draft)
            let member = try #require(try await db.people.find(id))
            #expect(inserted == member)
            #expect(member.name == "Zoë 😀" && member.born?.description == "1912-06-23" && member.left == nil)
            #expect(member.joined == Date(timeIntervalSince1970: -1.000_001))
            #expect(member.fee == 1000 && member.discount == Decimal(string: "-0.125") && member.doubleFee == 2000)
            #expect(member.level == .boardMember && member.mood == .bad && member.photo == [])
            #expect(member.notes == [.null, true, 1.5, "\"\\\n"] && member.extra == .null)
            #expect(member.settings == MemberSettings(theme: "dark", size: 3) && member.rank == .third)
            #expect(member.nick?.rawValue == "zo" && member.since == .latest && member.token == id)
            // To the microsecond.
            #expect(member.at == Date(timeIntervalSince1970: 0.123457))

            // An upsert of an existing row keeps its NULLs, rather than filling in defaults.
            #expect(try await db.people.upsert(member, onConflict: .id) == member)
            var changed = member
            changed.left = Date(timeIntervalSince1970: 5)
            changed.fee = 7
            changed.settings = nil
            #expect(try await db.people.update(changed))
            let updated = try #require(try await db.people.find(id))
            #expect(updated.left == Date(timeIntervalSince1970: 5) && updated.fee == 7 && updated.settings == nil)
            #expect(updated.doubleFee == 14)
        }
    }

    @Test(arguments: Storage.both)
    func insertManyReadsNothingBack(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.people.insert(contentsOf: (0..<10).map { Member.Draft(name: "name \($0)") })
            #expect(try await db.people.count() == 10)
            let keys = try await db.people.fetchAll().map(\.id)
            #expect(Set(keys).count == 10)
        }
    }

    @Test(arguments: Storage.both)
    func queries(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            for (number, name) in ["Ada", "Bob", "Cyd"].enumerated() {
                try await db.people.insert(
                    .init(
                        name: name, born: CalendarDate(year: 1900 + 10 * (number + 1), month: 1, day: 1),
                        joined: Date(timeIntervalSince1970: Double(number)), fee: Decimal(number) / 10,
                        level: number == 0 ? .new : .regular, extra: ["n": .integer(number)], rank: .second,
                        nick: Nickname(rawValue: name.lowercased())))
            }
            let people = db.people
            #expect(try await people.where { $0.level == .regular }.count() == 2)
            #expect(try await people.where { $0.level.isIn([.new, .boardMember]) }.count() == 1)
            #expect(try await people.where { $0.born < CalendarDate("1925-01-01")! }.count() == 2)
            #expect(try await people.where { $0.joined >= Date(timeIntervalSince1970: 1) }.count() == 2)
            #expect(try await people.where { $0.fee == Decimal(string: "0.1")! }.count() == 1)
            #expect(try await people.where { $0.fee > 0 && $0.rank == .second }.count() == 2)
            #expect(try await people.where { $0.nick == Nickname(rawValue: "bob") }.first()?.name == "Bob")
            #expect(try await people.where { $0.extra == ["n": 2] }.first()?.name == "Cyd")
            #expect(try await people.where { $0.mood == nil }.count() == 3)
            let selected = try await people.order { $0.name.ascending }
                .select { ($0.level, $0.rank, $0.nick, $0.extra, $0.settings, $0.token, $0.fee, $0.photo) }.fetchAll()
            #expect(
                selected.map { $0.0 } == [.new, .regular, .regular]
                    && selected.map { $0.1 } == [.second, .second, .second])
            #expect(selected.map { $0.2?.rawValue } == ["ada", "bob", "cyd"] && selected[2].3 == ["n": 2])
            #expect(selected[0].4 == nil && selected[0].5 == selected[1].5 && selected[1].6 == Decimal(1) / 10)
            #expect(selected[0].7 == [0, 255])
            #expect(try await people.order { $0.born.descending }.select { ($0.name, $0.born) }.first()?.0 == "Cyd")
            #expect(try await people.all.max { $0.joined } == Date(timeIntervalSince1970: 2))
            #expect(try await people.all.min { $0.born } == CalendarDate("1910-01-01"))
            #expect(try await people.all.sum { $0.fee } == Decimal(string: "0.3"))

            let one = try #require(try await people.where { $0.name == "Bob" }.first())
            #expect(
                try await people.update(one.id) {
                    $0.fee += Decimal(string: "0.2")!
                    $0.mood = .good
                    $0.extra = ["n": [1, 2]]
                    $0.settings = MemberSettings(theme: "light")
                    $0.born = nil
                    $0.rank = .third
                    $0.discount = Decimal(string: "0.0005")
                })
            let changed = try #require(try await people.find(one.id))
            #expect(changed.fee == Decimal(string: "0.3") && changed.mood == .good && changed.extra?["n"]?[1] == 2)
            #expect(changed.settings == MemberSettings(theme: "light") && changed.born == nil && changed.rank == .third)
            // Halves away from zero, as PostgreSQL rounds.
            #expect(changed.discount == Decimal(string: "0.001"))
        }
    }

    /// A sum of decimals is exact, where numbers of 64 bits would not be.
    @Test(arguments: Storage.both)
    func sumsAreExact(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.people.insert(
                contentsOf: (0..<1000).map { Member.Draft(name: "name \($0)", fee: 1 / Decimal(10)) })
            #expect(try await db.people.all.sum { $0.fee } == 100)
            #expect(try await db.people.all.sum { $0.discount } == 0)
        }
    }

    @Test(arguments: Storage.both)
    func refusals(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            func code(_ draft: Member.Draft) async -> (DatabaseError.Code?, String?) {
                let error = await failure { try await db.people.insert(draft) }
                return (error?.code, error?.constraint?.rawValue ?? error?.column)
            }
            #expect(await code(.init(name: "A")) == (.check, "name_is_long"))
            #expect(await code(.init(name: String(repeating: "x", count: 81))) == (.tooLong, "name"))
            #expect(await code(.init(name: "Ada", fee: -1)) == (.check, "fee_in_range"))
            #expect(await code(.init(name: "Ada", fee: 1_000_000)) == (.typeMismatch, nil))
            #expect(await code(.init(name: "Ada", rank: .unreachable)) == (.check, "rank_is_known"))
            #expect(await code(.init(name: "Ada", born: CalendarDate("1900-01-01"))) == (.check, "born_late"))
            #expect(
                await code(.init(name: "Ada", joined: .distantFuture.addingTimeInterval(1e13))) == (.typeMismatch, nil))
            #expect(await code(.init(name: "Ada", extra: "a\0b")) == (.typeMismatch, nil))
            #expect(await code(.init(name: "Ada", discount: Decimal.nan)) == (.typeMismatch, nil))

            // What comes in by other ways than generated code.
            func refusal(_ sql: String) async -> (DatabaseError.Code?, String?) {
                let error = await failure {
                    try await db.session.execute(Statement(sql, .write, table: "members"), { _ in })
                }
                return (error?.code, error?.column)
            }
            let ofPostgreSQL = [
                ("born", "DATE '0001-01-01 BC'"), ("joined", "TIMESTAMPTZ '10000-01-01 00:00+00'"), ("level", "'old'"),
            ]
            let ofSQLite = [
                ("id", "x'00'"), ("born", "'2020-02-30'"), ("born", "'0000-01-01'"), ("born", "'20200101'"),
                ("joined", "1e12"),
                ("fee", "1.005"), ("level", "'old'"), ("extra", "'{'"),
            ]
            for (column, value) in storage == .postgresql ? ofPostgreSQL : ofSQLite {
                let columns = column == "id" ? "id, name" : "name, \(column)"
                let values = column == "id" ? "\(value), 'Ada'" : "'Ada', \(value)"
                #expect(
                    await refusal("INSERT INTO members (\(columns)) VALUES (\(values))") == (.typeMismatch, column),
                    "\(column) = \(value)")
            }
            let count = try await db.people.count()
            #expect(count == 0)
        }
    }

    @Test(arguments: Storage.both)
    func storedValuesThatTheTypeDoesNotKnow(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            try await db.session.execute(
                Statement(
                    "INSERT INTO members (name, nickname, settings, rank) VALUES ('Ada', 'x', '[]', 2)", .write,
                    table: "members"), { _ in })
            let error = await failure { _ = try await db.people.fetchAll() }
            #expect(error?.code == .decoding && error?.column == "settings")
            let unknown = Statement("SELECT 99 AS rank", .read, table: "members")
            let rank = await failure {
                _ = try await db.session.fetchOne(unknown, { _ in }) {
                    try $0.custom(Rank.self, $0.int(0), 0).rawValue - 99
                }
                _ = try await db.session.fetchOne(
                    Statement("SELECT 98 AS rank", .read, table: "members"), { _ in }
                ) { try $0.custom(Rank.self, $0.int(0), 0) }
            }
            #expect(rank?.code == .decoding && rank?.column == "rank")
        }
    }

    @Test func validation() {
        let good = Member.Draft(name: "Ada")
        #expect(good.validate() == [])
        var bad = good
        bad.name = "A"
        bad.fee = 2_000_000
        bad.rank = .unreachable
        bad.nick = Nickname(rawValue: String(repeating: "é", count: 21))
        bad.joined = Date(timeIntervalSince1970: 1e15)
        bad.left = .some(nil)
        #expect(
            bad.validate().map(\.message) == [
                "joined is an instant from the year 1 to 9999",
                "fee is a number with at most 6 digits before the point",
                "nickname has room for 20 characters, but this text has 21",
                "the check 'fee_in_range' does not hold: fee BETWEEN 0 AND 1000",
                "the check 'name_is_long' does not hold: length(name) >= 2",
                "the check 'rank_is_known' does not hold: rank IN (1, 2, 3)",
            ])
        #expect(bad.validate()[2].rule == .tooLong(limit: 20, length: 21))
        #expect(
            bad.validate()[4]
                == ValidationIssue(column: "name", rule: .check("name_is_long"), message: "\(bad.validate()[4])"))
    }

    @Test(arguments: Storage.both)
    func referencesAndViews(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let ada = try await db.people.insert(.init(name: "Ada", level: .regular, mood: .good))
            try await db.eventsWithARatherLongName.insert(.init(longKeyColumn: 1, otherLongKeyColumn: "x", id: "e"))
            let tag = try await db.tag.insert(.init(name: "t"))
            let loan = try await db.loans.insert(.init(memberId: ada.id, tagName: "t", long: 1, other: "x"))
            #expect(loan.id == LoanID(rawValue: 1))
            let second = try await db.loans.insert(
                .init(memberId: ada.id, previous: loan.id.rawValue, long: 1, other: "x"))
            let missing = await failure { try await db.loans.insert(.init(memberId: UUID(), long: 1, other: "x")) }
            #expect(missing?.code == .foreignKey)
            let composite = await failure { try await db.loans.insert(.init(memberId: ada.id, long: 2, other: "x")) }
            #expect(composite?.code == .foreignKey)

            let open = try await db.openLoans.order { $0.loanId.ascending }.fetchAll()
            #expect(open.map(\.loanId) == [loan.id, second.id])
            #expect(open[0] == OpenLoan(loanId: loan.id, name: "Ada", level: .regular, mood: .good))
            #expect(try await db.openLoans.where { $0.level == .regular && $0.mood == .good }.count() == 2)

            // on_delete: set null, then cascade.
            #expect(try await db.tag.delete(tag.name))
            #expect(try await db.loans.find(loan.id)?.tagName == nil)
            let previous = await failure { try await db.loans.delete(loan.id) }
            #expect(previous?.code == .foreignKey)
            #expect(try await db.people.delete(ada.id))
            #expect(try await db.loans.count() == 0)
            #expect(try await db.openLoans.count() == 0)
        }
    }

    /// Decimals are stored as the number of 64 bits that is nearest to them, whoever rounds.
    @Test func decimalsOfManyDigits() async throws {
        let schema = try #require(
            SchemaLoader.load(
                SourceFile(
                    path: "s.yaml",
                    bytes: Array(
                        "tables: { t: { columns: { id: { type: integer, primary_key: true }, d: { type: decimal(8, 6), default: 39.355518 } } } }"
                            .utf8))
            ).schema)
        let script = { (dialect: Dialect) in dialect.sql.script(dialect.sql.createStatements(schema)) }
        let db = try await Database.open(url: "sqlite:///:memory:")
        try await db.create(GeneratedSchema(sqlite: script(.sqlite), postgresql: script(.postgresql)))
        try await db.session.execute(Statement("INSERT INTO t (id) VALUES (1)", .write, table: "t"), { _ in })
        let generator = SeededGenerator()
        var random = generator
        let insert = Statement("INSERT INTO t VALUES (?1, ?2)", .write, table: "t")
        for number in 2..<20_000 {
            let value = Decimal(Int.random(in: -99_999_999...99_999_999, using: &random)) / 1_000_000
            try await db.session.execute(insert) { parameters in
                parameters.bind(number, at: 1)
                try parameters.bind(value, precision: 8, scale: 6, at: 2)
            }
            let select = Statement("SELECT d FROM t WHERE id = ?1", .read, table: "t")
            let stored = try await db.session.fetchOne(select, { $0.bind(number, at: 1) }) { row in
                (try row.decimal(0, scale: 6), try Decimal.decode(row, 0))
            }
            if number.isMultiple(of: 100) { await Task.yield() }
            if stored != (value, value) { Issue.record("seed \(generator.seed): \(value) \(stored)") }
        }
        let first = try await db.session.fetchOne(
            Statement("SELECT d = ?1 FROM t WHERE id = 1", .read, table: "t"),
            { try $0.bind(39_355_518 / Decimal(1_000_000), precision: 8, scale: 6, at: 1) }, { try $0.bool(0) })
        #expect(first)
        await db.close()
    }

    /// What is checked is what will be stored.
    @Test func validationRounds() {
        #expect(Member.Draft(name: "Ada", fee: 1000 + 4 / Decimal(1000)).validate() == [])
        #expect(Member.Draft(name: "Ada", fee: 1000 + 5 / Decimal(1000)).validate().count == 1)
    }

    @Test(arguments: Storage.both)
    func modelsAreCodable(_ storage: Storage) async throws {
        try await withDatabase(storage) { db in
            let member = try await db.people.insert(.init(name: "Ada", settings: MemberSettings(theme: "dark")))
            let decoded = try JSONDecoder().decode(Member.self, from: JSONEncoder().encode(member))
            #expect(decoded == member)
        }
    }
}
