import Foundation
import ReferenceModels
import RoseyRuntime
import TestDatabases
import TestSupport
import Testing

/// Random rows and random queries, on both databases: they accept, refuse and return the same.
@Suite(.timeLimit(.minutes(5)), .enabled(if: Storage.hasPostgreSQL))
struct ParityTests {
    /// Runs `body` with an empty database of each system.
    private func withBoth(_ body: (Database, Database) async throws -> Void) async throws {
        try await Storage.memory.withURL { sqlite in
            try await Storage.postgresql.withURL { postgresql in
                let first = try await Database.open(url: sqlite, configuration: .patient)
                let second = try await Database.open(url: postgresql, configuration: .patient)
                try await first.create(ReferenceModels.schema)
                try await second.create(ReferenceModels.schema)
                try await body(first, second)
                await first.close()
                await second.close()
            }
        }
    }

    /// What a call came to. Where a row breaks several rules, the databases differ in which one they name.
    private enum Outcome<Value: Hashable & Sendable>: Hashable, Sendable {
        case value(Value)
        case refused
        case error(DatabaseError.Code)
    }

    private func outcome<Value: Hashable & Sendable>(_ body: () async throws -> Value) async throws -> Outcome<Value> {
        do {
            return .value(try await body())
        } catch let error as DatabaseError {
            return [.unique, .check, .notNull, .tooLong, .typeMismatch].contains(error.code)
                ? .refused : .error(error.code)
        }
    }

    private func expectSame<Value: Hashable & Sendable>(
        _ seed: UInt64, _ what: String, _ databases: (Database, Database),
        _ body: (Database) async throws -> Value
    ) async throws {
        let first = try await outcome { try await body(databases.0) }
        let second = try await outcome { try await body(databases.1) }
        #expect(first == second, "seed \(seed): \(what)")
    }

    @Test func rowsOfEveryType() async throws {
        try await withBoth { sqlite, postgresql in
            var random = RandomValues()
            let seed = random.seed
            let databases = (sqlite, postgresql)
            for _ in 0..<400 {
                let draft = random.member()
                try await expectSame(seed, "insert \(draft)", databases) { try await $0.people.insert(draft) }
            }
            let everyone = try await sqlite.people.fetchAll().map(\.id)
            #expect(everyone.count > 100)
            for number in 0..<600 {
                let condition = random.condition(depth: 2)
                let order = random.ordering()
                let (limit, offset) = (random.int(0...50), random.int(0...5))
                try await expectSame(seed, "query \(number)", databases) { db in
                    try await db.people.where(condition).order { [order($0), $0.id.ascending] }
                        .limit(limit).offset(offset).fetchAll()
                }
                try await expectSame(seed, "count \(number)", databases) {
                    try await $0.people.where(condition).count()
                }
            }
            for number in 0..<100 {
                let condition = random.condition(depth: 1)
                try await expectSame(seed, "sum \(number)", databases) {
                    try await $0.people.where(condition).sum { $0.fee }
                }
                try await expectSame(seed, "extremes \(number)", databases) { db -> [String] in
                    let people = db.people.where(condition)
                    return [
                        "\(try await people.min { $0.name } as String?)",
                        "\(try await people.max { $0.joined } as Date?)",
                        "\(try await people.min { $0.token } as UUID?)",
                        "\(try await people.max { $0.photo } as [UInt8]?)",
                        "\(try await people.max { $0.born } as CalendarDate?)",
                        "\(try await people.order { $0.id.ascending }.limit(3).max { $0.discount } as Decimal?)",
                    ]
                }
            }
            for number in 0..<200 {
                let condition = random.condition(depth: 1)
                let change = random.change()
                try await expectSame(seed, "update \(number)", databases) {
                    try await $0.people.where(condition).update { change(&$0) }
                }
                if number % 10 == 0 {
                    try await expectSame(seed, "after update \(number)", databases) {
                        try await $0.people.order { $0.id.ascending }.fetchAll()
                    }
                }
                if number % 50 == 49 {
                    try await expectSame(seed, "delete \(number)", databases) {
                        try await $0.people.where(condition).delete()
                    }
                }
            }
        }
    }

