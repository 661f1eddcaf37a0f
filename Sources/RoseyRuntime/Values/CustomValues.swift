#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// A type of the program's own that stands for the values of a column by a raw value: an enum of strings, or a struct
/// around a number. Generated code conforms the types that `swift:` names in the schema.
public protocol RawColumnValue: ColumnValue, RawRepresentable where RawValue: ColumnValue {}

extension RawColumnValue {
    @inlinable public var sqlValue: SQLValue { rawValue.sqlValue }

    @inlinable
    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Self {
        try row.custom(Self.self, RawValue.decode(row, index), index)
    }
}

/// A type of the program's own that a JSON column holds. Generated code conforms the types that `swift:` names in the
/// schema.
///
/// The coding is `JSONEncoder`'s and `JSONDecoder`'s, with what they do unless told otherwise, and the members of objects
/// in the order of their names.
public protocol JSONColumnValue: ColumnValue, Codable {}

extension JSONColumnValue {
    public var sqlValue: SQLValue {
        do throws(DatabaseError) {
            return .json(try JSONCoding.text(self))
        } catch {
            return .refused(error)
        }
    }

    public static func decode(_ row: borrowing Row, _ index: Int32) throws -> Self {
        try row.json(index, as: Self.self)
    }
}

enum JSONCoding {
    static func text(_ value: some Encodable) throws(DatabaseError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            let text = String(decoding: try encoder.encode(value), as: UTF8.self)
            guard !containsNUL(text) else {
                throw DatabaseError(.typeMismatch, "JSON in a database cannot contain a NUL character")
            }
            return text
        } catch let error as DatabaseError {
            throw error
        } catch {
            // The error itself may show the value.
            throw DatabaseError(.typeMismatch, "a value of type \(type(of: value)) cannot be encoded as JSON")
        }
    }

    /// Whether the JSON text has `\u0000`, which PostgreSQL does not take. A backslash before it would be an escape itself.
    private static func containsNUL(_ text: String) -> Bool {
        var isEscaped = false
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if isEscaped, byte == UInt8(ascii: "u"), rest.starts(with: "0000".utf8) { return true }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
        }
        return false
    }
}

extension Row {
    /// A value of the program's own type by its raw value.
    @inlinable
    public func custom<Value: RawRepresentable>(
        _ type: Value.Type, _ rawValue: Value.RawValue, _ index: Int32
    ) throws -> Value {
        guard let value = Value(rawValue: rawValue) else { throw unknownValue("\(type)", index) }
        return value
    }

    @usableFromInline
    func unknownValue(_ type: String, _ index: Int32) -> DatabaseError {
        DatabaseError(
            .decoding, "column '\(columnName(index))' holds a value that \(type) does not know",
            column: columnName(index))
    }

    /// A value that is stored as JSON.
    public func json<Value: Decodable>(_ index: Int32, as type: Value.Type) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text(index).utf8))
        } catch let error as DatabaseError {
            throw error
        } catch {
            throw DatabaseError(
                .decoding, "column '\(columnName(index))' holds JSON that is no \(type)",
                column: columnName(index))
        }
    }
}

extension Parameters {
    /// - Throws: ``DatabaseError`` where the value cannot be encoded.
    public mutating func bindJSON(_ value: some Encodable, at index: Int32) throws {
        bindJSONText(try JSONCoding.text(value), at: index)
    }

    package mutating func bindJSONText(_ text: String, at index: Int32) {
        switch dialect {
        case .sqlite: bind(text, at: index)
        case .postgresql: postgresql.json(text, at: index)
        }
    }

    /// - Throws: ``DatabaseError`` where the value cannot be encoded.
    public mutating func bindJSON(_ value: (some Encodable)?, at index: Int32) throws {
        if let value { try bindJSON(value, at: index) } else { bindNull(at: index) }
    }
}
