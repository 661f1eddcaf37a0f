#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

// Instants. A database keeps microseconds, from the year 1 to 9999.

extension Date {
    /// The instant as a database keeps it, to the microsecond.
    public var roundedToMicroseconds: Date {
        microsecondsSince1970.map(Date.init(microsecondsSince1970:)) ?? self
    }

    /// Whole microseconds; `nil` outside the years 1 to 9999.
    var microsecondsSince1970: Int64? {
        let seconds = timeIntervalSinceReferenceDate
        guard seconds.magnitude < 1e12 else { return nil }
        let microseconds = Self.microseconds(seconds) + Self.referenceDate
        return Self.years.contains(microseconds) ? microseconds : nil
    }

    /// From a whole number, so that only one number of 64 bits is rounded to. The result is the same instant to the
    /// microsecond from 1730 to 2242, where these numbers are that close to each other.
    init(microsecondsSince1970 microseconds: Int64) {
        self.init(timeIntervalSinceReferenceDate: Double(microseconds - Self.referenceDate) / 1e6)
    }

    /// Whole seconds and their fraction apart, as their product would lose digits.
    static func microseconds(_ seconds: Double) -> Int64 {
        let whole = seconds.rounded(.down)
        return Int64(whole) * 1_000_000 + Int64(((seconds - whole) * 1e6).rounded())
    }

    /// The beginning of 2001, from which `Date` counts, in microseconds since 1970.
    private static let referenceDate: Int64 = 978_307_200_000_000
    static let years = Int64(-62_135_596_800_000_000)..<253_402_300_800_000_000
}

extension Parameters {
    /// - Throws: ``DatabaseError`` outside the years 1 to 9999.
    public mutating func bind(_ value: Date, at index: Int32) throws {
        guard let microseconds = value.microsecondsSince1970 else {
            throw DatabaseError(.typeMismatch, "a timestamp is from the year 1 to 9999")
        }
        switch dialect {
        case .sqlite: sqlite.timestamp(microseconds, at: index)
        case .postgresql: postgresql.timestamp(microseconds, at: index)
        }
    }

    public mutating func bind(_ value: CalendarDate, at index: Int32) {
        switch dialect {
        case .sqlite: bind(value.description, at: index)
        case .postgresql: postgresql.date(value, at: index)
        }
    }

    public mutating func bind(_ value: UUID, at index: Int32) {
        switch dialect {
        case .sqlite: sqlite.uuid(value, at: index)
        case .postgresql: postgresql.uuid(value, at: index)
        }
    }

    /// Binds a decimal number rounded to a scale, halves away from zero, as PostgreSQL rounds.
    ///
    /// - Throws: ``DatabaseError`` where it has more digits before the point than the column.
    public mutating func bind(_ value: Decimal, precision: Int, scale: Int, at index: Int32) throws {
        let rounded = value.rounded(scale: scale)
        guard let number = rounded.doubleValue, rounded.fits(precision: precision, scale: scale) else {
            throw DatabaseError.outOfRange(precision: precision, scale: scale)
        }
        try bindDecimal(rounded, nearest: number, at: index)
    }

    /// Binds the number itself, or on SQLite the number of 64 bits nearest to it.
    mutating func bindDecimal(_ value: Decimal, nearest number: Double, at index: Int32) throws {
        switch dialect {
        case .sqlite: bind(number, at: index)
        case .postgresql: try postgresql.decimal(value, at: index)
        }
    }

    public mutating func bind(_ value: Date?, at index: Int32) throws {
        if let value { try bind(value, at: index) } else { bindNull(at: index) }
    }