    @Test func numbersAndCompositeKeys() async throws {
        try await withBoth { sqlite, postgresql in
            var random = RandomValues()
            let seed = random.seed
            let databases = (sqlite, postgresql)
            for _ in 0..<500 {
                let draft = random.order()
                switch random.int(0...3) {
                case 0:
                    try await expectSame(seed, "upsert \(draft)", databases) {
                        try await $0.order.upsert(draft, onConflict: .classAndNumber)
                    }
                case 1:
                    let others = (0..<random.int(0...40)).map { _ in random.order() }
                    try await expectSame(seed, "insert many", databases) { db in
                        try await db.order.insert(contentsOf: [draft] + others)
                        return true
                    }
                default:
                    try await expectSame(seed, "insert \(draft)", databases) { try await $0.order.insert(draft) }
                }
            }
            try await expectSame(seed, "all", databases) {
                try await $0.order.order { [$0.class.ascending, $0.number.ascending] }.fetchAll()
            }
            for number in 0..<300 {
                let value = random.double()
                let small = Int32(random.int(-5...1000))
                try await expectSame(seed, "query \(number)", databases) { db in
                    try await db.order.where {
                        ($0._1stPlace * 2 > value || $0.number + 1 > small || $0.dialect != true) && $0.größe != small
                    }.order { [$0.größe.descending, $0._1stPlace.ascending, $0.class.ascending, $0.number.ascending] }
                        .fetchAll()
                }
                try await expectSame(seed, "update \(number)", databases) { db in
                    try await db.order.where { $0.größe == small }.update {
                        $0.größe = 7
                        $0._1stPlace += value
                    }
                }
            }
        }
    }
}

/// Values at and beyond the edges of their types.
private struct RandomValues {
    private var generator = SeededGenerator()
    var seed: UInt64 { generator.seed }

    mutating func int(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }
    private mutating func chance(_ percent: Int) -> Bool { int(1...100) <= percent }
    private mutating func pick<Value>(_ values: [Value]) -> Value { values[int(0...values.count - 1)] }

    mutating func text(_ lengths: ClosedRange<Int>) -> String {
        let alphabet = [
            "a", "b", "A", "%", "_", "\\", "*", "?", "[", "é", "e\u{301}", "😀", " ", "'", "\"", "ß", "\u{1}", "z",
        ]
        return (0..<int(lengths)).map { _ in pick(alphabet) }.joined()
    }

    mutating func double() -> Double {
        pick([0, 1, -1, 0.1, 1e300, -1e-300, .infinity, Double(int(-1000...1000)) / 8, Double(int(-9...9))])
    }

    private mutating func bytes() -> [UInt8] { (0..<int(0...3)).map { _ in pick([0, 1, 127, 128, 255]) } }
    private mutating func day() -> CalendarDate {
        pick([
            CalendarDate(clampingDaysSince1970: int(-25_000...40_000)), CalendarDate(clampingDaysSince1970: int(0...3)),
            .earliest, .latest,
        ])
    }

    /// From 1730 to 2242, where `Date` tells microseconds apart.
    private mutating func instant() -> Date {
        let microseconds = pick([
            int(-7_000_000_000_000_000...8_000_000_000_000_000), int(-3...3), int(0...4) * 1_000_000,
        ])
        return Date(timeIntervalSinceReferenceDate: Double(microseconds - 978_307_200_000_000) / 1e6)
    }

    private mutating func decimal(_ units: ClosedRange<Int>, _ scale: Int) -> Decimal {
        Decimal(int(units)) / pow(10, scale)
    }

    private mutating func uuid() -> UUID {
        UUID(high: chance(50) ? generator.next() : UInt64(int(0...3)), low: generator.next())
    }

    private mutating func json(_ depth: Int = 2) -> JSON {
        switch int(0...(depth > 0 ? 6 : 4)) {
        case 0: .null
        case 1: .boolean(chance(50))
        case 2: .integer(pick([0, 1, -1, .max, .min, int(-100...100)]))
        case 3: .number(pick([0.5, -2.25, 1e100, 1.0]))
        case 4: .string(text(0...5))
        case 5: .array((0..<int(0...3)).map { _ in json(depth - 1) })
        default: .object(Dictionary((0..<int(0...3)).map { _ in (text(0...3), json(depth - 1)) }) { first, _ in first })
        }
    }