    public mutating func bind(_ value: CalendarDate?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    public mutating func bind(_ value: UUID?, at index: Int32) {
        if let value { bind(value, at: index) } else { bindNull(at: index) }
    }

    public mutating func bind(_ value: Decimal?, precision: Int, scale: Int, at index: Int32) throws {
        if let value { try bind(value, precision: precision, scale: scale, at: index) } else { bindNull(at: index) }
    }
}

extension UUID {
    /// The UUID with these first and last eight bytes, as generated code writes a default.
    public init(high: UInt64, low: UInt64) {
        var bytes = (high.bigEndian, low.bigEndian)
        self = withUnsafeBytes(of: &bytes) { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }
}

// Decimal numbers of at most 15 digits, which numbers of 64 bits tell apart.

extension Decimal {
    static let powersOfTen: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
    ]

    /// What numbers of so many digits, of which so many are after the point, are below.
    static func limit(precision: Int, scale: Int) -> Double {
        let digits = precision - scale
        return powersOfTen.indices.contains(digits) ? powersOfTen[digits] : digits < 0 ? 0 : .infinity
    }

    /// The decimal number with so many digits after the point that is nearest to a number of 64 bits.
    init?(_ number: Double, scale: Int) {
        guard number.isFinite, number.magnitude < 1e15, (0...15).contains(scale) else { return nil }
        let scaled = (number * Self.powersOfTen[scale]).rounded()
        guard scaled.magnitude < 1e18 else { return nil }
        self.init(Int64(scaled), scale: scale)
    }

    /// `units` divided by ten to the power of `scale`.
    init(_ units: Int64, scale: Int) {
        var units = units
        var scale = scale
        // Without zeros at the end, so that equal numbers are alike in every way.
        while scale > 0, units.isMultiple(of: 10) {
            units /= 10
            scale -= 1
        }
        self.init(sign: units < 0 ? .minus : .plus, exponent: -scale, significand: Decimal(units.magnitude))
    }

    /// The nearest number with at most so many digits after the point, halves away from zero: what a column with this
    /// scale keeps. A negative scale is as good as none.
    public func rounded(scale: Int) -> Decimal {
        let scale = max(0, scale)
        guard isFinite, exponent < -scale else { return self }
        let text = description
        let isNegative = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].utf8.count > scale else { return self }
        var digits = Array((parts[0] + parts[1].prefix(scale)).utf8)
        let next = parts[1].utf8[parts[1].utf8.index(parts[1].utf8.startIndex, offsetBy: scale)]
        if next >= UInt8(ascii: "5") {
            var position = digits.count - 1
            while position >= 0, digits[position] == UInt8(ascii: "9") {
                digits[position] = UInt8(ascii: "0")
                position -= 1
            }
            if position >= 0 { digits[position] += 1 } else { digits.insert(UInt8(ascii: "1"), at: 0) }
        }
        let whole = String(decoding: digits.dropLast(scale), as: UTF8.self)
        let fraction = String(decoding: digits.suffix(scale), as: UTF8.self)
        return Decimal(string: "\(isNegative ? "-" : "")\(whole)\(scale > 0 ? "." + fraction : "")") ?? self
    }

    /// Whether a column of so many digits has room for it.
    func fits(precision: Int, scale: Int) -> Bool {
        doubleValue.map { $0.magnitude < Self.limit(precision: precision, scale: scale) } ?? false
    }

    /// The nearest number of 64 bits; `nil` for what is no number.
    var doubleValue: Double? {
        isFinite ? Double(description) : nil
    }
}

extension DatabaseError {
    static func outOfRange(precision: Int, scale: Int) -> DatabaseError {
        DatabaseError(
            .typeMismatch,
            "a decimal(\(precision), \(scale)) has at most \(precision - scale) digits before the point")
    }
}

// In queries that are put together while the program runs.

extension Date: ColumnValue {
    public var sqlValue: SQLValue { .timestamp(self) }
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Date { try row.timestamp(index) }
}

extension CalendarDate: ColumnValue {
    public var sqlValue: SQLValue { .date(self) }
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> CalendarDate { try row.date(index) }
}

extension UUID: ColumnValue {
    public var sqlValue: SQLValue { .uuid(self) }
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> UUID { try row.uuid(index) }
}

extension Decimal: ColumnValue {
    public var sqlValue: SQLValue { .decimal(self) }

    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Decimal { try row.decimal(index) }
}