    mutating func member() -> Member.Draft {
        Member.Draft(
            id: uuid(), name: chance(90) ? text(2...12) + "\(int(0...500))" : text(0...90),
            born: chance(30) ? nil : day(), joined: instant(), left: .some(chance(50) ? nil : instant()),
            fee: chance(90) ? decimal(0...100_000, 2) : decimal(-1_000_000_000...1_000_000_000, 3),
            discount: chance(30) ? nil : decimal(-1100...1100, pick([3, 4])),
            level: pick([.new, .regular, .boardMember]),
            mood: pick([nil, .good, .bad]), photo: bytes(), notes: json(), extra: chance(40) ? nil : json(),
            settings: chance(40) ? nil : MemberSettings(theme: text(0...4), size: chance(50) ? nil : int(-2...2)),
            rank: chance(95) ? pick([.first, .second, .third]) : .unreachable,
            nick: chance(40) ? nil : Nickname(rawValue: text(0...22)), since: day(), at: instant(), token: uuid())
    }

    mutating func order() -> Order.Draft {
        Order.Draft(
            class: text(0...11), number: pick([0, 1, .max, .min, Int32(int(-20...20))]), default: text(0...6),
            self_: chance(50) ? nil : bytes(), _1stPlace: pick([double(), Double(int(0...10_000)) / 16]),
            größe: chance(30) ? nil : Int32(int(-5...1001)), dialect: pick([nil, true, false]))
    }

    mutating func condition(depth: Int) -> @Sendable (Member.Columns) -> RoseyRuntime.Predicate {
        if depth > 0 {
            let (left, right) = (condition(depth: depth - 1), condition(depth: depth - 1))
            switch int(0...4) {
            case 0: return { left($0) && right($0) }
            case 1: return { left($0) || right($0) }
            case 2: return { !left($0) }
            default: break
            }
        }
        let (name, day, instant, uuid, bytes) = (text(0...3), day(), instant(), uuid(), bytes())
        let (fee, json, number) = (decimal(-100...100_000, 2), json(1), int(0...19))
        let names = (0..<int(0...5)).map { _ in text(1...2) }
        switch number {
        case 0: return { $0.name < name }
        case 1: return { $0.name.like(name + "%") }
        case 2: return { $0.name.hasPrefix(name) }
        case 3: return { $0.nick == Nickname(rawValue: name) }
        case 4: return { $0.name.contains(name) }
        case 5: return { $0.name.hasSuffix(name) }
        case 6: return { $0.initial.isIn(names) }
        case 7: return { $0.born < day }
        case 8: return { $0.born != day }
        case 9: return { $0.joined >= instant }
        case 10: return { $0.left == nil }
        case 11: return { $0.left != instant }
        case 12: return { $0.fee > fee }
        case 13: return { $0.doubleFee == fee * 2 }
        case 14: return { $0.token < uuid }
        case 15: return { $0.photo >= bytes }
        case 16: return { $0.mood == .good || $0.level != .new }
        case 17: return { $0.extra == json }
        case 18: return { $0.rank > .first }
        default: return { $0.joined > $0.at }
        }
    }

    mutating func ordering() -> @Sendable (Member.Columns) -> Ordering {
        pick([
            { $0.name.ascending }, { $0.name.descending }, { $0.born.ascending }, { $0.left.descending },
            { $0.fee.ascending }, { $0.discount.descending }, { $0.token.ascending }, { $0.photo.descending },
            { $0.level.ascending }, { $0.mood.ascending }, { $0.joined.descending }, { $0.nick.ascending },
        ])
    }

    mutating func change() -> @Sendable (inout Member.Changes) -> Void {
        let (fee, day, nick, json) = (decimal(-1_000...3_000, 3), chance(50) ? day() : nil, text(0...21), json())
        switch int(0...7) {
        case 0: return { $0.fee += fee }
        case 1: return { $0.born = day }
        case 2: return { $0.nick = Nickname(rawValue: nick) }
        case 3: return { $0.extra = json }
        case 4: return { $0.left = nil }
        case 5:
            return {
                $0.mood = .bad
                $0.fee = fee
            }
        case 6: return { $0.name = nick }
        default: return { $0.discount = fee }
        }
    }
}
